"""The rows of a query straight from DuckDB, where making a frame of them would be for nothing."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

# rows that are held at a time
_SOME = 2_000


class Rows:
    """Answers as a `polars.DataFrame` does, as far as questions ask; its rows are read once."""

    def __init__(self, relation: Any) -> None:
        """Take the relation that `Database.named` returned."""
        self._relation = relation
        self.columns: list[str] = list(relation.columns)

    def iter_rows(self, *, named: bool = False) -> Iterator[Any]:
        """Return each row as a tuple, or as a dictionary by the names of the columns."""
        while some := self._relation.fetchmany(_SOME):
            yield from map(self._named, some) if named else some

    def _named(self, row: tuple[Any, ...]) -> dict[str, Any]:
        return dict(zip(self.columns, row, strict=True))

    def rows(self, *, named: bool = False) -> list[Any]:
        """Return all rows as `iter_rows` does."""
        return list(self.iter_rows(named=named))

    def row(self, index: int, *, named: bool = False) -> Any:
        """Return one row, the first by 0; IndexError where it is not there."""
        found = list(islice(self.iter_rows(named=named), index, index + 1))
        return found[0]
