"""Where new rows go in a table's text: every byte that stands there already stays as it is."""

from dataclasses import dataclass
from typing import Any

from portlog.errors import StoreError
from portlog.records.table import Table
from portlog.store import text


@dataclass(frozen=True, slots=True)
class NewRow:
    """The cells of a row that is to be written, by column name."""

    position: tuple[str, ...]
    cells: dict[str, str]


def new_rows(table: Table[Any], records: list[Any]) -> list[NewRow]:
    """Return records as rows, in the table's order."""
    written = (dict(zip(table.header, table.cells(record), strict=True)) for record in records)
    rows = [NewRow(table.position(cells), cells) for cells in written]
    return sorted(rows, key=lambda row: row.position)


def lines_at_the_end(header: tuple[str, ...], rows: list[NewRow]) -> str:
    """Return rows as lines in the column order of the file they are added to."""
    return "".join(_line(header, row.cells) for row in rows)


def whole_file(table: Table[Any], rows: list[NewRow]) -> str:
    """Return a new file that holds these rows alone."""
    return text.header_line(table) + lines_at_the_end(table.header, rows)


def inserted(content: str, table: Table[Any], rows: list[NewRow], name: str) -> str:
    """Return a file's content with rows put where they sort.

    Raises `StoreError` when the file lacks a column and has rows that cannot be read: they
    could not be given that column.
    """
    reading = text.read(content, table, name)
    if set(table.header) <= set(reading.header):
        return _with_rows_between(content, reading, rows)
    if reading.unreadable:
        first = reading.unreadable[0]
        raise StoreError(
            f"{name}:{first.line}: {first.why}",
            f"accepted: {first.accepted}; until then nothing can be added to this file",
        )
    return _with_all_columns(content, table, reading, rows)


def _with_rows_between(content: str, reading: text.Reading[Any], rows: list[NewRow]) -> str:
    ending = "\r\n" if content.split("\n", 1)[0].endswith("\r") else "\n"
    lines = content.split("\n")
    if lines[-1] == "":
        lines.pop()
    for new in reversed(rows):
        later = (row.line - 1 for row in reading.rows if row.position > new.position)
        at = next(later, len(lines))
        lines.insert(at, _line(reading.header, new.cells).removesuffix("\n") + ending[:-1])
    return "\n".join(lines) + "\n"


def _with_all_columns(
    content: str, table: Table[Any], reading: text.Reading[Any], rows: list[NewRow]
) -> str:
    lines = content.removeprefix("\ufeff").split("\n")
    further = tuple(name for name in reading.header if name not in table.header)
    known = [
        NewRow(
            row.position,
            {
                **text.cells_of(lines[row.line - 1], reading.header),
                **dict(zip(table.header, table.cells(row.record), strict=True)),
            },
        )
        for row in reading.rows
    ]
    ordered = sorted([*known, *rows], key=lambda row: row.position)
    header = table.header + further
    return text.line_of(header) + lines_at_the_end(header, ordered)


def _line(header: tuple[str, ...], cells: dict[str, str]) -> str:
    return text.line_of(cells.get(name, "") for name in header)
