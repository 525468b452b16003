"""The log in text: CSV with fixed columns, one row a line, read and written cell by cell."""

import csv
import re
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
_TO_QUOTE = re.compile(r'[,"\r\n]')
# a line without any of these, and with no comma in a cell, is written as it is
_TO_LOOK_AT = re.compile(r"[\"\r\n]|(?:^|,)[=+\-@\t']")
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
    """What a text held: its header, the rows that could be read, and those that could not.

    `file` is how messages name it.
    """

    header: tuple[str, ...]
    rows: tuple[Row[R], ...]
    unreadable: tuple[Unreadable, ...]
    file: str = ""


def line_of(cells: Iterable[str]) -> str:
    """Return a row as one line of text, ended by a newline."""
    parts = list(cells)
    line = ",".join(parts)
    if line.count(",") >= len(parts) or _TO_LOOK_AT.search(line):
        line = ",".join(map(written, parts))
    return line + "\n"


def lines_of(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines of text: all at once where no cell needs a second look."""
    whole = "".join([",".join(cells) + "\n" for cells in rows])
    commas = sum(map(len, rows)) - len(rows)
    if whole.count("\n") == len(rows) and whole.count(",") == commas and not _has_mark(whole):
        return whole
    return "".join(map(line_of, rows))


def _has_mark(lines: str) -> bool:
    """Say whether lines have a quotation mark, or a cell that a spreadsheet would run."""
    marks = [mark for mark in RUNNABLE if mark in lines]
    return '"' in lines or any(
        lines.startswith(mark) or f",{mark}" in lines or f"\n{mark}" in lines for mark in marks
    )


def header_line(table: Table[Any]) -> str:
    """Return the first line of a table's file."""
    return line_of(table.header)


def read(text: str, table: Table[R], name: str, names: "Names[R] | None" = None) -> Reading[R]:
    """Read a table's file; rows that cannot be read stand apart and stop nothing.

    `names` knows the rows that do not carry their own. Raises `StoreError` when the header is not
    this table's.
    """
    lines = text.split("\n")
    header = header_of(lines[0], table, name)
    return Reading(header, *_rows(lines[1:], header, names or Names(table)), name)


def header_of(line: str, table: Table[Any], name: str) -> tuple[str, ...]:
    """Return the column names in a file's first line; `StoreError` if they are not the table's."""
    header = tuple(split_line(line.removeprefix("\ufeff").rstrip("\r\n")) or ())
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
    values = split_line(line.removesuffix("\r")) or []
    return dict(zip(header, map(_unguarded, values), strict=True))


def _rows(
    lines: Sequence[str], header: tuple[str, ...], names: "Names[R]"
) -> tuple[tuple[Row[R], ...], tuple[Unreadable, ...]]:
    rows: list[Row[R]] = []
    unreadable: list[Unreadable] = []
    for number, raw in enumerate(lines, start=2):
        line = raw.removesuffix("\r")
        if not line:
            continue
        read_row = _row(line, number, header, names)
        if isinstance(read_row, Unreadable):
            unreadable.append(read_row)
        else:
            rows.append(read_row)
    return tuple(rows), tuple(unreadable)


def _row(line: str, number: int, header: tuple[str, ...], names: "Names[R]") -> Row[R] | Unreadable:
    values = split_line(line)
    trouble = _misshapen(line, values, header)
    if values is None or trouble:
        return Unreadable(number, 0, *trouble)
    cells = dict(zip(header, map(_unguarded, values), strict=True))
    try:
        record = names.record(cells, line)
    except CellError as error:
        cell = header.index(error.column) + 1 if error.column in header else 0
        return Unreadable(number, cell, str(error), error.accepted)
    if not names.first_time(cells):
        why = f"{' '.join(names.key(cells))} {REPEATED}"
        return Unreadable(number, 0, why, "each name once")
    return Row(record, number, names.key(cells), names.table.position(cells))


def _misshapen(line: str, values: list[str] | None, header: tuple[str, ...]) -> tuple[str, ...]:
    if line.startswith(MERGE_MARKERS):
        return "a git merge marker", "the merge's conflict resolved by hand"
    if values is None:
        return "a quotation mark that is not closed", "a row that stands on one line"
    if len(values) != len(header):
        return f"{len(values)} cells", f"{len(header)} cells, as in the first line"
    return ()


class Names(Generic[R]):
    """The keys seen so far in one file, and names for rows that have none of their own."""

    def __init__(self, table: Table[R]) -> None:
        """Begin a file of a table."""
        self.table = table
        self._seen: set[tuple[str, ...]] = set()
        self._repeats: dict[str, int] = {}

    def record(self, cells: dict[str, str], line: str) -> R:
        """Return a row's record, and put its name into its cells; `CellError` if there is none."""
        self._complete(cells, line)
        return self.table.parse(cells)

    def first_time(self, cells: Mapping[str, str]) -> bool:
        """Say whether a row's key is new in this file."""
        key = self.key(cells)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def key(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Return what names a row in its table."""
        return tuple(cells.get(name, "") for name in self.table.key)

    def _complete(self, cells: dict[str, str], line: str) -> None:
        """Give a session that carries no id one made from its row, equal rows told apart."""
        if self.table.key != ("session_id",) or cells.get("session_id"):
            return
        from hashlib import sha256  # noqa: PLC0415  4 ms that most files do not need

        repeat = self._repeats[line] = self._repeats.get(line, 0) + 1
        digest = sha256(f"{repeat}\n{line}".encode(errors="surrogateescape")).digest()
        try:
            day = DAY.parse(cells.get("date", ""))
        except ValueError:
            return
        cells["session_id"] = dated_id(day, cells.get("llm", ""), lambda: letters_of(digest))


def split_line(line: str) -> list[str] | None:
    """Return the cells of a line as they stand, without quotation marks; None if one is open."""
    if '"' not in line:
        return line.split(",")
    try:
        rows: Iterator[list[str]] = csv.reader([line], strict=True)
        return next(rows)
    except csv.Error:
        return None


def written(cell: str) -> str:
    """Return a cell as every command writes it."""
    return quoted(_guarded(cell))


def quoted(cell: str) -> str:
    """Return a cell between quotation marks, where it needs them."""
    if not _TO_QUOTE.search(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNNABLE) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNNABLE) else cell
