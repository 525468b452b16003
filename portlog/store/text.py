"""The log in text: CSV with fixed columns, one row a line, read and written cell by cell."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from portlog.errors import StoreError
from portlog.records.identity import dated_id, letters_of
from portlog.records.kinds import DAY
from portlog.records.table import CellError, Table

R = TypeVar("R")

# A spreadsheet runs a cell that starts with one of these: https://owasp.org/www-community/attacks/CSV_Injection
RUNNABLE = ("=", "+", "-", "@", "\t", "\r", "'")
REPEATED = "stands on an earlier line"
MERGE_MARKERS = ("<<<<<<< ", "=======", ">>>>>>> ", "||||||| ")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read: its line, its cell (0: the whole row), why, and what would be.

    Lines and cells count from 1.
    """

    line: int
    cell: int
    why: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Row(Generic[R]):
    """A record, the line it stands on, its key, and what the line is sorted by."""

    record: R
    line: int
    key: tuple[str, ...]
    position: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """What a text held: its header, the rows that could be read, and those that could not."""

    header: tuple[str, ...]
    rows: tuple[Row[R], ...]
    unreadable: tuple[Unreadable, ...]


def line_of(cells: Iterable[str]) -> str:
    """Return a row as one line of text, ended by a newline."""
    return ",".join(_quoted(_guarded(cell)) for cell in cells) + "\n"


def header_line(table: Table[Any]) -> str:
    """Return the first line of a table's file."""
    return line_of(table.header)


def read(text: str, table: Table[R], name: str) -> Reading[R]:
    """Read a table's file; rows that cannot be read stand apart and stop nothing.

    Raises `StoreError` when the header is not this table's.
    """
    lines = text.split("\n")
    header = header_of(lines[0], table, name)
    return Reading(header, *_rows(lines[1:], header, table))


def header_of(line: str, table: Table[Any], name: str) -> tuple[str, ...]:
    """Return the column names in a file's first line; `StoreError` if they are not the table's."""
    header = tuple(_split(line.removeprefix("\ufeff").rstrip("\r\n")) or ())
    missing = [
        column.name
        for column in table.columns
        if column.required and column.name not in header and column.name != "session_id"
    ]
    if missing or len(set(header)) != len(header):
        why = f"has no column {missing[0]}" if missing else "names a column twice"
        raise StoreError(f"{name}:1: the first line {why}", f"write {header_line(table).strip()}")
    return header


def cells_of(line: str, header: tuple[str, ...]) -> dict[str, str]:
    """Return the cells of a line that could be read, by column name."""
    values = _split(line.removesuffix("\r")) or []
    return dict(zip(header, map(_unguarded, values), strict=True))


def _rows(
    lines: Sequence[str], header: tuple[str, ...], table: Table[R]
) -> tuple[tuple[Row[R], ...], tuple[Unreadable, ...]]:
    rows: list[Row[R]] = []
    unreadable: list[Unreadable] = []
    names = _Names(table)
    for number, raw in enumerate(lines, start=2):
        line = raw.removesuffix("\r")
        if not line:
            continue
        read_row = _row(line, number, header, table, names)
        if isinstance(read_row, Unreadable):
            unreadable.append(read_row)
        else:
            rows.append(read_row)
    return tuple(rows), tuple(unreadable)


def _row(
    line: str, number: int, header: tuple[str, ...], table: Table[R], names: "_Names"
) -> Row[R] | Unreadable:
    values = _split(line)
    trouble = _misshapen(line, values, header)
    if values is None or trouble:
        return Unreadable(number, 0, *trouble)
    cells = dict(zip(header, map(_unguarded, values), strict=True))
    try:
        names.complete(cells, line)
        record = table.parse(cells)
    except CellError as error:
        cell = header.index(error.column) + 1 if error.column in header else 0
        return Unreadable(number, cell, str(error), error.accepted)
    if not names.first_time(cells):
        why = f"{' '.join(names.key(cells))} {REPEATED}"
        return Unreadable(number, 0, why, "each name once")
    return Row(record, number, names.key(cells), table.position(cells))


def _misshapen(line: str, values: list[str] | None, header: tuple[str, ...]) -> tuple[str, ...]:
    if line.startswith(MERGE_MARKERS):
        return "a git merge marker", "the merge's conflict resolved by hand"
    if values is None:
        return "a quotation mark that is not closed", "a row that stands on one line"
    if len(values) != len(header):
        return f"{len(values)} cells", f"{len(header)} cells, as in the first line"
    return ()


class _Names:
    """The keys seen so far in one file, and names for rows that have none of their own."""

    def __init__(self, table: Table[Any]) -> None:
        self._table = table
        self._seen: set[tuple[str, ...]] = set()
        self._repeats: dict[str, int] = {}

    def complete(self, cells: dict[str, str], line: str) -> None:
        """Give a session that carries no id one made from its row, equal rows told apart."""
        if self._table.key != ("session_id",) or cells.get("session_id"):
            return
        from hashlib import sha256  # noqa: PLC0415  4 ms that most files do not need

        repeat = self._repeats[line] = self._repeats.get(line, 0) + 1
        digest = sha256(f"{repeat}\n{line}".encode(errors="surrogateescape")).digest()
        try:
            day = DAY.parse(cells.get("date", ""))
        except ValueError:
            return
        cells["session_id"] = dated_id(day, cells.get("llm", ""), lambda: letters_of(digest))

    def first_time(self, cells: Mapping[str, str]) -> bool:
        """Say whether a row's key is new in this file."""
        key = self.key(cells)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def key(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Return what names a row in its table."""
        return tuple(cells.get(name, "") for name in self._table.key)


def _split(line: str) -> list[str] | None:
    if '"' not in line:
        return line.split(",")
    try:
        rows: Iterator[list[str]] = csv.reader([line], strict=True)
        return next(rows)
    except csv.Error:
        return None


def _quoted(cell: str) -> str:
    if not any(char in cell for char in ',"\r\n'):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNNABLE) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNNABLE) else cell
