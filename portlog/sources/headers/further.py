"""The comments below the first code of a file that mention a port."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.sources.headers.comments import Run, line_number, scanned_from
from portlog.sources.headers.layout import line_ends
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.syntax import python_tree, rust_tree

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_MENTION = re.compile(rb"\b(?:[Pp]orted|PORTED)[ _-]?(?:[Ff]rom|FROM|[Bb]y|BY)\b|\bPORT STATUS\b")
_WORDS = (b"orted", b"ORTED", b"PORT STATUS")
_PARSERS: Mapping[str, Callable[[bytes], "Tree"]] = {"rust": rust_tree, "python": python_tree}
# a tree takes many times the memory of its text
_LARGEST_TREE = 4 * 1024 * 1024
_COMMENTS = frozenset({"line_comment", "block_comment", "comment"})
# the grammar does not know it as an end of a line
_LONE_CR = re.compile(rb"\r(?!\n)")
_FIRST = re.compile(rb"[^ \t\f]")


def mentions_port(content: bytes, start: int = 0) -> bool:
    """Say whether a file has words of a header or a claim, anywhere behind an offset."""
    # looking for a word takes a tenth of the time that the pattern takes
    may = any(content.find(word, start) >= 0 for word in _WORDS)
    return may and _MENTION.search(content, start) is not None


def last_mention(content: bytes) -> int:
    """Return an offset behind which a file has no words of a header or a claim; -1 for nowhere."""
    return max(content.rfind(word) for word in _WORDS)


def further_runs(content: bytes, start: int, style: CommentStyle) -> Iterator[Run]:
    """Yield the runs of comments behind an offset that mention a port.

    What is a comment there is known only where there is a syntax tree; of other languages only
    the comments at the very end are read.
    """
    parse = _PARSERS.get(style.name)
    if parse is None or len(content) > _LARGEST_TREE:
        at = _end_comments(content, start, style)
        yield from scanned_from(content, at, style, line_number(content, at, style)).runs
        return
    source = _LONE_CR.sub(b"\n", content) if style.cr_ends_line else content
    page, done, number = _Page(content, parse(source).root_node, style), 0, 1
    for match in _MENTION.finditer(content, start):
        top = page.top_of_run(match.start(), max(done, start)) if match.start() >= done else None
        if top is not None:
            number += sum(1 for _ in line_ends(style).finditer(content, done, top))
            scanned = scanned_from(content, top, style, number)
            yield from scanned.runs
            number += sum(1 for _ in line_ends(style).finditer(content, top, scanned.end))
            done = scanned.end


@dataclass(frozen=True, slots=True)
class _Page:
    """A file and its syntax tree."""

    content: bytes
    root: "Node"
    style: CommentStyle

    def top_of_run(self, offset: int, start: int) -> int | None:
        """Return where the first of the comments begins that stand right above an offset.

        None where the offset lies in no comment, or in one that stands beside code.
        """
        top, line = None, self._comment_line(offset)
        while line is not None and line >= start:
            top = line
            above = line_start(self.content, top - 1, self.style) if top > start else top
            first = _FIRST.search(self.content, above, top)
            line = self._comment_line(first.start()) if first else None
        return top

    def _comment_line(self, offset: int) -> int | None:
        """Return where the line begins that the outermost comment around an offset has alone."""
        node, found = self.root.descendant_for_byte_range(offset, offset + 1), None
        while node is not None:
            found = node if node.type in _COMMENTS else found
            node = node.parent
        if found is None:
            return None
        line = line_start(self.content, found.start_byte, self.style)
        return None if self.content[line : found.start_byte].strip() else line


def line_start(content: bytes, offset: int, style: CommentStyle) -> int:
    """Return where the line of an offset begins."""
    carriage = content.rfind(b"\r", 0, offset) if style.cr_ends_line else -1
    return max(content.rfind(b"\n", 0, offset), carriage) + 1


def _end_comments(content: bytes, start: int, style: CommentStyle) -> int:
    """Return the offset behind which a file has nothing but line comments and blank lines."""
    at = len(content)
    while style.line and at > start:
        line = line_start(content, at - 1, style)
        text = content[line:at].strip()
        if line < start or (text and not text.startswith(style.line)):
            break
        at = line
    return at
