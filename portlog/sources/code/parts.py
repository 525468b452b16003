"""What stands where in a source text, by its syntax tree and its language's query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.sources.code.language import CodeLanguage, grammar_of

if TYPE_CHECKING:
    from tree_sitter import Node

_BOM = b"\xef\xbb\xbf"
# a query takes time by the square of what stands side by side in an error: about three seconds
_MOST_DISORDER = 10**9


class Unparsable(Exception):
    """A text that is so little of its language that no tree of it can be searched."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A source text with the nodes that its language's query captured, by the captures' names."""

    source: bytes
    language: CodeLanguage
    captures: Mapping[str, Sequence["Node"]]
    has_errors: bool

    def spans(self, *names: str) -> list[tuple[int, int]]:
        """Return the bytes of the nodes captured by some names, from and up to."""
        return [
            (node.start_byte, node.end_byte)
            for name in names
            for node in self.captures.get(name, ())
        ]


def parts_of(source: bytes, language: CodeLanguage) -> Parts:
    """Parse a text; a byte order mark at its start is read as spaces.

    Raises `Unparsable` for one that is hardly code at all.
    """
    from tree_sitter import Parser, QueryCursor  # noqa: PLC0415  15 ms that only parsing needs

    if source.startswith(_BOM):
        source = source.replace(_BOM, b"   ", 1)
    grammar = grammar_of(language)
    root = Parser(grammar.language).parse(source).root_node
    if _disorder(root) > _MOST_DISORDER:
        raise Unparsable(language.name)
    return Parts(source, language, QueryCursor(grammar.query).captures(root), root.has_error)


def _disorder(root: "Node") -> int:
    """Return the sum of the squares of what stands in each error."""
    total, left = 0, [root]
    while left:
        node = left.pop()
        if node.has_error:
            total += node.child_count**2 if node.is_error else 0
            left.extend(node.children)
    return total
