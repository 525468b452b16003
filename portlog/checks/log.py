"""Is the text of the log as it should be? Each check takes the files as they were read.

A further check is one function here and its place in `TEXT_CHECKS`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portlog.records.finding import Finding
from portlog.records.table import Table

_MARKER = re.compile(r"(<{7,}|>{7,}|\|{7,})( |$)|={7,}$")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that could be read: its line, what it is sorted by, and its cells by column."""

    line: int
    position: tuple[str, ...]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that could not be read; `repeats` where only its key stands in the way."""

    line: int
    cell: int
    text: str
    why: str
    accepted: str
    repeats: bool


@dataclass(frozen=True, slots=True)
class TableText:
    """A table's file as it was read; `canonical` is None where not every row could be."""

    table: Table[Any]
    file: str
    content: str
    canonical: str | None
    rows: Sequence[ReadRow]
    unread: Sequence[UnreadLine]


def is_marker(line: str) -> bool:
    """Say whether git left a line where it could not merge."""
    return _MARKER.match(line) is not None


def merge_markers(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find what git left where it could not merge."""
    for text in texts:
        for line in text.unread:
            if is_marker(line.text):
                yield _unread(text, line, "merge_marker")


def repeated_keys(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find rows whose key an earlier row has."""
    for text in texts:
        for line in text.unread:
            if line.repeats:
                yield _unread(text, line, "repeated_key")


def unreadable_rows(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find rows that cannot be read for any other reason."""
    for text in texts:
        for line in text.unread:
            if not line.repeats and not is_marker(line.text):
                yield _unread(text, line, "unreadable_row")


def references(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find cells that name a row which is not there; an empty cell names none."""
    for text in texts:
        for column in text.table.columns:
            if column.refers_to:
                target = next(one for one in texts if one.table.name == column.refers_to)
                yield from _dangling(text, column.name, target)


def forms(texts: Sequence[TableText]) -> Iterator[Finding]:
    """Find files that are not in the one form in which every command writes them."""
    for text in texts:
        if text.canonical is not None and text.content != text.canonical:
            yield from _departures(text, text.canonical)


TEXT_CHECKS: tuple[Callable[[Sequence[TableText]], Iterator[Finding]], ...] = (
    merge_markers,
    repeated_keys,
    unreadable_rows,
    references,
    forms,
)


def _unread(text: TableText, line: UnreadLine, check: str) -> Finding:
    return Finding(check, text.file, line.why, line.accepted, line.line, line.cell)


def _dangling(text: TableText, column: str, target: TableText) -> Iterator[Finding]:
    if any(line.line == 1 for line in target.unread):
        return  # nothing is known of what it has
    (key,) = target.table.key
    known = {row.cells[key] for row in target.rows}
    cell = text.table.header.index(column) + 1
    for row in text.rows:
        name = row.cells.get(column, "")
        if name and name not in known and not any(name in line.text for line in target.unread):
            message = f"{column} is {name}, which {target.file} does not have"
            yield Finding(
                "reference", text.file, message, f"a name in it{_or(text)}", row.line, cell
            )


def _or(text: TableText) -> str:
    return "" if any(one.refers_to and one.required for one in text.table.columns) else ", or none"


def _departures(text: TableText, canonical: str) -> Iterator[Finding]:
    lines = text.content.removeprefix(_BOM).replace("\r\n", "\n").removesuffix("\n").split("\n")
    expected = canonical.removesuffix("\n").split("\n")
    found = [
        *_departures_of_the_file(text.content),
        *_departure_of_the_header(lines[0], expected[0]),
        *(_departure_of_the_cells(lines, expected) if lines[0] == expected[0] else ()),
        *_departure_of_the_order(text.rows),
    ]
    for line, message, accepted in found or [(1, "an empty line", "no empty lines")]:
        yield Finding("form", text.file, message, accepted, line)


def _departures_of_the_file(content: str) -> Iterator[tuple[int, str, str]]:
    if content.startswith(_BOM):
        yield 1, "begins with a byte order mark", "plain UTF-8"
    if "\r\n" in content:
        line = content[: content.index("\r\n")].count("\n") + 1
        yield line, "a line ends in a carriage return", "lines that end in \\n alone"
    if not content.endswith("\n"):
        yield content.count("\n") + 1, "the last line has no end", "\\n after every line"


def _departure_of_the_header(header: str, expected: str) -> Iterator[tuple[int, str, str]]:
    if header != expected:
        yield 1, "the columns are not all there, or in another order", expected


def _departure_of_the_cells(
    lines: Sequence[str], expected: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    known = set(expected)
    others = [number for number, line in enumerate(lines, start=1) if line not in known]
    if others:
        rows = "a row is" if len(others) == 1 else f"{len(others)} rows are"
        yield others[0], f"{rows} written in another way", "one way to write each value"


def _departure_of_the_order(rows: Sequence[ReadRow]) -> Iterator[tuple[int, str, str]]:
    for before, row in pairwise(rows):
        if row.position < before.position:
            yield row.line, "sorts before the row above it", "rows in the table's order"
            return
