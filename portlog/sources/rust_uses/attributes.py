"""What attributes name: derives, attribute macros, the files of modules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from portlog.records.item import Namespace
from portlog.sources.rust_uses.macro_words import (
    BUILT_IN_ATTRIBUTES,
    LINT_ATTRIBUTES,
    OF_STD,
    QUIET_DERIVES,
    TOOLS,
)
from portlog.sources.rust_uses.names import name_of, named_path
from portlog.sources.rust_uses.tokens import TokenPath, token_paths

if TYPE_CHECKING:
    from tree_sitter import Node

_DERIVE = "derive"
_PATH = "path"
_CFG_ATTR = "cfg_attr"
_UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Attribute:
    """The paths in an attribute, and the files that it gives a module."""

    paths: tuple[TokenPath, ...] = ()
    files: tuple[str, ...] = ()


def attribute_of(item: "Node") -> Attribute:
    """Return what an `attribute_item` names; the compiler's own attributes name nothing."""
    for attribute in item.named_children:
        if attribute.type == "attribute":
            return _read(attribute)
    return Attribute()


def names_made(item: "Node") -> bool:
    """Say whether an attribute may bring names of its own: a derive or a macro of others."""
    for attribute in item.named_children:
        path, tree = _parts(attribute)
        if path and path[-1] == _DERIVE and tree is not None:
            return any(_derived(tree))
        if path and path[0] not in BUILT_IN_ATTRIBUTES | TOOLS:
            return True
        if path == (_CFG_ATTR,) and tree is not None:
            return any(one.type == "token_tree" for one in tree.named_children)
    return False


def _derived(tree: "Node") -> Iterator[str]:
    tokens = tree.children
    for one, after in pairwise(tokens):
        is_last = one.type == "identifier" and after.type != "::"
        if is_last and name_of(one) not in QUIET_DERIVES:
            yield name_of(one)


def _parts(attribute: "Node") -> tuple[tuple[str, ...], "Node | None"]:
    children = attribute.named_children
    path: tuple[str, ...] = named_path(children[0]).segments if children else ()
    return path, attribute.child_by_field_name("arguments")


def _read(attribute: "Node") -> Attribute:
    path, tree = _parts(attribute)
    if len(path) == 0 or path[0] in LINT_ATTRIBUTES | TOOLS:
        return Attribute()
    if len(path) > 1:
        own = TokenPath(
            path,
            is_absolute=False,
            namespace=Namespace.MACRO,
            node=attribute,
            is_certain=True,
            is_attribute=True,
        )
        return Attribute((own, *_within(path[-1], tree)))
    if path[0] == _PATH:
        return Attribute(files=tuple(_texts(attribute)))
    if path[0] == _CFG_ATTR and tree is not None:
        return _conditional(tree)
    return Attribute(_within(path[0], tree))


def _within(name: str, tree: "Node | None") -> tuple[TokenPath, ...]:
    if tree is None:
        return ()
    if name == _DERIVE:
        plain = tuple(map(_as_macro, token_paths(tree, is_certain=True)))
        return (*plain, *_single(tree))
    if name in BUILT_IN_ATTRIBUTES:
        return ()
    return tuple(token_paths(tree, is_certain=False))


def _single(tree: "Node") -> Iterator[TokenPath]:
    """Yield the derives of one name that are not the standard library's."""
    tokens = tree.children
    for before, one, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_alone = "::" not in (before.type, after.type)
        if one.type == "identifier" and is_alone and name_of(one) not in OF_STD:
            yield TokenPath(
                (name_of(one),),
                is_absolute=False,
                namespace=Namespace.MACRO,
                node=one,
                is_certain=True,
            )


def _as_macro(one: TokenPath) -> TokenPath:
    return replace(one, namespace=Namespace.MACRO)


def _conditional(tree: "Node") -> Attribute:
    """Read `cfg_attr(condition, attribute, …)`."""
    paths: list[TokenPath] = []
    tokens = tree.children
    for at, one in enumerate(tokens):
        if one.type == "token_tree" and at:
            name = name_of(tokens[at - 1])
            paths.extend(_within(name, one) if name not in LINT_ATTRIBUTES | TOOLS else ())
    named = any(name_of(one) == _PATH for one in tokens if one.type == "identifier")
    return Attribute(tuple(paths), tuple(_texts(tree)) if named else ())


def _texts(node: "Node") -> Iterator[str]:
    for one in node.named_children:
        if one.type == "string_literal":
            yield (one.text or b"").decode(errors="replace").strip('"')
