"""A record type as a table of text: its columns, their order, and the way back to records.

A new record type is a frozen dataclass, one `Table` that names its columns, and its place in
`portlog.records.log.LOG`: text, database, listing and documentation follow from that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Generic, TypeVar

from portlog.records.kinds import Kind

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in CSV, SQL and options, and what a cell of it means.

    `refers_to` is the table whose key a cell holds.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    attribute: str = ""
    unit: str = ""
    refers_to: str = ""

    def __post_init__(self) -> None:
        """Let the record's attribute be named as the column where nothing else is said."""
        if not self.attribute:
            object.__setattr__(self, "attribute", self.name)

    def write(self, record: object) -> str:
        """Return the cell of a record in this column; None is the empty cell."""
        value = getattr(record, self.attribute)
        return "" if value is None else self.kind.write(value)

    def read(self, text: str) -> Any:
        """Return the value in a cell, None for an empty one; `CellError` if it cannot be read."""
        if not text:
            if self.required:
                raise CellError(self, text, "and may not be")
            return None
        try:
            return self.kind.parse(text)
        except ValueError as error:
            raise CellError(self, text, str(error)) from None


class CellError(ValueError):
    """A cell that cannot be read: which, what it says, why not, and what would be accepted."""

    def __init__(self, column: Column, value: str, why: str) -> None:
        """Keep the parts for a message that also knows the file and the line."""
        super().__init__(said(column.name, value, why))
        self.column = column.name
        self.value = value
        self.why = why
        self.accepted = column.kind.accepted


def said(name: str, value: str, why: str) -> str:
    """Return what is wrong with a value: `cost_usd is "1,20", not a number`."""
    return f'{name} is "{shortened(value)}", {why}' if value else f"{name} is empty, and may not be"


def shortened(value: str, limit: int = 60) -> str:
    """Return a value fit for one line of a message, control characters as escapes."""
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in value)
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


@dataclass(frozen=True, slots=True, eq=False)
class Table(Generic[R]):
    """A record type in text: `name` is the file, the SQL table and the JSON key.

    `header` has the names of the columns.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    make: Callable[..., R]
    key: tuple[str, ...]
    order: tuple[str, ...]
    header: tuple[str, ...] = field(init=False)
    _values: Callable[[R], tuple[Any, ...]] = field(init=False, repr=False)
    _writers: tuple[Callable[[Any], str], ...] = field(init=False, repr=False)
    _key_places: tuple[int, ...] = field(init=False, repr=False)
    _order_places: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note the columns' names, values and writers in their order: every row asks for them."""
        attributes = [column.attribute for column in self.columns]
        header = tuple(column.name for column in self.columns)
        object.__setattr__(self, "header", header)
        object.__setattr__(self, "_key_places", tuple(map(header.index, self.key)))
        object.__setattr__(self, "_order_places", tuple(map(header.index, self.order)))
        object.__setattr__(self, "_values", attrgetter(*attributes))
        object.__setattr__(self, "_writers", tuple(column.kind.write for column in self.columns))

    def parse(self, cells: Mapping[str, str]) -> R:
        """Return the record in a row; an absent or empty cell is None.

        Raises `CellError` for the first cell, in the table's order, that cannot be read.
        """
        values: dict[str, Any] = {}
        for column in self.columns:
            values[column.attribute] = column.read(cells.get(column.name, ""))
        return self.make(**values)

    def cells(self, record: R) -> tuple[str, ...]:
        """Return a record's cells in the table's order; None is the empty cell."""
        told = zip(self._values(record), self._writers, strict=True)
        return tuple(["" if value is None else write(value) for value, write in told])

    def key_in(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return what names a row, by its cells in the table's order."""
        return tuple([cells[place] for place in self._key_places])

    def order_in(self, cells: Sequence[str]) -> tuple[str, ...]:
        """Return what a row is sorted by, by its cells in the table's order."""
        return tuple([cells[place] for place in self._order_places])

    def position(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Return what a row is sorted by."""
        return tuple([cells.get(name, "") for name in self.order])
