"""The comments that a file begins with, line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from portlog.sources.headers.layout import line_ends, place_of
from portlog.sources.headers.styles import CommentStyle

CONFLICT = re.compile(rb"^(?:<{7} |\|{7} |={7}(?=\r?$)|>{7} )", re.MULTILINE)
_BLANK = re.compile(rb"[ \t\f]*")
_BLANKS = (b" ", b"\t", b"\f")
_STAR = re.compile(rb"[ \t]*\*(?=[ \t\r\n])")


class CommentLine(NamedTuple):
    """One line of a comment: its number, its extent with its end, and that of its text.

    `opens` and `closes` say that the line holds that end of a block comment; a line comment
    does both.
    """

    number: int
    start: int
    end: int
    text_start: int
    text_end: int
    opens: bool = True
    closes: bool = True
    is_doc: bool = False


Run = tuple[CommentLine, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The runs of comment lines up to the first code, and the offset at which that begins."""

    runs: tuple[Run, ...]
    end: int


def beginning_of(content: bytes, style: CommentStyle, last: int) -> Scanned:
    """Return the comments above the first code, without what has to be first in the file.

    Behind the run that has the offset `last`, or is the next one, none is read.
    """
    at = place_of(content, style).offset
    return scanned_from(content, at, style, line_number(content, at, style), last)


def scanned_from(
    content: bytes, at: int, style: CommentStyle, number: int, last: int | None = None
) -> Scanned:
    """Return the comments between the beginning of a line and the first code behind it.

    `number` is that of the line, and `last` as in `beginning_of`. Blank lines and the markers of
    a merge conflict end a run.
    """
    runs: list[list[CommentLine]] = [[]]
    last = len(content) if last is None else last
    while at < len(content) and (at <= last or runs[-1]):
        lines = tuple(lines_from(content, at, number, style))
        past = lines[-1].end if lines else _past_gap(content, at, style)
        if past is None:
            break
        if lines:
            runs[-1].extend(lines)
        else:
            runs.append([])
        at, number = past, number + max(1, len(lines))
    return Scanned(tuple(tuple(run) for run in runs if run), at)


def line_number(content: bytes, offset: int, style: CommentStyle) -> int:
    """Return the number, from 1, of the line at an offset."""
    return sum(1 for _ in line_ends(style).finditer(content, 0, offset)) + 1


def lines_from(
    content: bytes, start: int, number: int, style: CommentStyle
) -> Iterator[CommentLine]:
    """Yield the lines of the comment that a line consists of; none for any other line."""
    first = _past_blanks(content, start)
    if style.block and content.startswith(style.block[0], first):
        yield from _block_lines(content, start, first, number, style)
    elif style.line and content.startswith(style.line, first):
        text, end = first + len(style.line), _line_end(content, first, style)
        is_doc = _is_doc(content, first)
        yield CommentLine(number, start, end, *_trimmed(content, text, end), is_doc=is_doc)


def _block_lines(
    content: bytes, start: int, first: int, number: int, style: CommentStyle
) -> Iterator[CommentLine]:
    opening, closing = style.block or (b"", b"")
    end, is_closed = _block_end(content, first, style)
    tail = _line_end(content, end, style)
    if not content[end:tail].strip():
        is_doc = _is_doc(content, first, end)
        text, at = first + len(opening), start
        while at < tail:
            after = _line_end(content, at, style)
            is_last = after >= tail
            stop = end - len(closing) * is_closed if is_last else _without_end(content, at, after)
            yield CommentLine(
                number,
                at,
                after,
                *_trimmed(content, text, max(text, stop)),
                opens=at == start,
                closes=is_last,
                is_doc=is_doc,
            )
            at, number = after, number + 1
            star = _STAR.match(content, at)
            text = star.end() if star else at


def _block_end(content: bytes, first: int, style: CommentStyle) -> tuple[int, bool]:
    """Return the offset behind a block comment, and whether it has an end at all."""
    opening, closing = style.block or (b"", b"")
    ends = (closing, opening) if style.nested else (closing,)
    mark, depth = re.compile(b"|".join(map(re.escape, ends))), 1
    for found in mark.finditer(content, first + len(opening)):
        depth += 1 if found[0] == opening else -1
        if not depth:
            return found.end(), True
    return len(content), False


def _past_gap(content: bytes, at: int, style: CommentStyle) -> int | None:
    """Return where the line after a blank one, or a marker of a conflict, begins; else None."""
    end = _line_end(content, at, style)
    if content[at:end].strip(b" \t\f\r\n") and not CONFLICT.match(content, at):
        return None
    return end


def _line_end(content: bytes, at: int, style: CommentStyle) -> int:
    if not style.cr_ends_line:
        return content.find(b"\n", at) + 1 or len(content)
    match = line_ends(style).search(content, at)
    return match.end() if match else len(content)


def _past_blanks(content: bytes, at: int) -> int:
    blank = _BLANK.match(content, at) if content[at : at + 1] in _BLANKS else None
    return blank.end() if blank else at


def _without_end(content: bytes, start: int, end: int) -> int:
    return start + len(content[start:end].rstrip(b"\r\n"))


def _trimmed(content: bytes, start: int, end: int) -> tuple[int, int]:
    text = content[start:end]
    blanks = len(text) - len(text.lstrip(b" \t"))
    return start + blanks, start + max(blanks, len(text.rstrip()))


def _is_doc(content: bytes, first: int, end: int | None = None) -> bool:
    """Say whether a comment is documentation: `///`, `//!`, `/**` or `/*!`, not `////`."""
    mark, after = content[first : first + 3], content[first + 3 : first + 4]
    if end is None:
        return mark == b"//!" or (mark == b"///" and after != b"/")
    if end - first <= len(b"/**/"):
        return False
    return mark == b"/*!" or (mark in (b"/**", b"(**") and after != b"*")
