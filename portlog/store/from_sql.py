"""Rows that DuckDB gives back as the records that they were made from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from portlog.records.kinds import Kind
from portlog.records.table import Table


def record_of(table: Table[Any], names: Sequence[str], row: Sequence[Any]) -> Any:
    """Return a row, whose columns have these names, as a record of its table."""
    found = dict(zip(names, row, strict=True))
    values = {
        column.attribute: _restored(column.kind, found[column.name]) for column in table.columns
    }
    return table.make(**values)


def _restored(kind: Kind, value: Any) -> Any:
    if isinstance(value, str):
        return kind.parse(value)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
