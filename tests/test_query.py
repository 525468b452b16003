"""`portlog query`: any question, and no way out of the log."""

import json

import pytest
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


def test_an_answer_is_written_in_every_format(experiment: Cli) -> None:
    sql = "select 'a|b' as word, 1.50 as price, null as gap"

    table = experiment("query", sql).out
    as_json = json.loads(experiment("query", sql, "--format", "json").out)
    as_csv = experiment("query", sql, "--format", "csv").out
    as_markdown = experiment("query", sql, "--format", "markdown").out

    assert table.split() == ["word", "price", "gap", "─" * 18, "a|b", "1.5"]
    assert as_json == {
        "schema_version": 1,
        "rows": [{"word": "a|b", "price": 1.5, "gap": None}],
    }
    assert as_csv == "word,price,gap\na|b,1.5,\n"
    assert as_markdown.splitlines()[2] == "| a\\|b | 1.5 |  |"


def test_a_query_comes_from_standard_input_too(experiment: Cli) -> None:
    assert experiment("query", "-", "--format", "csv", stdin="select 7 as n").out == "n\n7\n"


def test_columns_of_one_name_are_told_apart(experiment: Cli) -> None:
    answer = experiment("query", "select 1 as n, 2 as n", "--format", "json")

    assert json.loads(answer.out)["rows"] == [{"n": 1, "n_2": 2}]


def test_money_keeps_every_digit(experiment: Cli) -> None:
    experiment("session", "add", *LEAST, "--cost-usd", "123456789.123456789")

    answer = experiment("query", "select cost_usd from sessions", "--format", "json")

    assert '"cost_usd": 123456789.123456789' in answer.out


def test_a_date_a_time_and_a_list_are_written_plainly(experiment: Cli) -> None:
    sql = "select date '2026-03-05' d, timestamp '2026-03-05 09:30:00' t, [1, 2] l"

    assert experiment("query", sql, "--format", "csv").out == (
        'd,t,l\n2026-03-05,2026-03-05T09:30:00,"[1, 2]"\n'
    )


def test_terminal_escapes_in_data_stay_letters(experiment: Cli) -> None:
    answer = experiment("query", "select chr(27) || '[2J' as x, '[/red]' as y")

    assert "\x1b" not in answer.out
    assert "\\u001b[2J" in answer.out
    assert "[/red]" in answer.out


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/hostname')",
        "from '/etc/passwd'",
        "copy sessions to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset enable_external_access",
        "insert into sessions select * from sessions",
        "delete from sessions",
        "drop table sessions",
        "create table t as select 1",
        "pragma database_list; drop view session_sizes",
        "selec 1",
        "select * from nothing",
    ],
)
def test_what_would_leave_the_log_or_change_it_is_refused(experiment: Cli, sql: str) -> None:
    experiment("session", "add", *LEAST)

    answer = experiment("query", sql)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("portlog: ")
    assert "Traceback" not in answer.err
    assert len(experiment("session", "list", "--format", "csv").out.splitlines()) == 2


def test_python_variables_are_out_of_reach(experiment: Cli) -> None:
    assert experiment("query", "select * from rows").code == 2
