"""`portlog status`, through the command line."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from support import Cli

MODULE = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop", "--date")
HEAVY = ("polars", "plotly", "rich", "pydantic", "jinja2", "msgspec", "requests")


@pytest.fixture
def logged(experiment: Cli) -> Cli:
    """Return an experiment with two sessions: one with a price, one with an estimate."""
    experiment.path("answer.md").write_text("five words and a stop.")
    claims = ("--tokens-in", "45000", "--cost-usd", "1.20", "--hallucinations", "1")
    experiment("session", "add", *MODULE, "2026-03-05", *claims, "--tests-pass", "12/15")
    text = ("--tokens-in-text", "answer.md", "--tests-pass", "14/15")
    experiment("session", "add", *MODULE, "2026-03-06", *text)
    return experiment


def told(cli: Cli) -> dict[str, Any]:
    answer = cli("status", "--format", "json")
    assert answer.code == 0, answer.err
    status: dict[str, Any] = json.loads(answer.out)["status"]
    return status


def rows(cli: Cli) -> list[str]:
    answer = cli("status", "--format", "csv")
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1:]


def test_an_empty_log_shows_no_figure(experiment: Cli) -> None:
    answer = experiment("status")

    assert answer.code == 0
    assert "0 sessions" in answer.out
    assert "$" not in answer.out
    assert experiment("status", "--line").out == "0 sessions\n"


def test_figures_of_two_rules_stand_apart_and_an_estimate_is_marked(logged: Cli) -> None:
    shown = rows(logged)

    assert 'Tokens read,"45,000",claimed,typed,1 of 2 sessions' in shown
    assert "Tokens read,~ 6,computed,o200k_base,1 of 2 sessions" in shown


def test_what_nobody_knows_is_said_and_is_no_zero(logged: Cli) -> None:
    shown = rows(logged)

    assert '"Cost, API-equivalent list price",$1.20,claimed,typed,1 of 2 sessions' in shown
    assert '"Cost, API-equivalent list price",,unknown,,not known in 1 of 2 sessions' in shown


def test_typed_hallucinations_are_claims_and_none_is_confirmed(logged: Cli) -> None:
    counter = told(logged)["hallucinations"]

    assert counter == {
        "confirmed": None,
        "candidates": None,
        "claimed": 1,
        "claiming_sessions": 1,
        "unreviewed_sessions": 1,
    }
    assert "Hallucinations,1,claimed,typed,1 of 2 sessions" in rows(logged)
    assert "Hallucinations,,unknown,,not reviewed: 1 of 2 sessions" in rows(logged)


def test_the_tests_are_those_of_each_modules_last_session(logged: Cli) -> None:
    assert told(logged)["tests"] == [
        {"basis": "claimed", "rule": "typed", "modules": 1, "passed": 14, "total": 15}
    ]


def test_amounts_are_plain_numbers(logged: Cli) -> None:
    answer = logged("status", "--format", "json").out

    assert '"amount": 45000\n' in answer
    assert '"amount": 1.2\n' in answer


def test_timers_that_run_are_shown(logged: Cli) -> None:
    logged("session", "start", "--llm", "codex")

    assert [timer["llm"] for timer in told(logged)["timers"]] == ["codex"]
    assert ", codex since " in logged("status", "--line").out


def test_unread_rows_are_said(logged: Cli) -> None:
    with logged.path("data/sessions.csv").open("a") as file:
        file.write("2026-03-09,claude\n")

    answer = logged("status")
    line = logged("status", "--line")

    assert "1 row unread; no figure here counts them" in answer.err
    assert line.out == (
        "2 sessions, API-equivalent list price $1.20 claimed for 1, "
        "tokens read 45 k claimed for 1, ~6 computed for 1, 1 row unread\n"
    )
    assert told(logged)["unread"] == 1


def test_the_line_has_one_form(logged: Cli) -> None:
    answer = logged("status", "--line", "--format", "json")

    assert answer.code == 2
    assert "--line goes with no --format" in answer.err


def test_the_line_loads_nothing_heavy(logged: Cli) -> None:
    script = (
        "import sys; from portlog.cli.main import run; run(['status', '--line']);"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=logged.folder,
        env=logged.environment() | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
