"""`portlog session edit`, `remove`, `start`, `stop` and `import csv`, through the command line."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


def add(cli: Cli, *options: str) -> str:
    answer = cli("session", "add", *LEAST, *options)
    assert answer.code == 0, answer.err
    return answer.out.strip()


def shown(cli: Cli, name: str) -> dict[str, Any]:
    answer = cli("session", "show", name, "--format", "json")
    assert answer.code == 0, answer.err
    told: dict[str, Any] = json.loads(answer.out)["session"]
    return told


def lines(cli: Cli, table: str = "sessions") -> list[str]:
    return cli.path(f"data/{table}.csv").read_text().splitlines()[1:]


def agrees(cli: Cli) -> bool:
    """Say whether the database answers as one that is built from the text alone."""
    tables = ("sessions", "session_details", "origins", "imports")
    asked = [f"from {table} order by all" for table in tables]
    before = [cli("query", sql, "--format", "csv").out for sql in asked]
    for file in cli.path(".portlog").glob("portlog.duckdb*"):
        file.unlink()
    return before == [cli("query", sql, "--format", "csv").out for sql in asked]


def test_an_edit_changes_its_cells_and_no_other_byte(experiment: Cli) -> None:
    add(experiment, "--date", "2026-03-04")
    name = add(experiment, "--date", "2026-03-05", "--tokens-in", "5", "--cost-usd", "1.20")
    add(experiment, "--date", "2026-03-06")
    before = lines(experiment)

    answer = experiment("session", "edit", name, "--tokens-in", "7", "--clear", "cost-usd")

    after = lines(experiment)
    assert (answer.code, answer.out) == (0, f"{name}\n")
    assert [after[0], after[2]] == [before[0], before[2]]
    assert after[1] == before[1].replace(",5,,1.20,", ",7,,,")
    assert agrees(experiment)


def test_a_session_with_another_date_moves_and_keeps_its_name(experiment: Cli) -> None:
    name = add(experiment, "--date", "2026-03-05")
    add(experiment, "--date", "2026-03-06")

    experiment("session", "edit", name[-6:], "--date", "2026-03-07")

    assert [line[:10] for line in lines(experiment)] == ["2026-03-06", "2026-03-07"]
    assert lines(experiment)[1].endswith(name)
    assert agrees(experiment)


def test_an_edited_estimate_becomes_a_claim_and_its_origin_is_kept(experiment: Cli) -> None:
    experiment.path("answer.md").write_text("five words and a stop.")
    name = add(experiment, "--tokens-out-text", "answer.md")

    experiment("session", "edit", name, "--tokens-out", "9")

    known = shown(experiment, name)["known"]["tokens_out"]
    assert known == {"basis": "claimed", "rule": "typed"}
    assert lines(experiment, "origins") == [f"{name},tokens_out,computed,o200k_base,tokens_out"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ((), "nothing to change"),
        (("--cost-usd", "1,20"), '--cost-usd is "1,20", not a number'),
        (("--date", "2999-01-01"), "which lies after today"),
        (("--llm", ""), "--llm is empty"),
        (("--clear", "llm"), '--clear cannot empty "llm"'),
        (("--clear", "weather"), '--clear cannot empty "weather"'),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(
    experiment: Cli, options: tuple[str, ...], complaint: str
) -> None:
    name = add(experiment)
    before = lines(experiment)

    answer = experiment("session", "edit", name, *options)

    assert answer.code == 2
    assert complaint in answer.err
    assert lines(experiment) == before


def test_a_session_that_is_not_there_is_named(experiment: Cli) -> None:
    answers = [
        experiment("session", "edit", "zzzzzz", "--tokens-in", "1"),
        experiment("session", "remove", "zzzzzz", "--yes"),
        experiment("session", "show", "zzzzzz"),
    ]

    assert {answer.code for answer in answers} == {2}
    assert all('no session is named "zzzzzz"' in answer.err for answer in answers)


def test_a_removal_asks_and_takes_everything_of_the_session(experiment: Cli) -> None:
    experiment.path("answer.md").write_text("text")
    name = add(experiment, "--tokens-out-text", "answer.md")
    kept = add(experiment)

    unasked = experiment("session", "remove", name)
    removed = experiment("session", "remove", name, "--yes")

    assert unasked.code == 2
    assert "give --yes" in unasked.err
    assert removed.code == 0
    assert [line.rsplit(",", 1)[1] for line in lines(experiment)] == [kept]
    assert lines(experiment, "origins") == []
    assert agrees(experiment)


def test_the_look_ups_of_a_removed_session_stay_without_it(experiment: Cli) -> None:
    name = add(experiment)
    crates = experiment.path("data/crates.csv")
    cells = f"2026-03-05,serde,,,,exists,,1.0.0,crates-io,2026-03-05T09:30:00Z,,,{name},lookup-1\n"
    crates.write_text(crates.read_text() + cells)

    experiment("session", "remove", name, "--yes")

    assert lines(experiment, "crates") == [cells.replace(name, "").strip()]
    assert experiment("doctor").code == 0


def test_a_timer_gives_the_minutes_and_says_that_it_measured_them(experiment: Cli) -> None:
    started = experiment("session", "start", "--llm", "claude", "--model", "opus")
    timer = experiment.path(".portlog/timers/claude.json")
    told = json.loads(timer.read_text())
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    told["started_at"] = f"{an_hour_ago:%Y-%m-%dT%H:%M:%SZ}"
    timer.write_text(json.dumps(told))

    name = experiment("session", "stop", "--module", "agent/loop").out.strip()

    session = shown(experiment, name)
    assert re.fullmatch(r"claude since \S+Z\n", started.out)
    assert 60 <= session["duration_min"] < 62
    assert session["known"]["duration_min"] == {"basis": "observed", "rule": "timer/1"}
    assert session["date"] == f"{an_hour_ago:%Y-%m-%d}"
    assert f",{told['started_at']}," in lines(experiment, "session_details")[0]
    assert not timer.exists()


def test_each_llm_has_one_timer(experiment: Cli) -> None:
    experiment("session", "start", "--llm", "claude")
    second = experiment("session", "start", "--llm", "claude")
    other = experiment("session", "start", "--llm", "codex")
    which = experiment("session", "stop", *LEAST[2:])
    codex = experiment("session", "stop", "--llm", "codex", *LEAST[2:])
    none = experiment("session", "stop", "--llm", "codex", *LEAST[2:])

    assert second.code == 2
    assert "has been running since" in second.err
    assert other.code == codex.code == 0
    assert "several sessions are running: claude, codex" in which.err
    assert "no session with codex is running" in none.err


def test_a_timer_is_kept_when_its_session_cannot_be_recorded(experiment: Cli) -> None:
    experiment("session", "start", "--llm", "claude")

    refused = experiment("session", "stop", "--model", "opus")

    assert refused.code == 2
    assert "missing: --module" in refused.err
    assert experiment("session", "stop", *LEAST[2:]).code == 0


def test_a_clock_that_was_set_back_gives_no_duration(experiment: Cli) -> None:
    experiment("session", "start", *LEAST)
    timer = experiment.path(".portlog/timers/claude.json")
    told = json.loads(timer.read_text())
    tomorrow = datetime.now(UTC) + timedelta(hours=1)
    timer.write_text(json.dumps({**told, "started_at": f"{tomorrow:%Y-%m-%dT%H:%M:%SZ}"}))

    answer = experiment("session", "stop")

    assert answer.code == 2
    assert "the clock was set back; give --duration-min" in answer.err
    assert timer.exists()


def test_a_stop_that_was_cut_short_records_its_session_once(experiment: Cli) -> None:
    experiment("session", "start", *LEAST)
    timer = experiment.path(".portlog/timers/claude.json")
    running = timer.read_text()

    first = experiment("session", "stop").out
    timer.write_text(running)
    again = experiment("session", "stop").out

    assert first == again
    assert len(lines(experiment)) == 1
    assert not timer.exists()


def test_a_damaged_timer_is_named(experiment: Cli) -> None:
    experiment("session", "start", "--llm", "claude")
    experiment.path(".portlog/timers/claude.json").write_text("{")

    answer = experiment("session", "stop")

    assert answer.code == 2
    assert "claude.json is no timer" in answer.err


CSV = "llm,date,model,module,cost_usd,weather\n"
ROW = "claude,2026-01-01,opus,agent/loop,1.5,rain\n"


def imported(cli: Cli, content: str, *options: str) -> tuple[int, int, str]:
    file = cli.path("other.csv")
    file.write_bytes(content.encode(errors="surrogateescape"))
    answer = cli("session", "import", "csv", "other.csv", *options)
    return answer.code, len(answer.out.splitlines()), answer.err


def test_a_second_import_adds_nothing_and_equal_rows_stay_as_many(experiment: Cli) -> None:
    first = imported(experiment, CSV + ROW * 3)
    before = {path: path.read_bytes() for path in experiment.path("data").glob("*.csv")}
    second = imported(experiment, CSV + ROW * 3)
    after = {path: path.read_bytes() for path in experiment.path("data").glob("*.csv")}
    third = imported(experiment, CSV + ROW * 4)

    assert (first[:2], second[:2], third[:2]) == ((0, 3), (0, 0), (0, 1))
    assert "3 added, 0 known" in first[2]
    assert before == after
    assert len(lines(experiment)) == 4


def test_a_dry_run_says_what_an_import_would_add(experiment: Cli) -> None:
    tried = imported(experiment, CSV + ROW, "--dry-run")

    assert tried[:2] == (0, 1)
    assert "1 would be added" in tried[2]
    assert lines(experiment) == []


def test_columns_of_others_are_kept_as_a_note(experiment: Cli) -> None:
    imported(experiment, CSV + ROW)

    assert ",weather: rain," in lines(experiment, "session_details")[0]


def test_a_removed_import_does_not_come_back(experiment: Cli) -> None:
    imported(experiment, CSV + ROW)
    name = lines(experiment)[0].rsplit(",", 1)[1]

    experiment("session", "remove", name, "--yes")
    again = imported(experiment, CSV + ROW)

    assert again[:2] == (0, 0)
    assert lines(experiment) == []
    assert agrees(experiment)


def test_rows_that_cannot_be_read_are_named_and_the_others_come_in(experiment: Cli) -> None:
    code, added, said = imported(experiment, CSV + ROW + ROW.replace("2026-01-01", "1.1.26"))

    assert (code, added) == (1, 1)
    assert 'other.csv:3:2: date is "1.1.26", not a date' in said
    assert "1 added, 0 known, 1 unreadable" in said


def test_a_name_that_comes_along_is_the_sessions_name_everywhere(
    experiment: Cli, tmp_path: Path
) -> None:
    name = add(experiment, "--date", "2026-03-05", "--cost-usd", "2")
    other = Cli(tmp_path / "other", experiment.home)
    other.folder.mkdir()
    other("init")
    text = experiment.path("data/sessions.csv").read_text()

    first = imported(other, text)
    second = imported(other, text)
    own = imported(experiment, text)

    assert (first[:2], second[:2], own[:2]) == ((0, 1), (0, 0), (0, 0))
    assert lines(other) == lines(experiment)
    assert lines(other)[0].endswith(name)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "has no column date"),
        ("a;b;c\n", "has no column date"),
        ("\x00\x01", "has no column date"),
        (CSV.replace("llm", "date"), "has no column llm"),
    ],
)
def test_a_file_that_is_no_log_is_refused(experiment: Cli, content: str, complaint: str) -> None:
    code, added, said = imported(experiment, content)

    assert (code, added) == (2, 0)
    assert complaint in said


def test_a_file_that_is_not_there_is_named(experiment: Cli) -> None:
    answer = experiment("session", "import", "csv", "none.csv")

    assert answer.code == 2
    assert "cannot read none.csv: No such file" in answer.err
