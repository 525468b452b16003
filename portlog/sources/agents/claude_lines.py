"""From the lines of one of Claude Code's transcripts to its rows, or to why they are none."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from portlog.sources.agents.claude_rows import FIELDS, KINDS, Bare, KnownUsage, Row
from portlog.sources.agents.lines import Block, Line, mended
from portlog.sources.agents.transcript import milliseconds

_KIND = re.compile(rb'"type":\s*"([a-z-]+)"')
_BLANK = b" \t\r"
_MARK = b"\xef\xbb\xbf"
_UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
_WITH_USAGE = frozenset({"", "assistant", "user", "progress"})

_decoder = msgspec.json.Decoder(Row[msgspec.Raw])
# the quicker one, for rows in whose usage there is nothing unknown
_known_decoder = msgspec.json.Decoder(Row[KnownUsage | None])
_bare = msgspec.json.Decoder(Bare).decode
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Unread(NamedTuple):
    """A line without a row: its kind if that can be told, and why if it should have one."""

    kind: str | None
    why: str


def rows_of(lines: Block) -> Sequence[Row[Any]] | None:
    """Return the rows of some lines, one for each; None if that cannot be."""
    rows: Sequence[Row[Any]]
    try:
        rows = _known_decoder.decode_lines(lines.content)
    except msgspec.ValidationError:
        rows = _loose_rows(lines)
    except _UNREADABLE:
        return None
    return rows if len(rows) == lines.lines else None


def _loose_rows(lines: Block) -> Sequence[Row[Any]]:
    """Return rows in whose usage something may be unknown; none if one of them cannot be read."""
    try:
        return _decoder.decode_lines(lines.content)
    except _UNREADABLE:
        return ()


def row_of(line: Line) -> Row[Any] | Unread | None:
    """Return the row of a line, or why it has none; None for a blank one, or one half written."""
    try:
        return _decoder.decode(line.content)
    except _UNREADABLE as error:
        content = _unmarked(line)
        if content != line.content:
            return row_of(line._replace(content=content)) if content else None
        if line.cut:
            return _head(content)
        return _unread(line, error) if line.ended else None


def unknown_fields(line: Line) -> set[str]:
    """Return the fields of a line's row that nobody has met."""
    return _fields(mended(_unmarked(line))).keys() - FIELDS


def times_of(rows: Sequence[Row[Any]]) -> list[int | None]:
    """Return when rows were written, in milliseconds since 1970."""
    # a call of `milliseconds` for each row takes as long as all the rest
    return [
        None
        if (moment := row.timestamp) is None
        else round(moment.timestamp() * 1000)
        if moment.tzinfo is not None
        else milliseconds(moment)
        for row in rows
    ]


def where(error: Exception) -> str:
    """Return what is wrong and in which field, without the line's own words."""
    return str(error).replace("`$.", "`")


def _unmarked(line: Line) -> bytes:
    """Return a line without the blanks around it and the mark that a file may begin with."""
    return line.content.removeprefix(_MARK if line.number == 1 else b"").strip(_BLANK)


def _head(content: bytes) -> Unread:
    found = _KIND.search(content)
    kind = found[1].decode() if found else ""
    is_lost = kind in _WITH_USAGE or kind not in KINDS
    return Unread(kind, "longer than 64 MiB" if is_lost else "")


def _unread(line: Line, error: Exception) -> Row[Any] | Unread | None:
    try:
        kind = _bare(line.content).type
    except _UNREADABLE:
        content = mended(line.content)
        if content != line.content:
            return row_of(line._replace(content=content))
        return Unread(None, "not JSON")
    return Unread(kind, where(error) if kind in _WITH_USAGE else "")
