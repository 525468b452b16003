"""DuckDB beside the text: typed tables, brought up to date from the text when that has changed."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from portlog.errors import QueryError
from portlog.records.kinds import Kind
from portlog.records.log import Log
from portlog.records.table import Table
from portlog.store.text import Reading

_LIMITS: dict[str, str | int | float | list[str]] = {"threads": 2, "memory_limit": "2GB"}
_OWN_TABLES = """
create table portlog_texts (name varchar, stamp varchar);
create table portlog_unread (
    name varchar, line bigint, cell bigint, why varchar, accepted varchar
);
create table portlog_meta (shape varchar);
"""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of a text file that no table holds."""

    name: str
    line: int
    cell: int
    why: str
    accepted: str


class Database:
    """One open DuckDB database that holds the log's tables."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, log: Log) -> None:
        """Take a connection to a database that `create` made."""
        self._connection = connection
        self._log = log

    @classmethod
    def open(cls, path: Path, log: Log, *, read_only: bool = False) -> "Database":
        """Open the database in a file; duckdb.Error if it is not one, or is not free."""
        return cls(duckdb.connect(str(path), read_only=read_only, config=_LIMITS), log)

    @classmethod
    def create(cls, where: str, log: Log) -> "Database":
        """Make an empty database in a file, or in memory with `:memory:`."""
        database = cls(duckdb.connect(where, config=_LIMITS), log)
        database._connection.execute(_OWN_TABLES + definition(log))
        database._connection.execute("insert into portlog_meta values (?)", [shape(log)])
        return database

    def close(self) -> None:
        """Close the database; everything acknowledged is in its file."""
        self._connection.close()

    def stamps(self) -> dict[str, str]:
        """Return the stamp of each text that the tables were built from.

        Empty when this portlog would build other tables than the ones here.
        """
        with suppress(duckdb.CatalogException):
            if self._connection.execute("select shape from portlog_meta").fetchone() == (
                shape(self._log),
            ):
                rows = self._connection.execute("select name, stamp from portlog_texts")
                return dict(rows.fetchall())
        return {}

    def load(self, table: Table[Any], reading: Reading[Any], stamp: str) -> None:
        """Fill an empty table from its text."""
        self.insert(table, [row.record for row in reading.rows])
        unread = [(table.name, *astuple(row)) for row in reading.unreadable]
        for row in unread:
            self._connection.execute("insert into portlog_unread values (?, ?, ?, ?, ?)", row)
        self._connection.execute("insert into portlog_texts values (?, ?)", [table.name, stamp])

    def insert(self, table: Table[Any], records: Sequence[Any]) -> None:
        """Add records to a table."""
        if records:
            lists = [_values(records, column.attribute, column.kind) for column in table.columns]
            markers = ", ".join("unnest(?)" for _ in lists)
            # the names come from the record types, never from data
            self._connection.execute(f'insert into "{table.name}" select {markers}', lists)

    def stamp(self, table: Table[Any], stamp: str) -> None:
        """Note which text a table now agrees with."""
        self._connection.execute(
            "update portlog_texts set stamp = ? where name = ?", [stamp, table.name]
        )

    def unread(self) -> tuple[UnreadRow, ...]:
        """Return the rows of the texts that could not be read."""
        rows = self._connection.execute("select * from portlog_unread order by name, line")
        return tuple(UnreadRow(*row) for row in rows.fetchall())

    def named(self, query: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run a query of this package by its file name; returns a DuckDB relation.

        Give the relation to `polars.DataFrame`, or call its `fetchall()`.
        """
        text = files("portlog.store").joinpath("queries", f"{query}.sql").read_text("utf-8")
        return self._connection.sql(text, params=dict(parameters or {}))

    def records(self, table: Table[Any], query: str, parameters: Mapping[str, Any]) -> list[Any]:
        """Run a query whose columns are a table's, and return its rows as records."""
        relation = self.named(query, parameters)
        return [_record(table, relation.columns, row) for row in relation.fetchall()]

    def largest(self, table: Table[Any]) -> tuple[str, ...] | None:
        """Return the position of the row that sorts last, as text; None in an empty table."""
        names = ", ".join(f'cast("{name}" as varchar)' for name in table.order)
        row = self._connection.execute(
            f'select max(({names})) from "{table.name}"'  # noqa: S608
        ).fetchone()
        return None if row is None or row[0] is None else tuple(row[0])

    def holds(self, table: Table[Any], key: Sequence[str]) -> bool:
        """Say whether a table has a row with this key."""
        condition = " and ".join(f'"{name}" = ?' for name in table.key)
        found = self._connection.execute(
            f'select 1 from "{table.name}" where {condition} limit 1',  # noqa: S608
            list(key),
        )
        return found.fetchone() is not None

    def confine(self) -> None:
        """Close the door to files, the network and settings, for a query that a person typed."""
        self._connection.execute(
            "set enable_external_access = false; set lock_configuration = true"
        )

    def typed(self, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Run a query that a person typed; returns its column names and rows.

        Raises `QueryError` with DuckDB's own words.
        """
        try:
            cursor = self._connection.execute(sql)
            names = tuple(column[0] for column in cursor.description or ())
            return names, cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(*_first_lines(error)) from error


def _first_lines(error: duckdb.Error) -> tuple[str, str | None]:
    first, _, rest = str(error).partition("\n")
    return first, rest.strip() or None


def definition(log: Log) -> str:
    """Return the SQL that makes the log's tables and the views over them."""
    tables = "".join(_create(table) for table in log.tables)
    views = files("portlog.store").joinpath("views.sql").read_text("utf-8")
    sessions = {column.attribute: column.name for column in log.sessions.columns}
    return tables + views.format(
        loc_original=sessions["loc_original"], loc_port=sessions["loc_port"]
    )


def shape(log: Log) -> str:
    """Return a digest of the tables that this portlog builds."""
    return sha256((_OWN_TABLES + definition(log)).encode()).hexdigest()


def _create(table: Table[Any]) -> str:
    columns = ", ".join(f'"{column.name}" {column.kind.sql}' for column in table.columns)
    return f'create table "{table.name}" ({columns});\n'


def _values(records: Iterable[Any], attribute: str, kind: Kind) -> list[Any]:
    values = (getattr(record, attribute) for record in records)
    if kind.sql == "varchar":
        return [None if value is None else kind.write(value) for value in values]
    if kind.sql == "timestamp":
        return [value and value.astimezone(UTC).replace(tzinfo=None) for value in values]
    return list(values)


def _record(table: Table[Any], names: Sequence[str], row: Sequence[Any]) -> Any:
    found = dict(zip(names, row, strict=True))
    values = {
        column.attribute: _restored(column.kind, found[column.name]) for column in table.columns
    }
    return table.make(**values)


def _restored(kind: Kind, value: Any) -> Any:
    if isinstance(value, str):
        return kind.parse(value)
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
