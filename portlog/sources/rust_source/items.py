"""Single items of a Rust file: functions, types with their members, traits, constants, macros."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from portlog.records.rust_source import PUBLIC, MacroCall, RustImpl, RustItem, RustKind
from portlog.sources.rust_source.attributes import Attributes, is_never, read_attributes
from portlog.sources.rust_source.expansion import Macros
from portlog.sources.rust_source.syntax_nodes import (
    Where,
    attribute_text,
    name_of,
    path_of,
    signature_of,
    text_of,
    visibility_of,
    without_reference,
)
from portlog.sources.syntax import rust_tree

if TYPE_CHECKING:
    from tree_sitter import Node

_KINDS: Mapping[str, RustKind] = {
    "function_item": RustKind.FUNCTION,
    "function_signature_item": RustKind.FUNCTION,
    "struct_item": RustKind.STRUCT,
    "enum_item": RustKind.ENUM,
    "union_item": RustKind.UNION,
    "trait_item": RustKind.TRAIT,
    "type_item": RustKind.TYPE,
    "associated_type": RustKind.TYPE,
    "const_item": RustKind.CONST,
    "static_item": RustKind.STATIC,
    "field_declaration": RustKind.FIELD,
    "enum_variant": RustKind.VARIANT,
    "macro_definition": RustKind.MACRO,
}
_PROC_MACROS: Mapping[str, RustKind] = {
    "proc_macro": RustKind.MACRO,
    "proc_macro_derive": RustKind.DERIVE,
    "proc_macro_attribute": RustKind.ATTRIBUTE,
}
_DEEPEST = 24

Attributed = tuple["Node", Attributes]


def attributed(nodes: Sequence["Node"]) -> Iterator[Attributed]:
    """Yield each node that is no attribute or comment, with the attributes before it.

    What stands there for the crate's own tests only is left out.
    """
    pending: list[str] = []
    for node in nodes:
        if node.type == "attribute_item":
            pending.append(attribute_text(node))
        elif node.type not in ("line_comment", "block_comment", "inner_attribute_item"):
            attributes = read_attributes(pending)
            pending = []
            if not is_never(attributes.gates):
                yield node, attributes


def inner_gates(nodes: Sequence["Node"]) -> tuple[str, ...]:
    """Return the `cfg`s that a file or a module puts on itself by `#![cfg(…)]`."""
    inner = (one for one in nodes if one.type == "inner_attribute_item")
    return read_attributes(map(attribute_text, inner)).gates


def macro_call(node: "Node") -> "tuple[str, Node] | None":
    """Return the name of the macro that a node calls, and the node of its brackets."""
    if node.type == "expression_statement" and node.named_children:
        node = node.named_children[0]
    if node.type != "macro_invocation":
        return None
    name = text_of(node.child_by_field_name("macro")).rpartition("::")[2].strip()
    brackets = next((one for one in node.children if one.type == "token_tree"), None)
    return None if brackets is None else (name.removeprefix("r#"), brackets)


class ItemReader:
    """Reads items, and the members of types, traits and impls that macros put there."""

    def __init__(self, macros: Macros) -> None:
        """Take the macros of the crate."""
        self._macros = macros

    def item(self, node: "Node", attributes: Attributes, where: Where) -> RustItem | None:
        """Return what a node defines, or None where that is nothing with a name."""
        kind = _KINDS.get(node.type)
        name = name_of(node)
        if kind is None or not name:
            return None
        members, calls = self._members(node, kind, where)
        line, column = where.spot(node)
        return RustItem(
            name=name,
            kind=kind,
            file=where.file,
            line=line,
            column=column,
            signature=signature_of(node, is_made=bool(where.macro)),
            visibility=visibility_of(node),
            gates=attributes.gates,
            members=tuple(members),
            derives=attributes.derives,
            attributes=attributes.others,
            target=path_of(text_of(node.child_by_field_name("type")))
            if kind is RustKind.TYPE
            else (),
            supertraits=_bounds(node) if kind is RustKind.TRAIT else (),
            calls=tuple(calls),
            is_exported=attributes.is_exported,
            has_constructor=kind is RustKind.STRUCT and _has_constructor(node),
            made_by=where.macro,
        )

    def proc_macro(self, node: "Node", attributes: Attributes, where: Where) -> RustItem | None:
        """Return the macro that a function of a macro crate is, or None for another function."""
        kind = _PROC_MACROS.get(attributes.proc_macro)
        if kind is None:
            return None
        line, column = where.spot(node)
        name = attributes.derive_name or name_of(node)
        signature = signature_of(node)
        return RustItem(
            name, kind, where.file, line, column, signature, PUBLIC, attributes.gates,
            is_exported=True,
        )  # fmt: skip

    def impl(self, node: "Node", attributes: Attributes, where: Where) -> RustImpl | None:
        """Return what an `impl` block says; None for one that says what a type lacks."""
        if any(child.type == "!" for child in node.children):
            return None
        named = text_of(node.child_by_field_name("type"))
        target = path_of(without_reference(named))
        parameters = text_of(node.child_by_field_name("type_parameters"))
        is_parameter = len(target) == 1 and target[0] in _parameter_names(parameters)
        is_reference = named.startswith("&")
        bounds = parameters + "".join(
            text_of(child) for child in node.children if child.type == "where_clause"
        )
        members, calls = self._listed(node.child_by_field_name("body"), where, 0)
        return RustImpl(
            target=target,
            trait=path_of(text_of(node.child_by_field_name("trait"))),
            members=tuple(members),
            gates=attributes.gates,
            calls=tuple(calls),
            is_blanket=is_parameter and not is_reference,
            is_reference=is_reference,
            is_bounded=":" in bounds.replace("?Sized", "").replace(": ", ":").replace(":>", ">"),
        )

    def _members(
        self, node: "Node", kind: RustKind, where: Where
    ) -> tuple[list[RustItem], list[MacroCall]]:
        body = node.child_by_field_name("body")
        if body is None or kind not in _WITH_MEMBERS:
            return [], []
        return self._listed(body, where, 0)

    def _listed(
        self, body: "Node | None", where: Where, depth: int
    ) -> tuple[list[RustItem], list[MacroCall]]:
        """Return the members in a body; a call that is not understood stays a call."""
        members: list[RustItem] = []
        calls: list[MacroCall] = []
        if body is None:
            return members, calls
        if body.type == "ordered_field_declaration_list":
            return list(_numbered_fields(body, where)), calls
        for node, attributes in attributed(body.children):
            call = macro_call(node)
            if call is not None:
                made, left = self._made(call, attributes, where, depth, node)
                members.extend(made)
                calls.extend(left)
            elif (one := self.item(node, attributes, where)) is not None:
                members.append(one)
        return members, calls

    def _made(
        self,
        call: "tuple[str, Node]",
        attributes: Attributes,
        where: Where,
        depth: int,
        node: "Node",
    ) -> tuple[list[RustItem], list[MacroCall]]:
        """Return the members that a call within an `impl` or a trait becomes."""
        name, brackets = call
        line, _ = where.spot(node)
        sections = self._macros.expanded(name, text_of(brackets)) if depth < _DEEPEST else None
        if sections is None:
            text = text_of(brackets)
            gates = attributes.gates
            return [], [self._macros.unexpanded(name, text, where.file, line, gates)]
        members: list[RustItem] = []
        calls: list[MacroCall] = []
        for section in sections:
            tree = rust_tree(f"impl Z {{ {section.text} }}".encode())
            inner = Where(where.file, line, name)
            body = next(
                (one.child_by_field_name("body") for one in tree.root_node.named_children), None
            )
            made, left = self._listed(body, inner, depth + 1)
            members.extend(gated(one, attributes.gates + section.gates) for one in made)
            calls.extend(left)
        return members, calls


def gated(item: RustItem, gates: tuple[str, ...]) -> RustItem:
    """Return an item that stands under further `cfg`s."""
    from dataclasses import replace  # noqa: PLC0415

    return replace(item, gates=gates + item.gates) if gates else item


def _numbered_fields(body: "Node", where: Where) -> Iterator[RustItem]:
    """Yield the fields of a tuple struct or variant, named by their numbers."""
    visibility, number = "", 0
    for child in body.named_children:
        if child.type == "visibility_modifier":
            inner = text_of(child).replace(" ", "").removeprefix("pub").strip("()")
            visibility = inner or PUBLIC
        elif child.type not in ("attribute_item", "line_comment", "block_comment"):
            line, column = where.spot(child)
            yield RustItem(
                str(number), RustKind.FIELD, where.file, line, column, text_of(child)[:200],
                visibility,
            )  # fmt: skip
            visibility, number = "", number + 1


def _has_constructor(node: "Node") -> bool:
    body = node.child_by_field_name("body")
    return body is None or body.type == "ordered_field_declaration_list"


def _bounds(node: "Node") -> tuple[tuple[str, ...], ...]:
    bounds = node.child_by_field_name("bounds")
    named = bounds.named_children if bounds is not None else []
    paths = (path_of(text_of(one)) for one in named if one.type != "lifetime")
    return tuple(path for path in paths if path)


def _parameter_names(parameters: str) -> frozenset[str]:
    words = parameters.replace("<", ",").replace(">", ",").split(",")
    return frozenset(word.split(":")[0].split("=")[0].strip() for word in words if word.strip())


_WITH_MEMBERS = frozenset(
    {RustKind.STRUCT, RustKind.ENUM, RustKind.UNION, RustKind.TRAIT, RustKind.VARIANT}
)
