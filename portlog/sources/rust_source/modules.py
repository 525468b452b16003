"""The tree of a crate's modules, from its root file on."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from portlog.records.rust_source import MacroCall, RustKind, RustModule
from portlog.sources.rust_source.attributes import Attributes
from portlog.sources.rust_source.expansion import Macros
from portlog.sources.rust_source.files import SourceFiles
from portlog.sources.rust_source.items import (
    ItemReader,
    attributed,
    inner_gates,
    macro_call,
)
from portlog.sources.rust_source.module_body import ModuleBody
from portlog.sources.rust_source.module_places import Place, module_files
from portlog.sources.rust_source.syntax_nodes import (
    Where,
    name_of,
    text_of,
    visibility_of,
)
from portlog.sources.rust_source.uses import extern_crate, uses_of
from portlog.sources.syntax import rust_tree

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_MODULES = 10_000
_DEEPEST = 96
_BY_A_BUILD_SCRIPT = "a part of it is written by a build script"


class ModuleReader:
    """Reads modules and all below them; each file is read once in a line of modules."""

    def __init__(
        self,
        files: SourceFiles,
        macros: Macros,
        build_words: tuple[str, ...] | None,
        *,
        is_proc_macro: bool,
    ) -> None:
        """Take the files of the crate, the macros found in them and its build script's words."""
        self._files = files
        self._macros = macros
        self._build_words = build_words
        self._items = ItemReader(macros)
        self._is_proc_macro = is_proc_macro
        self._open: list[str] = []
        self._count = 0

    def root(self, file: str) -> RustModule | None:
        """Return the root module, or None where its file is not there or cannot be read."""
        folder = posixpath.dirname(file)
        body, gates = self._file(file, Place(Where(file), folder, folder))
        if body is None:
            return None
        return body.module("crate", Where(file), (1, 1), "pub", gates)

    def _file(self, file: str, place: Place) -> tuple[ModuleBody | None, tuple[str, ...]]:
        """Return what one file holds; None where it is not there, or would hold itself."""
        tree = self._files.tree(file)
        self._count += 1
        is_bottomless = place.depth > _DEEPEST or self._count > MOST_MODULES
        if tree is None or file in self._open or is_bottomless:
            return None, ()
        self._open.append(file)
        nodes = tree.root_node.children
        body = self._body(nodes, place)
        self._open.pop()
        return body, inner_gates(nodes)

    def _body(self, nodes: Sequence["Node"], place: Place) -> ModuleBody:
        body = ModuleBody()
        for node, attributes in attributed(nodes):
            self._take(node, attributes, place, body)
        return body

    def _take(self, node: "Node", attributes: Attributes, place: Place, body: ModuleBody) -> None:
        """Put what one node says into a module's body."""
        call = macro_call(node)
        if call is not None:
            self._take_call(node, call, attributes, place, body)
        elif node.type == "use_declaration":
            body.uses.extend(uses_of(node, place.where, attributes.gates))
        elif node.type == "extern_crate_declaration":
            body.uses.append(extern_crate(node, place.where, attributes.gates))
        elif node.type == "impl_item":
            impl = self._items.impl(node, attributes, place.where)
            body.impls.extend([impl] if impl else [])
        elif node.type == "mod_item":
            body.modules.extend(self._modules(node, attributes, place))
        else:
            self._take_definition(node, attributes, place, body)

    def _take_definition(
        self, node: "Node", attributes: Attributes, place: Place, body: ModuleBody
    ) -> None:
        if node.type == "foreign_mod_item":
            inner = node.child_by_field_name("body")
            foreign = self._body(inner.children if inner else (), place)
            body.add(foreign, attributes.gates)
        elif node.type == "ERROR":
            words = self._macros.unexpanded("?", text_of(node), place.where.file, 0)
            body.calls.append(replace(words, line=place.where.spot(node)[0]))
        elif self._is_proc_macro and attributes.proc_macro:
            made = self._items.proc_macro(node, attributes, place.where)
            body.items.extend([made] if made else [])
        else:
            self._take_item(node, attributes, place, body)

    def _take_item(
        self, node: "Node", attributes: Attributes, place: Place, body: ModuleBody
    ) -> None:
        item = self._items.item(node, attributes, place.where)
        if item is None:
            return
        if item.kind is RustKind.MACRO:
            self._macros.define(item.name, text_of(node), attributes.gates)
        if item.name == "_":
            inner = _block_of(node)
            hidden = self._body(inner.children if inner else (), place)
            body.impls.extend(replace(one, gates=attributes.gates + one.gates)
                              for one in hidden.impls)  # fmt: skip
        else:
            body.items.append(item)

    def _take_call(
        self,
        node: "Node",
        call: "tuple[str, Node]",
        attributes: Attributes,
        place: Place,
        body: ModuleBody,
    ) -> None:
        name, brackets = call
        line = place.where.spot(node)[0]
        text = text_of(brackets)
        if name == "include":
            self._include(text, attributes, place, body)
            return
        sections = self._macros.expanded(name, text) if place.depth < _DEEPEST else None
        if sections is None:
            file, gates = place.where.file, attributes.gates
            body.calls.append(self._macros.unexpanded(name, text, file, line, gates))
            return
        for section in sections:
            nodes = rust_tree(section.text.encode()).root_node.children
            made = self._body(nodes, place.made(line, name))
            body.add(made, attributes.gates + section.gates)

    def _include(self, call: str, attributes: Attributes, place: Place, body: ModuleBody) -> None:
        named = call.strip("()[]{} \n\t")
        is_plain = named.startswith('"') and named.count('"') == len('""')
        folder = posixpath.dirname(place.where.file)
        file = posixpath.normpath(posixpath.join(folder, named.strip('"')))
        below = posixpath.dirname(file)
        inner = Place(Where(file), below, below, place.depth + 1)
        included = self._file(file, inner)[0] if is_plain else None
        if included is not None:
            body.add(included, attributes.gates)
        elif self._build_words is None or is_plain:
            body.trouble.append(_BY_A_BUILD_SCRIPT)
        else:
            body.calls.append(MacroCall("include", self._build_words, place.where.file, 0))

    def _modules(self, node: "Node", attributes: Attributes, place: Place) -> Iterator[RustModule]:
        """Yield the module that a node declares: several where `#[path]` hangs on a `cfg`."""
        name = name_of(node)
        visibility, spot = visibility_of(node), place.where.spot(node)
        inline = node.child_by_field_name("body")
        if inline is not None:
            given = next((path for _, path in attributes.paths), name)
            gates = attributes.gates + inner_gates(inline.children)
            self._macros.enter()
            body = self._body(inline.children, place.inside(given))
            self._macros.leave(gates, keeps=attributes.keeps_macros)
            yield body.module(name, place.where, spot, visibility, gates)
            return
        for gate, file, folder in module_files(name, attributes, place, self._files):
            inner = Place(Where(file), folder, posixpath.dirname(file), place.depth + 1)
            self._macros.enter()
            found, inner_cfgs = self._file(file, inner)
            gates = attributes.gates + inner_cfgs + ((gate,) if gate else ())
            self._macros.leave(gates, keeps=attributes.keeps_macros)
            body = found or ModuleBody(trouble=[f"its file {file} is not there or cannot be read"])
            start = (1, 1) if found else spot
            yield body.module(name, Where(file), start, visibility, gates)


def _block_of(node: "Node") -> "Node | None":
    value = node.child_by_field_name("value")
    return value if value is not None and value.type == "block" else None
