"""Where a header goes in a file, and how the file ends its lines."""

import re
from collections import Counter
from dataclasses import dataclass

from portlog.sources.headers.openings import BOM
from portlog.sources.headers.styles import CommentStyle

_LF_ENDS = re.compile(rb"\r?\n")
_ALL_ENDS = re.compile(rb"\r\n|\n|\r")
_BLANK = re.compile(rb"[ \t\f]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a header goes: an offset, and what has to stand between it and what is in front.

    `front` is where that begins, behind the byte order mark; often there is nothing.
    `is_whole_line` is False where the line in front goes on after what has to stay there.
    `ends_line` says that this line has no end: the file ends there. `apart` says that it is a
    comment, from which the header has to be kept apart.
    """

    front: int
    offset: int
    is_whole_line: bool = True
    ends_line: bool = False
    apart: bool = False


def line_ends(style: CommentStyle) -> re.Pattern[bytes]:
    """Return what ends a line in a language, where that is also what ends a comment."""
    return _ALL_ENDS if style.cr_ends_line else _LF_ENDS


def place_of(content: bytes, style: CommentStyle) -> Place:
    """Return where a header goes: behind the byte order mark and what has to be first."""
    at = start = len(BOM) if content.startswith(BOM) else 0
    last, is_ended = b"", True
    for pattern in style.first:
        match = pattern.match(content, at)
        if match is not None:
            last, (at, is_ended) = match[0], _past_line(content, match.end(), style)
    if at == start:
        return Place(start, at, is_whole_line=not style.needs_first)
    return Place(
        start,
        at,
        is_whole_line=is_ended or at == len(content),
        ends_line=not is_ended,
        apart=_is_comment(last.lstrip(), style),
    )


def new_line_end(content: bytes, place: Place, style: CommentStyle) -> bytes:
    r"""Return the end for new lines: that of most lines of a file, of the first one in a tie.

    A lone `\r` and a lone `\n`, which would read as one end, are kept from meeting.
    """
    found = Counter(match[0] for match in line_ends(style).finditer(content))
    chosen = max(found, key=found.__getitem__, default=b"\n")
    meets_front = (place.ends_line or place.apart) and content[: place.offset].endswith(b"\r")
    meets_rest = content.startswith(b"\n", place.offset)
    if (chosen == b"\n" and meets_front) or (chosen == b"\r" and meets_rest):
        return b"\r\n"
    return chosen


def _past_line(content: bytes, at: int, style: CommentStyle) -> tuple[int, bool]:
    """Return where the next line begins if only blanks are left in this one, and whether so."""
    blank = _BLANK.match(content, at)
    end = line_ends(style).match(content, blank.end() if blank else at)
    return (end.end(), True) if end else (at, False)


def _is_comment(line: bytes, style: CommentStyle) -> bool:
    return bool(style.line) and line.startswith(style.line) and not line.startswith(b"#!")
