"""What the nodes of a Rust syntax tree say: names, places, paths and first lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.records.rust_source import PRIVATE, PUBLIC

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_SIGNATURE_CHARS = 240
_SPACE = re.compile(r"\s+")
_TIDY = re.compile(r"(?<=[(\[<&!]) | (?=[)\],;.?>:<(])|(?<=::) | (?=::)")
_MARKS = re.compile(r"[&(\[*!]|(?:impl|fn|unsafe|extern)\b")
_REFERENCE = re.compile(r"\A&\s*(?:'\w+\s+)?(?:mut\s+)?")
_BODIES = frozenset(
    {
        "block",
        "declaration_list",
        "field_declaration_list",
        "enum_variant_list",
        "field_initializer_list",
    }
)


@dataclass(frozen=True, slots=True)
class Where:
    """The file that nodes stand in; `line` and `macro` are a call's, where it was expanded."""

    file: str
    line: int | None = None
    macro: str = ""

    def spot(self, node: "Node") -> tuple[int, int]:
        """Return line and column, from 1; those of the call for what a macro has made."""
        if self.line is not None:
            return self.line, 1
        row, column = node.start_point
        return row + 1, column + 1


def text_of(node: "Node | None") -> str:
    """Return a node's code; what is no UTF-8 is replaced."""
    return "" if node is None or node.text is None else node.text.decode(errors="replace")


def name_of(node: "Node", field: str = "name") -> str:
    """Return the name in a node, a raw one without `r#`."""
    return text_of(node.child_by_field_name(field)).removeprefix("r#")


def attribute_text(node: "Node") -> str:
    """Return what stands within an attribute's brackets."""
    return text_of(node).partition("[")[2].rpartition("]")[0].strip()


def visibility_of(node: "Node") -> str:
    """Return `pub`, what stands in the brackets after it, or nothing for a private item."""
    for child in node.children:
        if child.type == "visibility_modifier":
            inner = text_of(child).replace(" ", "").removeprefix("pub").strip("()")
            return {"": PUBLIC, "self": PRIVATE}.get(inner, inner)
        if child.type in ("identifier", "type_identifier", "block", "declaration_list"):
            break
    return PRIVATE


def signature_of(node: "Node", *, is_made: bool = False) -> str:
    """Return an item's code up to its body on one line; tidied where a macro has made it."""
    if node.type == "macro_definition":
        return f"macro_rules! {name_of(node)}"
    body = node.child_by_field_name("body") or next(_bodies(node), None)
    whole = (node.text or b"")[: body.start_byte - node.start_byte if body else None]
    line = _SPACE.sub(" ", whole.decode(errors="replace")).strip().rstrip(";").rstrip()
    line = _TIDY.sub("", line) if is_made else line
    return line if len(line) <= MOST_SIGNATURE_CHARS else line[: MOST_SIGNATURE_CHARS - 1] + "…"


def _bodies(node: "Node") -> Iterator["Node"]:
    return (child for child in node.children if child.type in _BODIES)


def path_of(text: str) -> tuple[str, ...]:
    """Return the segments of a type's or trait's path without generics; none for other types."""
    plain = _without_generics(_SPACE.sub(" ", text).strip())
    if not plain or _MARKS.match(plain):
        return ()
    plain = plain.removeprefix("dyn ")
    segments = tuple(one.strip().removeprefix("r#") for one in plain.split("::"))
    return segments if all(one.isidentifier() for one in segments if one) else ()


def without_reference(text: str) -> str:
    """Return the type that a reference is to; any other type as it is."""
    return _REFERENCE.sub("", text)


def _without_generics(text: str) -> str:
    """Return what stands outside of angle brackets; an arrow closes none."""
    if "<" not in text:
        return text
    kept, depth = [], 0
    for at, char in enumerate(text):
        if char == "<":
            depth += 1
        elif char == ">" and text[at - 1 : at] != "-":
            depth -= 1
        elif depth == 0:
            kept.append(char)
    return "".join(kept).strip().removesuffix("::")
