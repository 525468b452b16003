"""DuckDB beside the text: typed tables, brought up to date from the text when that has changed."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import duckdb

from portlog.errors import QueryError, StoreError
from portlog.records.log import Log
from portlog.records.table import Table
from portlog.store.bulk import load_plain
from portlog.store.from_sql import record_of
from portlog.store.revision import Position, Revision
from portlog.store.schema import definition
from portlog.store.text import Reading

# no cell holds a tab: it cannot be printed
_BETWEEN = "\t"
_HERE = Path(__file__).parent
_LIMITS: dict[str, str | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "2GB",
    # a step leaves its change in DuckDB's own log, which is folded in when it has grown
    "checkpoint_threshold": "256KB",
    # to see how small texts would get in these takes as long as all the rest of a checkpoint
    "disabled_compression_methods": "fsst,dict_fsst,zstd",
}
_DAMAGE = ("Corrupt database file", "Could not read enough bytes")


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of a text file that no table holds: the table's name, and where the row stands."""

    name: str
    file: str
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
        connection = duckdb.connect(str(path), read_only=read_only, config=_LIMITS)
        if not read_only:
            connection.execute("pragma disable_checkpoint_on_shutdown")
        return cls(connection, log)

    @classmethod
    def create(cls, where: str, log: Log) -> "Database":
        """Make an empty database in a file, or in memory with `:memory:`."""
        database = cls(duckdb.connect(where, config=_LIMITS), log)
        database._connection.execute(definition(log))
        database._connection.execute("insert into portlog_meta values (?)", [definition(log)])
        return database

    def close(self) -> None:
        """Close the database; everything acknowledged is in its file."""
        self._connection.close()

    def stamps(self) -> dict[str, str]:
        """Return the stamp of each text that the tables were built from.

        Empty when this portlog would build other tables than the ones here.
        """
        query = "select name, stamp from portlog_texts, portlog_meta where definition = ?"
        with suppress(duckdb.CatalogException, duckdb.BinderException):
            return dict(self._connection.execute(query, [definition(self._log)]).fetchall())
        return {}

    def load_plain(self, table: Table[Any], path: Path, stamp: str) -> bool:
        """Fill an empty table from a file if all its rows are in plain form; say whether."""
        self._connection.execute("begin")
        try:
            loaded = load_plain(self._connection, table, path)
            if loaded:
                self._describe(table, stamp, self.largest(table))
        except (duckdb.Error, OSError):
            loaded = False
        self._connection.execute("commit" if loaded else "rollback")
        return loaded

    def load(self, table: Table[Any], reading: Reading[Any], stamp: str) -> None:
        """Fill an empty table from its text, and keep what could not be read."""
        with self.transaction():
            self.insert(table, (table.cells(row.record) for row in reading.rows))
            for row in reading.unreadable:
                self._connection.execute(
                    "insert into portlog_unread values (?, ?, ?, ?, ?, ?)",
                    (table.name, reading.file, *astuple(row)),
                )
            self._describe(table, stamp, max((row.position for row in reading.rows), default=None))

    def _describe(self, table: Table[Any], stamp: str, last: Position | None) -> None:
        self._connection.execute(
            "insert into portlog_texts values (?, ?, ?)", [table.name, stamp, _joined(last)]
        )

    def largest(self, table: Table[Any]) -> Position | None:
        """Return the position of the row that sorts last, found by looking at all."""
        names = ", ".join(f'cast("{name}" as varchar)' for name in table.order)
        row = self._connection.execute(f'select max(row({names})) from "{table.name}"').fetchone()
        return None if row is None or row[0] is None else tuple(row[0])

    def insert(self, table: Table[Any], rows: Iterable[Sequence[str]]) -> None:
        """Add rows of cells to a table.

        Each column goes in as one text: for each value of a list DuckDB looks for numpy anew.
        """
        told = [_BETWEEN.join(cells) for cells in zip(*rows, strict=True)]
        values = ", ".join(
            f"cast(nullif(unnest(string_split(told[{place}], '\t')), '') as {column.kind.sql})"
            for place, column in enumerate(table.columns, start=1)
        )
        if told:
            into = f'insert into "{table.name}" select {values} from (select ?::varchar[] as told)'
            self._connection.execute(into, [told])

    def follow(self, table: Table[Any], revision: Revision, stamp: str) -> None:
        """Make the change that the table's text has seen, and note that both agree again."""
        for key in revision.changed:
            condition = _condition(table)
            self._connection.execute(f'delete from "{table.name}" where {condition}', list(key))
        replaced = (new for new in revision.changed.values() if new is not None)
        rows = [*revision.added.values(), *replaced]
        if rows:
            self.insert(table, [row.in_columns(table.header) for row in rows])
        last = self.largest(table) if revision.changed else self._later(table, revision)
        self._connection.execute(
            "update portlog_texts set stamp = ?, last = ? where name = ?",
            [stamp, _joined(last), table.name],
        )

    def _later(self, table: Table[Any], revision: Revision) -> Position:
        latest = max(row.position for row in revision.added.values())
        return max(latest, self.last(table) or ())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside one change, or none."""
        self._connection.execute("begin")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def unread(self) -> tuple[UnreadRow, ...]:
        """Return the rows of the texts that could not be read."""
        rows = self._connection.execute("select * from portlog_unread order by name, line")
        return tuple(UnreadRow(*row) for row in rows.fetchall())

    def has_unread(self, table: Table[Any]) -> bool:
        """Say whether a table's text has rows that could not be read."""
        return any(row.name == table.name for row in self.unread())

    def named(self, query: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Run a query of this package by its file name; returns a DuckDB relation.

        Give the relation to `polars.DataFrame`, or call its `fetchall()`.
        """
        text = (_HERE / "queries" / f"{query}.sql").read_text("utf-8")
        return self._connection.sql(text, params=dict(parameters or {}))

    def records(self, table: Table[Any], query: str, parameters: Mapping[str, Any]) -> list[Any]:
        """Run a query whose columns are a table's, and return its rows as records."""
        return _records(table, self.named(query, parameters))

    def every(self, table: Table[Any]) -> list[Any]:
        """Return all records of a table, as they are sorted."""
        return _records(table, self._connection.sql(_in_order(table)))

    def count(self, table: Table[Any]) -> int:
        """Return how many rows a table has."""
        counted = self._connection.execute(f'select count(*) from "{table.name}"').fetchone()
        return 0 if counted is None else int(counted[0])

    def having(self, table: Table[Any], column: str, value: str) -> list[Any]:
        """Return the records of a table that have a value in a column."""
        query = f'from "{table.name}" where "{column}" = ?'
        return _records(table, self._connection.sql(query, params=[value]))

    def write_parquet(self, table: Table[Any], path: Path) -> None:
        """Write a table with its types into a new Parquet file; `StoreError` if that fails."""
        place = str(path).replace("'", "''")
        try:
            self._connection.execute(f"copy ({_in_order(table)}) to '{place}' (format parquet)")
        except duckdb.IOException as error:
            first, _ = _first_lines(error)
            raise StoreError(f"cannot write {path}: {first}", "nothing was exported") from error

    def last(self, table: Table[Any]) -> Position | None:
        """Return the position of the row that sorts last; None in an empty table."""
        row = self._connection.execute(
            "select last from portlog_texts where name = ? and last is not null", [table.name]
        ).fetchone()
        return None if row is None else tuple(row[0].split(_BETWEEN))

    def holds(self, table: Table[Any], key: Sequence[str]) -> bool:
        """Say whether a table has a row with this key."""
        found = self._connection.execute(
            f'select 1 from "{table.name}" where {_condition(table)} limit 1', list(key)
        )
        return found.fetchone() is not None

    def held(self, table: Table[Any], keys: Collection[tuple[str, ...]]) -> set[tuple[str, ...]]:
        """Return those of some keys that a table has rows of."""
        if self._connection.execute(f'select 1 from "{table.name}" limit 1').fetchone() is None:
            return set()
        cells = ", ".join(f"cells[{place}]" for place in range(1, len(table.key) + 1))
        names = ", ".join(f'cast("{name}" as varchar)' for name in table.key)
        found = self._connection.execute(
            f'select {names} from "{table.name}" where ({names}) in (select ({cells}) from '
            "(select unnest(from_json(?, '[[\"VARCHAR\"]]')) as cells))",
            [json.dumps(list(keys))],
        )
        return set(found.fetchall())

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


def is_damage(error: duckdb.Error) -> bool:
    """Say whether an error tells of a database file whose content is not what DuckDB wrote."""
    return any(words in str(error) for words in _DAMAGE)


def _records(table: Table[Any], relation: Any) -> list[Any]:
    names = relation.columns
    return [record_of(table, names, row) for row in relation.fetchall()]


def _first_lines(error: duckdb.Error) -> tuple[str, str | None]:
    first, _, rest = str(error).partition("\n")
    return first, rest.strip() or None


def _in_order(table: Table[Any]) -> str:
    return f'from "{table.name}" order by {", ".join(table.order)}'


def _condition(table: Table[Any]) -> str:
    return " and ".join(f'"{name}" = ?' for name in table.key)


def _joined(position: Position | None) -> str | None:
    return None if position is None else _BETWEEN.join(position)
