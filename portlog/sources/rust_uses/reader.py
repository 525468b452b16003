"""A walk over a file's syntax tree that gathers paths and scopes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from portlog.records.item import Namespace
from portlog.records.path_use import Import
from portlog.sources.rust_uses.attributes import attribute_of, names_made
from portlog.sources.rust_uses.drafts import ScopeDraft, SubmoduleDraft
from portlog.sources.rust_uses.gathered import Gathered, Visit
from portlog.sources.rust_uses.macro_calls import MacroCall, item_trees, macro_call
from portlog.sources.rust_uses.names import SCOPED, field_name, name_of, named_path
from portlog.sources.rust_uses.tokens import TokenPath, token_paths, words
from portlog.sources.rust_uses.use_trees import use_leaves

if TYPE_CHECKING:
    from tree_sitter import Node

_ATTRIBUTES = frozenset({"attribute_item", "inner_attribute_item"})
_STRUCT_LIKE = frozenset({"struct_expression", "struct_pattern"})
_ITEM_PLACES = frozenset({"source_file", "declaration_list"})
_TYPES = frozenset({"struct_item", "enum_item", "union_item", "trait_item", "type_item"})
# what a macro in the place of an attribute does to a module, nobody sees
_OF_ATTRIBUTE = "#[]"
# the second stands in an `extern` block
_NAMED_TYPES = _TYPES | {"associated_type"}
_FUNCTIONS = frozenset({"function_item", "function_signature_item"})
_ITEMS = (*_TYPES, *_FUNCTIONS, "impl_item", "associated_type")


@dataclass(slots=True)
class Reader(Gathered):
    """A walk over one text."""

    _waiting: list[Visit] = field(default_factory=list)

    def read(self, first: Visit) -> None:
        """Walk over a tree."""
        self.drafts.append(self.top)
        self._waiting.append(first)
        while self._waiting:
            visit = self._waiting.pop()
            self._VISITORS.get(visit.node.type, Reader._below)(self, visit)

    def _below(self, visit: Visit, scope: ScopeDraft | None = None) -> None:
        """Go on with all that is in a node."""
        inner = scope or visit.scope
        pending: list[Node] = []
        visits: list[Visit] = []
        for child in visit.node.named_children:
            if child.type in _ATTRIBUTES:
                pending.append(child)
                attributes: tuple[Node, ...] = ()
            else:
                attributes, pending = tuple(pending), []
            visits.append(Visit(child, inner, attributes, visit.is_certain, visit.node.type))
        self._waiting.extend(reversed(visits))

    def _path(self, visit: Visit, namespace: Namespace | None = None) -> None:
        node = visit.node
        found = named_path(node)
        if namespace is None:
            is_type = node.type == "scoped_type_identifier"
            namespace = Namespace.TYPE if is_type else Namespace.ANY
        if found.segments:
            absolute = found.is_absolute
            self.add_path(
                visit, self.written(node, found.segments, namespace, is_absolute=absolute)
            )
        for one in found.within:
            self._waiting.append(replace(visit, node=one))

    def _struct_like(self, visit: Visit) -> None:
        """Read a struct or a variant with fields: its name may be either's."""
        node = visit.node
        named = node.child_by_field_name("name") or node.child_by_field_name("type")
        for child in node.named_children:
            if child == named and child.type in SCOPED:
                self._path(replace(visit, node=child), Namespace.ANY)
            else:
                self._waiting.append(replace(visit, node=child, attributes=(), place=node.type))

    def _block(self, visit: Visit) -> None:
        self._below(visit, self.draft(visit.scope))

    def _module(self, visit: Visit) -> None:
        name = field_name(visit.node)
        if name is None:
            return self._below(visit)
        visit.scope.add_item(name, is_public=_is_public(visit.node))
        self._mark(visit, name)
        body = visit.node.child_by_field_name("body")
        inner = None if body is None else self.draft(visit.scope, name, is_module=True)
        if inner is not None and name in visit.scope.attributed:
            inner.macro_calls.add(_OF_ATTRIBUTE)
        paths = tuple(path for one in visit.attributes for path in attribute_of(one).files)
        declared = SubmoduleDraft(name, inner, paths, visit.scope.inline_parents)
        visit.scope.submodules.setdefault(name, []).append(declared)
        if body is not None and inner is not None:
            self._below(replace(visit, node=body), inner)
        return None

    def _item(self, visit: Visit) -> None:
        """Read a type, a trait or a function: its name, and its generic parameters."""
        name = field_name(visit.node)
        if name is not None:
            self._name_item(visit, name)
        inner = self.draft(visit.scope)
        inner.is_body = visit.node.type in ("impl_item", "trait_item")
        parameters = visit.node.child_by_field_name("type_parameters")
        for one in () if parameters is None else parameters.named_children:
            generic = field_name(one)
            if generic is not None and one.type == "type_parameter":
                inner.add_item(generic, is_public=False)
        self._below(visit, inner)

    def _name_item(self, visit: Visit, name: str) -> None:
        self._mark(visit, name)
        if visit.scope.is_body:
            self.associated.add(name)
        elif visit.node.type in _NAMED_TYPES:
            visit.scope.add_item(name, is_public=_is_public(visit.node))
        elif visit.node.type in _FUNCTIONS:
            visit.scope.values.add(name)

    def _mark(self, visit: Visit, name: str) -> None:
        if any(names_made(one) for one in visit.attributes):
            visit.scope.attributed.add(name)

    def _use(self, visit: Visit) -> None:
        is_public = _is_public(visit.node)
        for leaf in use_leaves(visit.node):
            namespace = Namespace.TYPE if leaf.is_module else Namespace.ANY
            path = self.written(leaf.node, leaf.segments, namespace, is_absolute=leaf.is_absolute)
            self.add_path(visit, replace(path, is_import=True, is_glob=leaf.is_glob))
            brought = Import(leaf.segments, leaf.is_absolute, is_public)
            if leaf.is_glob:
                visit.scope.globs.append(brought)
            elif leaf.name is not None:
                visit.scope.add_import(leaf.name, brought)

    def _extern_crate(self, visit: Visit) -> None:
        name = field_name(visit.node)
        if name is None:
            named = visit.node.child_by_field_name("name")
            name = None if named is None else name_of(named)
        if name is None:
            return
        alias = field_name(visit.node, "alias") or name
        if name != "self":
            self.add_path(visit, self.written(visit.node, (name,), is_absolute=True))
        visit.scope.add_import(
            alias, Import((name,), is_absolute=True, is_public=True, is_extern_crate=True)
        )

    def _attribute(self, visit: Visit) -> None:
        found = attribute_of(visit.node)
        for one in found.paths:
            self._token_path(visit, one)

    def _token_path(self, visit: Visit, one: TokenPath) -> None:
        path = self.written(one.node, one.segments, one.namespace, is_absolute=one.is_absolute)
        self.add_path(
            visit, replace(path, is_certain=one.is_certain, is_attribute=one.is_attribute)
        )

    def _macro_call(self, visit: Visit) -> None:
        call = macro_call(visit.node)
        if call is None:
            return self._below(visit)
        if call.path.type in SCOPED:
            self._path(replace(visit, node=call.path), Namespace.MACRO)
        if call.included is not None:
            self.included.add(call.included)
        if visit.scope.is_module and _stands_as_item(visit):
            return self._item_macro(visit, call)
        if call.declares:
            visit.scope.macro_words.update(words(call.tree))
        return self._tokens(visit, call)

    def _item_macro(self, visit: Visit, call: MacroCall) -> None:
        visit.scope.macro_calls.add(call.name)
        visit.scope.macro_words.update(words(call.tree))
        trees = item_trees(call)
        for tree in trees:
            self._below(replace(visit, node=tree, is_certain=visit.is_certain and call.is_plain))
        if not trees:
            self._tokens(visit, call)

    def _tokens(self, visit: Visit, call: MacroCall) -> None:
        if not call.is_quoting:
            for one in token_paths(call.tree, is_certain=call.is_plain):
                self._token_path(visit, one)

    def _macro_definition(self, visit: Visit) -> None:
        name = field_name(visit.node)
        if name is not None:
            self.macros.add(name)
        self.macro_body_words.update(words(visit.node))

    def _associated(self, visit: Visit) -> None:
        name = field_name(visit.node)
        if name is not None:
            names = self.associated if visit.scope.is_body else visit.scope.values
            names.add(name)
        self._below(visit)

    def _unparsed(self, visit: Visit) -> None:
        place = self.place(visit.node)
        self.error = min(self.error or place, place)
        self._below(visit)

    def _nothing(self, visit: Visit) -> None:
        """Step over what holds no path of another crate."""

    _VISITORS: ClassVar[Mapping[str, Callable[[Any, Visit], None]]] = {
        **dict.fromkeys(SCOPED, _path),
        **dict.fromkeys(_STRUCT_LIKE, _struct_like),
        **dict.fromkeys(_ITEMS, _item),
        **dict.fromkeys(_ATTRIBUTES, _attribute),
        "block": _block,
        "mod_item": _module,
        "use_declaration": _use,
        "extern_crate_declaration": _extern_crate,
        "macro_invocation": _macro_call,
        "macro_definition": _macro_definition,
        "const_item": _associated,
        "static_item": _associated,
        "ERROR": _unparsed,
        **dict.fromkeys(
            ("visibility_modifier", "line_comment", "block_comment", "token_tree"), _nothing
        ),
    }


def _is_public(node: "Node") -> bool:
    return any(one.type == "visibility_modifier" for one in node.named_children)


def _stands_as_item(visit: Visit) -> bool:
    if visit.place == "expression_statement":
        above = visit.node.parent
        return above is not None and above.parent is not None and above.parent.type in _ITEM_PLACES
    return visit.place in _ITEM_PLACES
