"""Filling a table straight from its text, by DuckDB, where every row is in plain form.

DuckDB reads a million rows in the time in which Python reads a hundred thousand. What it cannot
vouch for, it does not load: then the text is read row by row, and each trouble gets its place.
"""

from pathlib import Path
from typing import Any

import duckdb

from portlog.records.table import Column, Table
from portlog.store.text import RUNNABLE, header_line

_MOST_VALUES_BY_HAND = 20_000
_PRINTABLE_RUNNABLE = "".join(mark for mark in RUNNABLE if mark.isprintable())
_PLAIN = {
    "text": "regexp_full_match({0}, '[ -~]*') and length({0}) <= 10000",
    "count": r"regexp_full_match({0}, '\d{{1,19}}') and try_cast({0} as bigint) is not null",
    "money": r"regexp_full_match({0}, '\d{{1,9}}(\.\d{{1,9}})?')",
    "minutes": r"regexp_full_match({0}, '\d{{1,10}}(\.\d{{1,2}})?')",
    "day": (
        r"regexp_full_match({0}, '[1-9]\d{{3}}-\d\d-\d\d')"
        " and try_cast({0} as date) is not null"
    ),
    "tally": (
        r"regexp_full_match({0}, '\d{{1,9}}/\d{{1,9}}')"
        " and try_cast(split_part({0}, '/', 1) as int) <= try_cast(split_part({0}, '/', 2) as int)"
    ),
}


def load_plain(connection: duckdb.DuckDBPyConnection, table: Table[Any], path: Path) -> bool:
    """Fill an empty table from its file and say whether that went well.

    Where it did not, which duckdb.Error and OSError say too, the caller rolls back.
    """
    header = header_line(table).encode()
    with path.open("rb") as file:
        begins_as_ours = file.read(len(header)) == header
        has_rows = bool(file.read(1))
    return begins_as_ours and (not has_rows or _load_rows(connection, table, path))


def _load_rows(connection: duckdb.DuckDBPyConnection, table: Table[Any], path: Path) -> bool:
    _read(connection, table, path)
    if not _is_plain(connection, table):
        return False
    _insert(connection, table)
    connection.execute("drop table temp.portlog_raw")
    return True


def _read(connection: duckdb.DuckDBPyConnection, table: Table[Any], path: Path) -> None:
    columns = ", ".join(f"'{name}': 'varchar'" for name in table.header)
    cells = ", ".join(f"{_unguarded(name)} as {_name(name)}" for name in table.header)
    connection.execute(
        f"create temp table portlog_raw as select {cells} from read_csv(?, columns = {{{columns}}},"
        " header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        " strict_mode = true, null_padding = false, allow_quoted_nulls = false, new_line = '\\n')",
        [str(path)],
    )


def _unguarded(name: str) -> str:
    marks = _PRINTABLE_RUNNABLE.replace("'", "''")
    cell = _name(name)
    return (
        f"case when starts_with({cell}, '''') and length({cell}) > 1"
        f" and contains('{marks}', {cell}[2]) then {cell}[2:] else nullif({cell}, '') end"
    )


def _is_plain(connection: duckdb.DuckDBPyConnection, table: Table[Any]) -> bool:
    keys = ", ".join(_name(name) for name in table.key)
    checks = [f"count(distinct ({keys})) < count(*)", *map(_has_other, table.columns)]
    answers = connection.execute(f"select {', '.join(checks)} from portlog_raw").fetchone() or ()
    if not answers or answers[0]:
        return False
    doubtful = (column for column, doubt in zip(table.columns, answers[1:], strict=True) if doubt)
    return all(_fits(connection, column) for column in doubtful)


def _has_other(column: Column) -> str:
    name, empty = _name(column.name), str(column.required).lower()
    other = f"case when {name} is null then {empty} else not coalesce({_plain(column)}, false) end"
    return f"coalesce(bool_or({other}), false)"


def _plain(column: Column) -> str:
    return _PLAIN.get(column.kind.name, "false").format(_name(column.name))


def _fits(connection: duckdb.DuckDBPyConnection, column: Column) -> bool:
    """Say whether the values that are not in plain form can be read all the same."""
    name = _name(column.name)
    rows = connection.execute(
        f"select distinct {name} from portlog_raw where {name} is null or"
        f" not coalesce({_plain(column)}, false) limit {_MOST_VALUES_BY_HAND + 1}"
    ).fetchall()
    if len(rows) > _MOST_VALUES_BY_HAND:
        return False
    return all(_reads(column, value) for (value,) in rows)


def _reads(column: Column, value: str | None) -> bool:
    if value is None:
        return not column.required
    try:
        return bool(column.kind.write(column.kind.parse(value)) == value)
    except ValueError:
        return False


def _insert(connection: duckdb.DuckDBPyConnection, table: Table[Any]) -> None:
    cells = ", ".join(
        f"cast({_name(column.name)} as {column.kind.sql})" for column in table.columns
    )
    connection.execute(f'insert into "{table.name}" select {cells} from portlog_raw')


def _name(name: str) -> str:
    return f'"{name}"'
