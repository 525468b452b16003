"""Three versions of a table's file become one, row by row: each row is known by its key."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portlog.records.table import Table
from portlog.store import text

Key = tuple[str, ...]
# where a line stands: the position of its row, or of the row above it and then its own number
_Place = tuple[tuple[str, ...], int]
MARKER_SIZE = 7


@dataclass(frozen=True, slots=True)
class ThreeTexts:
    """A file as it was, which may be empty, and as two sides have made it since."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Version:
    """A row as one side has it: its line under that side's header, its cells, and its place.

    `meaning` holds the cells that are not empty, in the one way of writing each.
    """

    line: str
    header: tuple[str, ...]
    cells: Mapping[str, str]
    meaning: Mapping[str, str]
    position: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that both sides changed, each in its way; None where a side does not have it."""

    key: Key
    base: Version | None
    ours: Version | None
    theirs: Version | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in which the two sides differ; none where one side removed the row."""
        if self.ours is None or self.theirs is None:
            return ()
        ours, theirs = self.ours.meaning, self.theirs.meaning
        return tuple(name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name))

    @property
    def position(self) -> tuple[str, ...]:
        """Where the first of the two versions sorts."""
        return min(one.position for one in (self.ours, self.theirs) if one is not None)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge gave: the text, and the rows in it that are left to a person."""

    content: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    header: tuple[str, ...]
    rows: Mapping[Key, Version]
    unread: Sequence[tuple[_Place, str]]


def merge(
    texts: ThreeTexts, table: Table[Any], name: str, marker_size: int = MARKER_SIZE
) -> Merged:
    """Merge what two sides made of a table's file.

    A row that was added, edited or removed on one side is so in the result; one that both sides
    changed, each in its way, stands between markers. Rows that cannot be read are merged as
    lines. Raises `StoreError` when a version is not this table's file.
    """
    base = texts.base or text.header_line(table)
    sides = [_side(one, table, name) for one in (base, texts.ours, texts.theirs)]
    form = _Form(table, sides, marker_size)
    keys = dict.fromkeys(key for side in sides for key in side.rows)
    choices = [choice(key, *(side.rows.get(key) for side in sides)) for key in keys]
    conflicts = [one for one in choices if isinstance(one, Conflict)]
    placed = [
        *((one.position, 0, form.row(one)) for one in choices if isinstance(one, Version)),
        *((one.position, 0, form.conflict(one)) for one in conflicts),
        *((*place, f"{line}\n") for place, line in _merged_lines(*(side.unread for side in sides))),
    ]
    return Merged(form.first_line + "".join(part for *_, part in sorted(placed)), tuple(conflicts))


def _side(content: str, table: Table[Any], name: str) -> _Side:
    reading = text.read(content, table, name)
    lines = [line.removesuffix("\r") for line in content.split("\n")]
    rows = {row.key: version(row, lines[row.line - 1], reading, table) for row in reading.rows}
    return _Side(reading.header, rows, tuple(_unread(reading, lines)))


def version(
    row: text.Row[Any], line: str, reading: text.Reading[Any], table: Table[Any]
) -> Version:
    """Return a row that was read as its side has it."""
    raw = {**text.cells_of(line, reading.header), **dict(zip(table.key, row.key, strict=True))}
    written = {**raw, **dict(zip(table.header, table.cells(row.record), strict=True))}
    meaning = {name: cell for name, cell in written.items() if cell}
    return Version(line, reading.header, raw, meaning, row.position)


def _unread(reading: text.Reading[Any], lines: Sequence[str]) -> Iterator[tuple[_Place, str]]:
    positions = {row.line: row.position for row in reading.rows}
    unread = {row.line for row in reading.unreadable}
    above: tuple[str, ...] = ()
    for number, line in enumerate(lines, start=1):
        above = positions.get(number, above)
        if number in unread:
            yield (above, number), line


def choice(
    key: Key, base: Version | None, ours: Version | None, theirs: Version | None
) -> Version | Conflict | None:
    """Return the row as it is to be, a conflict, or None for one that is removed."""
    if _same(ours, theirs):
        return min(filter(None, (ours, theirs)), key=lambda one: one.line, default=None)
    if _same(base, ours):
        return theirs
    if _same(base, theirs):
        return ours
    return Conflict(key, base, ours, theirs)


def _same(one: Version | None, other: Version | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.meaning == other.meaning


def _merged_lines(
    base: Iterable[tuple[_Place, str]],
    ours: Sequence[tuple[_Place, str]],
    theirs: Sequence[tuple[_Place, str]],
) -> list[tuple[_Place, str]]:
    before, mine, other = (Counter(line for _, line in side) for side in (base, ours, theirs))
    wanted = {line: _count(before[line], mine[line], other[line]) for line in mine | other}
    kept = []
    for place, line in (*ours, *theirs):
        if wanted[line]:
            wanted[line] -= 1
            kept.append((place, line))
    return kept


def _count(base: int, ours: int, theirs: int) -> int:
    if base == ours:
        return theirs
    return ours if base == theirs else max(ours, theirs)


class _Form:
    """How the merged file is written: its columns, and each row as its side has it."""

    def __init__(self, table: Table[Any], sides: Sequence[_Side], marker_size: int) -> None:
        base, ours, theirs = (side.header for side in sides)
        self._header = ours if ours == theirs else _all_columns(table, base, ours, theirs)
        self._size = marker_size

    @property
    def first_line(self) -> str:
        return text.line_of(self._header)

    def row(self, version: Version | None) -> str:
        if version is None:
            return ""
        if version.header == self._header:
            return f"{version.line}\n"
        return text.line_of(version.cells.get(name, "") for name in self._header)

    def conflict(self, conflict: Conflict) -> str:
        parts = (
            f"{self._mark('<')} ours\n{self.row(conflict.ours)}",
            f"{self._mark('|')} base\n{self.row(conflict.base)}",
            f"{self._mark('=')}\n{self.row(conflict.theirs)}",
            f"{self._mark('>')} theirs\n",
        )
        return "".join(parts)

    def _mark(self, char: str) -> str:
        return char * self._size


def _all_columns(
    table: Table[Any], base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...]:
    """Return the table's columns, then those of others, in an order that no side decides."""
    more = {*ours, *theirs} - set(table.header)
    known = [name for name in base if name in more]
    return (*table.header, *known, *sorted(more - set(known)))
