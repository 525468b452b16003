"""Does the database hold what the text says? The tables are built anew, and both are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from portlog.errors import StoreError
from portlog.records.log import Log
from portlog.records.table import Table
from portlog.store.database import Database
from portlog.store.log_store import LogStore
from portlog.store.schema import definition
from portlog.store.text import Reading


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A table whose rows are not the same: so many are in the text alone, in the database alone.

    `example` is one of them, by its key.
    """

    table: str
    only_in_text: int
    only_in_database: int
    example: str


def disagreements(store: LogStore, readings: Mapping[str, Reading[Any]]) -> Iterator[Disagreement]:
    """Compare the database file with readings of all the texts.

    One that was built from other texts is not compared: the next command builds it anew. Raises
    `StoreError` for a file that is no database.
    """
    try:
        if _is_current(store):
            yield from _compared(store, readings)
    except duckdb.Error as error:
        first = str(error).partition("\n")[0]
        raise StoreError(f"cannot be opened: {first}", "a database built from the text") from error


def _is_current(store: LogStore) -> bool:
    database = Database.open(store.file, store.log, read_only=True)
    try:
        return database.stamps() == store.stamps()
    finally:
        database.close()


def _compared(store: LogStore, readings: Mapping[str, Reading[Any]]) -> Iterator[Disagreement]:
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(definition(store.log))
        built = Database(connection, store.log)
        for table in store.log.tables:
            built.load(table, readings[table.name], "")
        place = str(store.file).replace("'", "''")
        connection.execute(f"attach '{place}' as kept (read_only)")
        yield from _differences(connection, store.log)
    finally:
        connection.close()


def _differences(connection: duckdb.DuckDBPyConnection, log: Log) -> Iterator[Disagreement]:
    for table in log.tables:
        yield from _difference(connection, table.name, _key(table))
    yield from _difference(connection, "portlog_unread", "name || ':' || line")
    yield from _difference(connection, "portlog_texts", "name", "select name, last")


def _key(table: Table[Any]) -> str:
    return " || ' ' || ".join(f'"{name}"' for name in table.key)


def _difference(
    connection: duckdb.DuckDBPyConnection, name: str, key: str, select: str = "select *"
) -> Iterator[Disagreement]:
    text, kept = f'{select} from memory."{name}"', f'{select} from kept."{name}"'
    only_in_text = _rows(connection, key, f"{text} except all {kept}")
    only_kept = _rows(connection, key, f"{kept} except all {text}")
    if only_in_text[0] or only_kept[0]:
        example = only_in_text[1] or only_kept[1]
        yield Disagreement(name, only_in_text[0], only_kept[0], example)


def _rows(connection: duckdb.DuckDBPyConnection, key: str, query: str) -> tuple[int, str]:
    found = connection.execute(f"select count(*), coalesce(min({key}), '') from ({query})")
    row = found.fetchone()
    return (0, "") if row is None else (row[0], row[1])
