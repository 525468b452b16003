"""What a step changes in a table's text: all other bytes that stand there stay as they are."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from portlog.errors import StoreError
from portlog.records.table import Table
from portlog.store import text

Key = tuple[str, ...]
Position = tuple[str, ...]


class NewRow(NamedTuple):
    """A row that is to be written: its cells, their columns' names, and what it is sorted by."""

    key: Key
    position: Position
    header: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def cells(self) -> dict[str, str]:
        """The cells by column name."""
        return dict(zip(self.header, self.values, strict=True))

    def in_columns(self, header: tuple[str, ...]) -> Sequence[str]:
        """Return the cells in the order of a file's columns; one that it has beside is empty."""
        if header == self.header:
            return self.values
        cells = self.cells
        return [cells.get(name, "") for name in header]


@dataclass(slots=True)
class Revision:
    """Rows that are added to a table, and rows that are replaced or, with None, removed."""

    added: dict[Key, NewRow] = field(default_factory=dict)
    changed: dict[Key, NewRow | None] = field(default_factory=dict)

    def in_order(self) -> list[NewRow]:
        """Return the added rows as they are sorted."""
        return sorted(self.added.values(), key=attrgetter("position"))


def new_row(table: Table[Any], record: Any) -> NewRow:
    """Return a record as a row."""
    values = table.cells(record)
    return NewRow(table.key_in(values), table.order_in(values), table.header, values)


def lines_at_the_end(header: tuple[str, ...], rows: Iterable[NewRow]) -> str:
    """Return rows as lines in the column order of the file they are added to."""
    return text.lines_of([row.in_columns(header) for row in rows])


def whole_file(table: Table[Any], rows: Iterable[NewRow]) -> str:
    """Return a new file that holds these rows alone."""
    return text.header_line(table) + lines_at_the_end(table.header, rows)


def revised(content: str, table: Table[Any], revision: Revision, name: str) -> str:
    """Return a file's content after a revision, new rows where they sort.

    Raises `StoreError` when the file lacks a column and has rows that cannot be read: they
    could not be given that column.
    """
    reading = text.read(content, table, name)
    if not set(table.header) <= set(reading.header):
        content = canonical(content, table, name)
        reading = text.read(content, table, name)
    return _with_changes(content, reading, revision)


def canonical(content: str, table: Table[Any], name: str) -> str:
    """Return a file's content in the one form that all commands write: every column, sorted.

    Columns that are not the table's stand at the end. Raises `StoreError` for a file with a row
    that cannot be read.
    """
    reading = text.read(content, table, name)
    for row in reading.unreadable:
        raise StoreError(f"{name}:{row.line}: {row.why}", f"accepted: {row.accepted}")
    lines = content.split("\n")
    header = table.header + tuple(one for one in reading.header if one not in table.header)
    ordered = sorted(reading.rows, key=lambda row: row.position)
    rows = (
        {
            **text.cells_of(lines[row.line - 1], reading.header),
            **dict(zip(table.header, table.cells(row.record), strict=True)),
        }
        for row in ordered
    )
    return "".join(f"{_line(header, cells)}\n" for cells in ({n: n for n in header}, *rows))


def _with_changes(content: str, reading: text.Reading[Any], revision: Revision) -> str:
    first, *lines = content.split("\n")
    end = "\r" if first.endswith("\r") else ""
    waiting = deque(_added_or_moved(reading, revision))
    kept = [first]
    by_line = {row.line: row for row in reading.rows}
    for number, line in enumerate(lines, start=2):
        row = by_line.get(number)
        while row and waiting and waiting[0].position < row.position:
            kept.append(_line(reading.header, waiting.popleft().cells) + end)
        kept += [line] if row is None else _after(row, line, reading.header, revision)
    last = [] if kept[-1] else [kept.pop()]
    kept += [_line(reading.header, row.cells) + end for row in waiting]
    return "\n".join([*kept, *(last or [""])])


def _added_or_moved(reading: text.Reading[Any], revision: Revision) -> list[NewRow]:
    places = {row.key: row.position for row in reading.rows}
    moved = [
        new
        for key, new in revision.changed.items()
        if new is not None and places.get(key) != new.position
    ]
    return sorted([*revision.added.values(), *moved], key=lambda row: row.position)


def _after(row: text.Row[Any], line: str, header: tuple[str, ...], revision: Revision) -> list[str]:
    if row.key not in revision.changed:
        return [line]
    new = revision.changed[row.key]
    if new is None or new.position != row.position:
        return []
    end = "\r" if line.endswith("\r") else ""
    return [_line(header, {**text.cells_of(line, header), **new.cells}) + end]


def _line(header: tuple[str, ...], cells: Mapping[str, str]) -> str:
    return text.line_of([cells.get(name, "") for name in header]).removesuffix("\n")
