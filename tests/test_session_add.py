"""`portlog session add`, `list` and `show`, through the real command line."""

import json
import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from support import Cli, read_only

FULL = (
    "--date 2026-03-05 --llm claude --model opus-4.6 --module agent/loop --tokens-in 45000 "
    "--tokens-out 12000 --cost-usd 1.20 --duration-min 90 --loc-python 476 --loc-rust 380 "
    "--hallucinations 1 --tests-pass 12/15"
).split()
LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
HEADER = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,loc_python,loc_rust,"
    "hallucinations,tests_pass,session_id"
)


def rows(cli: Cli) -> list[str]:
    return cli.path("data/sessions.csv").read_text().splitlines()[1:]


def test_a_full_session_stands_in_the_text_as_it_was_typed(experiment: Cli) -> None:
    answer = experiment("session", "add", *FULL)

    header, row = experiment.path("data/sessions.csv").read_text().splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert header == HEADER
    assert re.fullmatch(
        r"2026-03-05,claude,opus-4\.6,agent/loop,45000,12000,1\.20,90,476,380,1,12/15,"
        r"2026-03-05-claude-[0-9a-hjkmnp-tv-z]{6}",
        row,
    )
    assert answer.out == row.rsplit(",", 1)[1] + "\n"


def test_the_same_row_stands_in_the_database(experiment: Cli) -> None:
    name = experiment("session", "add", *FULL).out.strip()

    answer = experiment("query", "select * from sessions", "--format", "json")

    assert json.loads(answer.out) == {
        "schema_version": 1,
        "rows": [
            {
                "date": "2026-03-05",
                "llm": "claude",
                "model": "opus-4.6",
                "module": "agent/loop",
                "tokens_in": 45000,
                "tokens_out": 12000,
                "cost_usd": 1.2,
                "duration_min": 90,
                "loc_python": 476,
                "loc_rust": 380,
                "hallucinations": 1,
                "tests_pass": "12/15",
                "session_id": name,
            }
        ],
    }


def test_what_nobody_knows_is_empty_and_null_never_zero(experiment: Cli) -> None:
    experiment("session", "add", "--date", "2026-03-05", *LEAST)

    [row] = rows(experiment)
    told = json.loads(experiment("session", "list", "--format", "json").out)["sessions"][0]
    assert row.startswith("2026-03-05,claude,opus-4.6,agent/loop,,,,,,,,,2026-03-05-claude-")
    assert told["cost_usd"] is None
    assert told["tests_pass"] is None
    assert "cost_usd" not in told["known"]


def test_the_day_is_today_in_the_experiments_time_zone(cli: Cli) -> None:
    cli("init", "--time-zone", "Pacific/Kiritimati")
    before = datetime.now(UTC) + timedelta(hours=14)

    cli("session", "add", *LEAST)

    after = datetime.now(UTC) + timedelta(hours=14)
    assert rows(cli)[0][:10] in {f"{before:%Y-%m-%d}", f"{after:%Y-%m-%d}"}


def test_rows_are_sorted_by_day_however_they_come(experiment: Cli) -> None:
    for day in ("2026-03-07", "2026-03-05", "2026-03-09", "2026-03-06"):
        assert experiment("session", "add", "--date", day, *LEAST).code == 0

    assert [row[:10] for row in rows(experiment)] == [
        "2026-03-05",
        "2026-03-06",
        "2026-03-07",
        "2026-03-09",
    ]


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--tokens-in", "-5", '--tokens-in is "-5", not a whole number'),
        ("--tokens-out", "12k", '--tokens-out is "12k", not a whole number'),
        ("--tokens-in", "9" * 40, "too large"),
        ("--cost-usd", "1,20", '--cost-usd is "1,20", not a number'),
        ("--cost-usd", "-1.20", '--cost-usd is "-1.20", not a number'),
        ("--cost-usd", "NaN", "not a number"),
        ("--cost-usd", "1e3", "not a number"),
        ("--cost-usd", "0.1234567891", "with more than 9 decimals"),
        ("--duration-min", "1h", "not a number"),
        ("--tests-pass", "13/12", '--tests-pass is "13/12", more passed than ran'),
        ("--tests-pass", "12", "not PASSED/TOTAL"),
        ("--tests-pass", "١/٢", "not PASSED/TOTAL"),
        ("--date", "2026-02-30", '--date is "2026-02-30", a date that does not exist'),
        ("--date", "05.03.2026", "not a date"),
        ("--date", "2999-01-01", '--date is "2999-01-01", which lies after today'),
        ("--model", "opus\t4.6", "the character U+0009"),
        ("--model", "opus\n4.6", "the character U+000A"),
        ("--llm", "clau\x1b[31mde", "the character U+001B"),
        ("--module", "agent\u202eloop", "the character U+202E"),
        ("--module", "x" * 10_001, "10,001 characters long"),
        ("--llm", "", "missing: --llm"),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_is_recorded(
    experiment: Cli, option: str, value: str, complaint: str
) -> None:
    answer = experiment("session", "add", *LEAST, option, value)

    assert answer.code == 2
    assert complaint in answer.err
    assert "   hint: " in answer.err
    assert "\x1b" not in answer.err
    assert rows(experiment) == []


