"""A whole table of the log as text: the canonical CSV, or JSON as a listing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portlog.present.tables import Format, Listing, written
from portlog.records.table import Column, Table


def table_csv(table: Table[Any], records: Sequence[Any]) -> str:
    """Return records in the one form in which the log writes them, unknown as an empty cell."""
    return written(Listing(table.name, table.header, list(map(table.cells, records))), Format.CSV)


def table_json(table: Table[Any], records: Sequence[Any], unread: int) -> str:
    """Return records as objects under the table's name, and how many rows could not be read."""
    rows = [tuple(_value(column, record) for column in table.columns) for record in records]
    return written(Listing(table.name, table.header, rows), Format.JSON, {"unread": unread})


def _value(column: Column, record: Any) -> int | Decimal | str | None:
    value = getattr(record, column.attribute)
    if value is None or isinstance(value, int):
        return value
    text = column.kind.write(value)
    return Decimal(text) if isinstance(value, Decimal) else text
