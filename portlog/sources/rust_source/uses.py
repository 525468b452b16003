"""`use` trees and `extern crate`, as one record for each name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.records.rust_source import RustUse
from portlog.sources.rust_source.syntax_nodes import Where, name_of, text_of, visibility_of

if TYPE_CHECKING:
    from tree_sitter import Node

_ITSELF = "self"
_DEEPEST = 60
_COMMENTS = frozenset({"line_comment", "block_comment"})


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all leaves of one tree have in common."""

    where: Where
    visibility: str
    gates: tuple[str, ...]
    is_absolute: bool


def uses_of(node: "Node", where: Where, gates: tuple[str, ...]) -> Iterator[RustUse]:
    """Yield each leaf of a `use` declaration."""
    argument = node.child_by_field_name("argument")
    if argument is None:
        return
    is_absolute = text_of(argument).startswith("::")
    shared = _Shared(where, visibility_of(node), gates, is_absolute)
    yield from _leaves(argument, (), shared, 0)


def extern_crate(node: "Node", where: Where, gates: tuple[str, ...]) -> RustUse:
    """Return the record of an `extern crate`."""
    name = name_of(node)
    alias = name_of(node, "alias") or name
    line, column = where.spot(node)
    return RustUse(
        (name,), alias, where.file, line, column, visibility_of(node), gates, is_extern_crate=True
    )


def _leaves(node: "Node", above: tuple[str, ...], shared: _Shared, depth: int) -> Iterator[RustUse]:
    if depth > _DEEPEST or node.type in _COMMENTS:
        return
    if node.type == "use_as_clause":
        path = (*above, *_segments(node.child_by_field_name("path")))
        yield _leaf(path, name_of(node, "alias"), node, shared)
    elif node.type == "use_wildcard":
        inner = node.named_children
        yield _leaf((*above, *(_segments(inner[0]) if inner else ())), None, node, shared)
    elif node.type in ("scoped_use_list", "use_list"):
        path = (*above, *_segments(node.child_by_field_name("path")))
        members = node.child_by_field_name("list") or node
        for child in members.named_children:
            yield from _leaves(child, path, shared, depth + 1)
    else:
        yield from _plain((*above, *_segments(node)), node, shared)


def _plain(path: tuple[str, ...], node: "Node", shared: _Shared) -> Iterator[RustUse]:
    """Yield the leaf of a path without `as`: its last name, or the one before a `self`."""
    if len(path) > 0:
        name = path[-2] if path[-1] == _ITSELF and len(path) > 1 else path[-1]
        yield _leaf(path, name, node, shared)


def _leaf(path: tuple[str, ...], name: str | None, node: "Node", shared: _Shared) -> RustUse:
    line, column = shared.where.spot(node)
    is_itself = path[-1:] == (_ITSELF,) and len(path) > 1
    return RustUse(
        path[:-1] if is_itself else path,
        name,
        shared.where.file,
        line,
        column,
        shared.visibility,
        shared.gates,
        shared.is_absolute,
        is_itself,
    )


def _segments(node: "Node | None") -> tuple[str, ...]:
    words = (one.strip().removeprefix("r#") for one in text_of(node).split("::"))
    return tuple(one for one in words if one)
