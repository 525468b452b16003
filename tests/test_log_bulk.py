"""DuckDB reads a text itself only where it reads what the row-by-row reader reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portlog.records.log import Log
from portlog.records.session import Languages
from portlog.store.database import Database
from portlog.store.text import header_line, line_of, read

LOG = Log.of(Languages())
NAMES = [column.kind.name for column in LOG.sessions.columns]
ODD = st.sampled_from(
    "|0|007|1.20|1.|.5|-1|1e3|99999999999999999999|12/15|13/12|2026-02-30|2026-03-31|0000-01-01"
    "|2026-3-1|'|''|'=x|'tis|=1|é|a b| a|\t|\x7f|\u200b|\ud7ff|\"|a\"b|a,b|NULL".split("|")
) | st.just("x" * 10_001)
GOOD = {
    "day": st.dates().map(str),
    "count": st.integers(0, 2**64).map(str),
    "money": st.decimals(0, 10**10, places=9).map(lambda value: f"{abs(value):f}"),
    "minutes": st.decimals(0, 10**11, places=2).map(lambda value: f"{abs(value):f}"),
    "tally": st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
        lambda two: f"{two[0]}/{two[1]}"
    ),
    "text": st.text(st.characters(codec="utf-8"), max_size=8),
}


def row() -> st.SearchStrategy[list[str]]:
    return st.tuples(*(GOOD[name] | GOOD[name] | GOOD[name] | ODD for name in NAMES)).map(list)


def raw(cells: list[str]) -> str:
    return ",".join(cells) + "\n"


@pytest.fixture
def database() -> Iterator[Database]:
    made = Database.create(":memory:", LOG)
    yield made
    made.close()


def rows_in(database: Database) -> list[Any]:
    sql = "from sessions order by date, session_id"
    return [tuple(map(str, cells)) for cells in database.typed(sql)[1]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(st.lists(row(), max_size=4), st.sampled_from([line_of, raw]))
def test_what_duckdb_loads_is_what_the_reader_reads(
    tmp_path: Path, rows: list[list[str]], write: Any
) -> None:
    path = tmp_path / "sessions.csv"
    content = header_line(LOG.sessions) + "".join(map(write, rows))
    path.write_bytes(content.encode(errors="surrogateescape"))
    straight, by_row = Database.create(":memory:", LOG), Database.create(":memory:", LOG)

    loaded = straight.load_plain(LOG.sessions, path, "stamp")
    reading = read(content, LOG.sessions, "sessions.csv")
    by_row.load(LOG.sessions, reading, "stamp")

    assert not (loaded and reading.unreadable)
    if loaded:
        assert rows_in(straight) == rows_in(by_row)
        assert straight.last(LOG.sessions) == by_row.last(LOG.sessions)
    straight.close()
    by_row.close()


@pytest.mark.parametrize(
    "change",
    [
        ("", ""),
        ("opus", "café 漢字"),
        ("opus", "'=1+1"),
        ("opus", '"a,b"'),
        ("1.20", "001.2"),
        ("2026-03-05,", "2026-03-31,"),
    ],
)
def test_usual_rows_are_loaded_by_duckdb(
    database: Database, tmp_path: Path, change: tuple[str, str]
) -> None:
    line = "2026-03-05,claude,opus,agent/loop,1,2,1.20,90,3,4,0,1/2,2026-03-05-claude-aaaaaa\n"
    path = tmp_path / "sessions.csv"
    path.write_text(header_line(LOG.sessions) + line.replace(*change))

    assert database.load_plain(LOG.sessions, path, "stamp")


@pytest.mark.parametrize(
    "content",
    [
        "date,llm\n",
        header_line(LOG.sessions) + "<<<<<<< HEAD\n",
        header_line(LOG.sessions) + "a,b\n",
        header_line(LOG.sessions).replace("\n", "\r\n"),
        "\ufeff" + header_line(LOG.sessions),
    ],
)
def test_all_else_is_left_to_the_reader(database: Database, tmp_path: Path, content: str) -> None:
    path = tmp_path / "sessions.csv"
    path.write_text(content, newline="")

    assert not database.load_plain(LOG.sessions, path, "stamp")
    assert rows_in(database) == []


def test_a_row_sorts_alike_whoever_read_it(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "session_details.csv"
    cells = ["2026-03-05-claude-k3f9qa", *[""] * (len(LOG.details.header) - 1)]
    path.write_text(header_line(LOG.details) + line_of(cells))

    assert database.load_plain(LOG.details, path, "")

    assert database.last(LOG.details) == ("2026-03-05-claude-k3f9qa",)