def test_a_missing_option_is_named(experiment: Cli) -> None:
    answer = experiment("session", "add", "--llm", "claude")

    assert answer.code == 2
    assert answer.err.startswith("portlog: missing: --model, --module\n")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "'tis", "'=x", "''"])
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_comes_back(
    experiment: Cli, cell: str
) -> None:
    experiment("session", "add", "--llm", "claude", "--model", cell, f"--module={cell}")

    told = json.loads(experiment("session", "list", "--format", "json").out)["sessions"][0]
    assert f",'{cell},'{cell}," in rows(experiment)[0]
    assert (told["model"], told["module"]) == (cell, cell)


def test_commas_quotes_and_other_scripts_come_back(experiment: Cli) -> None:
    name = 'a,"b" ünï 漢字 🦀 عربى'

    experiment("session", "add", "--llm", "claude", "--model", "m", "--module", name)

    told = json.loads(experiment("session", "list", "--format", "json").out)["sessions"]
    assert told[0]["module"] == name


def test_several_sessions_come_from_json_all_or_none(experiment: Cli) -> None:
    good = {"llm": "codex", "model": "gpt", "module": "m", "cost_usd": 1.10, "tokens_in": 5}
    bad = {"llm": "codex", "model": "gpt", "module": "m", "tokens_in": -5}

    refused = experiment("session", "add", "--from-json", "-", stdin=json.dumps([good, bad]))
    kept_none = rows(experiment)
    taken = experiment("session", "add", "--from-json", "-", stdin=json.dumps([good, good]))

    assert refused.code == 2
    assert '--from-json: session 2: tokens_in is "-5"' in refused.err
    assert kept_none == []
    assert len(taken.out.splitlines()) == len(set(taken.out.splitlines())) == 2
    assert all(",5,,1.10,," in row for row in rows(experiment))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "--from-json: "),
        ("3", "session 1: not an object"),
        ('{"llm": "a", "cost": 1}', 'no column is named "cost"'),
        ('{"llm": "a", "model": true}', "model is neither text nor a number"),
        ('{"llm": "a", "model": "b", "module": "c", "cost_usd": NaN}', "--from-json: "),
        ('{"llm": "a", "model": "b"}', "missing: --from-json: session 1: module"),
    ],
)
def test_json_that_is_no_session_is_refused(experiment: Cli, text: str, complaint: str) -> None:
    answer = experiment("session", "add", "--from-json", "-", stdin=text)

    assert answer.code == 2
    assert complaint in answer.err


def test_tokens_of_a_text_are_counted_offline_and_marked_as_an_estimate(experiment: Cli) -> None:
    experiment.path("answer.md").write_text("tiktoken is great! <|endoftext|> is text here.\n")

    experiment("session", "add", *LEAST, "--tokens-out-text", "answer.md")

    shown = experiment("session", "show", rows(experiment)[0][-6:], "--format", "json")
    told = json.loads(shown.out)["session"]
    listed = experiment("session", "list").out
    assert told["tokens_out"] == 17
    assert told["known"]["tokens_out"] == {"basis": "computed", "rule": "o200k_base"}
    assert told["known"]["model"] == {"basis": "claimed", "rule": "typed"}
    assert "~17" in listed


def test_a_count_and_a_text_to_count_exclude_each_other(experiment: Cli) -> None:
    answer = experiment("session", "add", *LEAST, "--tokens-in", "5", "--tokens-in-text", "x")

    assert answer.code == 2
    assert "--tokens-in and --tokens-in-text are both given" in answer.err


