"""The SQL that makes the log's tables, what portlog keeps beside them, and the views over them."""

from pathlib import Path
from typing import Any

from portlog.records.log import Log
from portlog.records.table import Table

_VIEWS = Path(__file__).parent / "views.sql"
_OWN_TABLES = """
create table portlog_texts (name varchar, stamp varchar, last varchar);
create table portlog_unread (
    name varchar, file varchar, line bigint, cell bigint, why varchar, accepted varchar
);
create table portlog_meta (definition varchar);
"""


def definition(log: Log) -> str:
    """Return the SQL that makes the log's tables and the views over them."""
    tables = "".join(_create(table) for table in log.tables)
    return _OWN_TABLES + tables + views(log)


def views(log: Log) -> str:
    """Return the SQL that makes the views over the log's tables."""
    names = {column.attribute: column.name for column in log.sessions.columns}
    return _VIEWS.read_text("utf-8").format_map(names)


def _create(table: Table[Any]) -> str:
    columns = ", ".join(f'"{column.name}" {column.kind.sql}' for column in table.columns)
    return f'create table "{table.name}" ({columns});\n'
