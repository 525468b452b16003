"""The names that a node of a Rust syntax tree is made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_SEGMENTS = 64
SCOPED = frozenset({"scoped_identifier", "scoped_type_identifier"})
PLAIN = frozenset({"identifier", "type_identifier", "primitive_type", "crate", "self", "super"})
_NAMED = PLAIN | {"shorthand_field_identifier", "field_identifier"}


@dataclass(frozen=True, slots=True)
class NamedPath:
    """The names of a path, and the nodes within it that are paths of their own."""

    segments: tuple[str, ...]
    is_absolute: bool
    within: tuple["Node", ...] = ()


def name_of(node: "Node") -> str:
    """Return an identifier without the mark of a raw one."""
    text = node.text or b""
    return text.decode(errors="replace").removeprefix("r#")


def field_name(node: "Node", field: str = "name") -> str | None:
    """Return the identifier in a field of a node, if there is one."""
    child = node.child_by_field_name(field)
    return None if child is None or child.type not in _NAMED else name_of(child)


def named_path(node: "Node") -> NamedPath:
    """Return a path's names, outermost module first.

    None of them where it begins with a type in angle brackets, a macro's variable, or has more
    than 64.
    """
    names: list[str] = []
    within: list[Node] = []
    at: Node | None = node
    is_absolute = False
    while at is not None and at.type not in PLAIN:
        if at.type == "generic_type":
            within.extend(one for one in at.named_children if one.type == "type_arguments")
            at = at.child_by_field_name("type")
        elif at.type in SCOPED:
            names.append(field_name(at) or "")
            is_absolute = at.children[0].type == "::"
            at = at.child_by_field_name("path")
        else:
            return NamedPath((), is_absolute=False, within=(*within, at))
    if at is not None:
        names.append(name_of(at))
    usable = all(names) and len(names) <= MOST_SEGMENTS
    return NamedPath(tuple(reversed(names)) if usable else (), is_absolute, tuple(within))
