"""What the tree of a `use` brings in, leaf by leaf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.sources.rust_uses.names import MOST_SEGMENTS, field_name, named_path

if TYPE_CHECKING:
    from tree_sitter import Node

_LISTS = frozenset({"use_list", "scoped_use_list"})
_NO_NAME = "_"


@dataclass(frozen=True, slots=True)
class UseLeaf:
    """A path that a `use` names; `name` is what it is called here, None for `_` and a glob.

    `is_module` is a `self` in a list: only what can hold further names is meant.
    """

    segments: tuple[str, ...]
    is_absolute: bool
    name: str | None
    node: "Node"
    is_glob: bool = False
    is_module: bool = False


@dataclass(frozen=True, slots=True)
class _Prefix:
    segments: tuple[str, ...] = ()
    is_absolute: bool = False


def use_leaves(declaration: "Node") -> Iterator[UseLeaf]:
    """Yield what a `use_declaration` names, in the order of the text."""
    argument = declaration.child_by_field_name("argument")
    waiting = [] if argument is None else [(argument, _Prefix())]
    while waiting:
        node, prefix = waiting.pop()
        if len(prefix.segments) > MOST_SEGMENTS:
            continue
        if node.type in _LISTS:
            waiting.extend(_listed(node, prefix))
        else:
            yield from _leaf(node, prefix)


def _listed(node: "Node", prefix: _Prefix) -> list[tuple["Node", _Prefix]]:
    if node.type == "use_list":
        return [(one, prefix) for one in reversed(node.named_children)]
    path, inner = node.child_by_field_name("path"), node.child_by_field_name("list")
    below = prefix if path is None else _joined(prefix, path)
    if path is None and node.children[0].type == "::":
        below = _Prefix(prefix.segments, is_absolute=True)
    return [] if inner is None or below is None else [(inner, below)]


def _joined(prefix: _Prefix, node: "Node") -> _Prefix | None:
    found = named_path(node)
    if not found.segments:
        return None
    is_absolute = prefix.is_absolute or (found.is_absolute and not prefix.segments)
    return _Prefix((*prefix.segments, *found.segments), is_absolute)


def _leaf(node: "Node", prefix: _Prefix) -> Iterator[UseLeaf]:
    if node.type == "use_wildcard":
        yield from _glob(node, prefix)
        return
    path = node.child_by_field_name("path") if node.type == "use_as_clause" else node
    whole = None if path is None else _joined(prefix, path)
    if whole is None:
        return
    is_module = bool(prefix.segments) and whole.segments[-1] == "self"
    segments = whole.segments[:-1] if is_module else whole.segments
    name = field_name(node, "alias") if node.type == "use_as_clause" else segments[-1]
    shown = None if name == _NO_NAME else name
    yield UseLeaf(segments, whole.is_absolute, shown, node, is_module=is_module)


def _glob(node: "Node", prefix: _Prefix) -> Iterator[UseLeaf]:
    paths = node.named_children
    whole = _joined(prefix, paths[0]) if paths else prefix
    if whole is not None:
        absolute = whole.is_absolute or (not paths and node.children[0].type == "::")
        yield UseLeaf(whole.segments, absolute, None, node, is_glob=True)