def test_a_text_that_is_none_is_refused(experiment: Cli) -> None:
    experiment.path("picture").write_bytes(b"\xff\xfe\x00")

    missing = experiment("session", "add", *LEAST, "--tokens-in-text", "nothing.md")
    binary = experiment("session", "add", *LEAST, "--tokens-in-text", "picture")

    assert (missing.code, binary.code) == (2, 2)
    assert "cannot read nothing.md: No such file" in missing.err
    assert "picture is not UTF-8 text (byte 0)" in binary.err


def test_without_an_experiment_the_error_says_how_to_begin(cli: Cli) -> None:
    answer = cli("session", "add", *LEAST)

    assert answer.code == 2
    assert answer.err.startswith("portlog: no experiment in ")
    assert "run `portlog init`" in answer.err


def test_a_session_is_found_by_its_name_or_its_last_letters(experiment: Cli) -> None:
    name = experiment("session", "add", *FULL).out.strip()

    by_name = experiment("session", "show", name)
    by_letters = experiment("session", "show", name[-6:])
    by_nothing = experiment("session", "show", "claude")

    assert by_name.out == by_letters.out
    assert re.search(r"cost_usd +1\.20 +claimed +typed", by_name.out)
    assert by_nothing.code == 2


def test_sessions_are_listed_by_what_they_have(experiment: Cli) -> None:
    for day, llm in (("2026-03-05", "claude"), ("2026-03-06", "codex"), ("2026-03-07", "codex")):
        experiment("session", "add", "--date", day, "--llm", llm, "--model", "m", "--module", "x")

    def days(*options: str) -> list[str]:
        told = experiment("session", "list", "--format", "json", *options).out
        return [one["date"][-2:] for one in json.loads(told)["sessions"]]

    assert days() == ["05", "06", "07"]
    assert days("--llm", "codex") == ["06", "07"]
    assert days("--since", "2026-03-06") == ["06", "07"]
    assert days("--last", "1") == ["07"]
    assert days("--module", "y") == []


def test_every_format_tells_the_same(experiment: Cli) -> None:
    experiment("session", "add", *FULL)
    text = experiment.path("data/sessions.csv").read_text()

    as_csv = experiment("session", "list", "--format", "csv").out
    as_markdown = experiment("session", "list", "--format", "markdown").out
    as_table = experiment("session", "list").out

    assert as_csv == text
    assert [cell.strip() for cell in as_markdown.splitlines()[2].strip("|").split("|")] == (
        text.splitlines()[1].split(",")
    )
    row, _, cost = as_table.splitlines()[-3:]
    assert row.replace(",", "").split() == text.splitlines()[1].split(",")
    assert cost == "cost_usd: API-equivalent list price"


def test_a_log_without_sessions_says_what_to_do(experiment: Cli) -> None:
    assert "portlog session add" in experiment("session", "list").out


def answer_on_a_terminal(cli: Cli, typed: str, *arguments: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "portlog", *arguments],
        cwd=cli.folder,
        env=cli.environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    try:
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        os.close(ours)
    return process.returncode, said


def test_a_terminal_is_asked_for_what_is_missing_and_offered_the_last_session(
    experiment: Cli,
) -> None:
    experiment("session", "add", *FULL)

    code, said = answer_on_a_terminal(experiment, "\n\nagent/tools\n", "session", "add")

    assert code == 0
    assert "[claude]" in said
    assert "[agent/loop]" in said
    assert ",claude,opus-4.6,agent/tools," in rows(experiment)[-1]


def test_after_an_ended_prompt_nothing_is_recorded(experiment: Cli) -> None:
    code, said = answer_on_a_terminal(experiment, "\x04", "session", "add")

    assert code == 130
    assert "portlog: interrupted" in said
    assert rows(experiment) == []


def test_a_read_only_folder_is_read_and_not_written(experiment: Cli) -> None:
    experiment("session", "add", *FULL)

    with read_only(experiment.folder) as locked:
        cli = Cli(locked, experiment.home)
        written = cli("session", "add", *LEAST)
        read = cli("session", "list", "--format", "csv")

    assert written.code == 2
    assert "cannot write" in written.err
    assert len(read.out.splitlines()) == 2
