"""Run a query that a person typed against the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """What a query gave; `numbers` are the columns whose values are all numbers."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    unread: Sequence[UnreadRow]

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold figures alone."""
        by_column = zip(self.columns, zip(*self.rows, strict=True), strict=False)
        return frozenset(name for name, values in by_column if all(map(_is_number, values)))


def run_query(workspace: Workspace, sql: str) -> QueryAnswer:
    """Answer a query; `QueryError` carries DuckDB's words where it refuses one."""
    with workspace.store.reading() as database:
        unread = database.unread()
        database.confine()
        columns, rows = database.typed(sql)
    plain = [tuple(map(_without_trailing_zeros, row)) for row in rows]
    return QueryAnswer(_told_apart(columns), plain, unread)


def _told_apart(columns: Sequence[str]) -> tuple[str, ...]:
    """Return column names with a number behind each repeated one, so that none is lost."""
    seen: dict[str, int] = {}
    names = []
    for name in columns:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)


def _without_trailing_zeros(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    plain = f"{value:f}"
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, int | float | Decimal)
