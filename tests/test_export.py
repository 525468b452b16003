"""`portlog export`, through the command line."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from support import Cli, read_only

from portlog.records.log import Log
from portlog.records.session import Languages

TABLES = sorted(table.name for table in Log.of(Languages()).tables)
FULL = (
    *("--date", "2026-03-05", "--llm", "claude", "--model", "=1+1", "--module", "agent/loop"),
    *("--tokens-in", "45000", "--cost-usd", "1.20", "--tests-pass", "12/15"),
)


@pytest.fixture
def logged(experiment: Cli) -> Cli:
    """Return an experiment with one session."""
    assert experiment("session", "add", *FULL).code == 0
    return experiment


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_all_tables_go_into_a_folder(logged: Cli, form: str) -> None:
    answer = logged("export", "--format", form)

    assert answer.code == 0
    assert names(logged.path("export")) == [f"{table}.{form}" for table in TABLES]
    assert sorted(answer.out.splitlines()) == [f"export/{table}.{form}" for table in TABLES]


def test_an_exported_csv_is_the_log_in_its_one_form(logged: Cli) -> None:
    text = logged.path("data/sessions.csv")
    exported = logged("export", "sessions")
    header, row = text.read_text().splitlines()
    text.write_text(f"{header}\r\n{row.replace('1.20', '001.2')}\r\n")

    again = logged("export", "sessions")

    assert exported.out == again.out == f"{header}\n{row}\n"


def test_an_exported_json_has_numbers_and_null(logged: Cli) -> None:
    told = json.loads(logged("export", "sessions", "--format", "json").out, parse_float=Decimal)

    [session] = told["sessions"]
    assert (told["schema_version"], told["unread"]) == (1, 0)
    assert (session["tokens_in"], session["tokens_out"]) == (45000, None)
    assert session["cost_usd"] == Decimal("1.20")
    assert (session["date"], session["tests_pass"]) == ("2026-03-05", "12/15")
    assert session["model"] == "=1+1"


def test_an_exported_parquet_has_types(logged: Cli) -> None:
    logged("export", "sessions", "--format", "parquet", "--out", "it's/s.parquet")

    sql = "select date, cost_usd, tokens_in, tokens_out, model from read_parquet(?)"
    path = str(logged.path("it's/s.parquet"))
    rows = duckdb.connect().execute(sql, [path]).fetchall()

    assert rows == [(date(2026, 3, 5), Decimal("1.20"), 45000, None, "=1+1")]


def test_an_export_replaces_an_earlier_one(logged: Cli) -> None:
    logged("export")
    logged("session", "add", *FULL)

    answer = logged("export")

    assert answer.code == 0
    assert len(logged.path("export/sessions.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--out", "."), ". holds other things: "),
        (("--out", "data"), "data belongs to the log itself"),
        (("--out", "answer.md"), "cannot read answer.md: Not a directory"),
        (("sessions", "--out", "data/sessions.csv"), "belongs to the log itself"),
        (("sessions", "--out", "link/sessions.csv"), "belongs to the log itself"),
        (("sessions", "--out", "portlog.toml"), "belongs to the log itself"),
        (("sessions", "--out", "site"), "site is a folder"),
        (("sessions", "--format", "parquet"), "Parquet is not for a terminal"),
        (("weather",), 'no table is named "weather"'),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    logged: Cli, arguments: tuple[str, ...], complaint: str
) -> None:
    logged.path("answer.md").write_text("mine")
    logged.path("link").symlink_to("data")
    before = {path: path.read_bytes() for path in logged.folder.rglob("*.*") if path.is_file()}

    answer = logged("export", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert complaint in answer.err
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_folder_that_cannot_be_written_is_told(logged: Cli) -> None:
    with read_only(logged.folder) as folder:
        answer = Cli(folder, logged.home)("export")

    assert answer.code == 2
    assert answer.err.startswith("portlog: cannot write ")


def test_unread_rows_are_said(logged: Cli) -> None:
    with logged.path("data/sessions.csv").open("a") as file:
        file.write("2026-03-09,claude\n")

    answer = logged("export", "sessions", "--format", "json")

    assert json.loads(answer.out)["unread"] == 1
    assert "1 row unread" in answer.err
