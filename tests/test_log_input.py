"""What a log may be after other hands, other programs and other machines had it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
HEADER = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,"
    "loc_python,loc_rust,hallucinations,tests_pass,session_id"
)
ROW = "2026-03-05,claude,opus,agent/loop,1,2,1.20,90,3,4,0,1/2,2026-03-05-claude-aaaaaa"
SECOND = ROW.replace("03-05", "03-06").replace("aaaaaa", "bbbbbb")


@pytest.fixture
def log(experiment: Cli) -> Path:
    """Return the path of the experiment's sessions."""
    return experiment.path("data/sessions.csv")


def listed(cli: Cli) -> list[str]:
    """Return the lines that a listing gives, without its header."""
    answer = cli("session", "list", "--format", "csv")
    assert answer.code == 0, answer.err
    return answer.out.splitlines()[1:]


def written_through(cli: Cli) -> None:
    """Append a session, put one before the others, edit one and take one out."""
    steps = [
        cli("session", "add", *LEAST, "--date", "2026-03-09"),
        cli("session", "add", *LEAST, "--date", "2026-03-01"),
        cli("session", "edit", "bbbbbb", "--tokens-in", "7"),
        cli("session", "remove", "aaaaaa", "--yes"),
    ]
    assert [step.code for step in steps] == [0, 0, 0, 0], steps


def test_a_column_of_others_is_kept_in_its_place(experiment: Cli, log: Path) -> None:
    log.write_text(f'weather,{HEADER},mood\nrain,{ROW},good\n\'=1,{SECOND},"a,b"\n')

    written_through(experiment)

    first, *lines = log.read_text().splitlines()
    edited = SECOND.replace(",1,2,", ",7,2,")
    assert first == f"weather,{HEADER},mood"
    assert f'\'=1,{edited},"a,b"' in lines
    assert [line[:12] for line in lines] == [",2026-03-01,", "'=1,2026-03-", ",2026-03-09,"]


def test_a_thousand_columns_are_kept(experiment: Cli, log: Path) -> None:
    more = ",".join(f"c{number}" for number in range(987))
    log.write_text(f"{HEADER},{more}\n{ROW},{more}\n{SECOND},{more}\n")

    written_through(experiment)

    first, *lines = log.read_text().splitlines()
    assert {line.count(",") for line in lines} == {999}
    assert first == f"{HEADER},{more}"
    assert any(line.endswith(more) for line in lines)


def test_a_column_that_is_not_there_is_unknown_and_comes_with_the_next_change(
    experiment: Cli, log: Path
) -> None:
    log.write_text(
        "date,llm,model,module,session_id\n2026-03-05,a,b,c,2026-03-05-a-aaaaaa\n"
        "2026-03-06,a,b,c,2026-03-06-a-bbbbbb\n"
    )

    before = listed(experiment)
    written_through(experiment)

    assert before[0] == "2026-03-05,a,b,c,,,,,,,,,2026-03-05-a-aaaaaa"
    assert log.read_text().splitlines()[0] == HEADER


@pytest.mark.parametrize(
    ("begin", "end"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")], ids=repr
)
def test_what_an_editor_puts_round_the_lines_stays(
    experiment: Cli, log: Path, begin: str, end: str
) -> None:
    log.write_bytes(f"{begin}{HEADER}{end}{ROW}{end}{SECOND}{end}".encode())

    written_through(experiment)

    content = log.read_bytes().decode()
    assert content.startswith(f"{begin}{HEADER}{end}")
    assert content.count("\n") == content.count(end) == 4
    assert [line[:10] for line in listed(experiment)] == ["2026-03-01", "2026-03-06", "2026-03-09"]


def test_a_last_line_without_its_end_gets_one(experiment: Cli, log: Path) -> None:
    log.write_text(f"{HEADER}\n{ROW}\n{SECOND}")

    written_through(experiment)

    assert len(listed(experiment)) == 3


UNREAD = {
    "nul": (ROW.replace("opus", "op\0us").encode(), "the character U+0000"),
    "latin-1": (ROW.replace("opus", "caf\xe9").encode("latin-1"), "the character U+DCE9"),
    "a tab": (ROW.replace("opus", "a\tb").encode(), "the character U+0009"),
    "10 MB": (ROW.replace("opus", "x" * 10_000_000).encode(), "10,000,000 characters long"),
    "a merge marker": (b"<<<<<<< HEAD", "a git merge marker"),
    "40 digits": (ROW.replace(",1,2,", f",{'9' * 40},2,").encode(), "too large"),
    "a decimal of 40 digits": (ROW.replace("1.20", f"0.{'1' * 40}").encode(), "decimals"),
    "too few cells": (b"2026-03-05,claude", "2 cells"),
    "a name again": (SECOND.encode(), "2026-03-06-claude-bbbbbb stands on an earlier line"),
}


@pytest.mark.parametrize("kind", UNREAD)
def test_a_row_that_cannot_be_read_is_told_and_its_bytes_stay(
    experiment: Cli, log: Path, kind: str
) -> None:
    line, why = UNREAD[kind]
    other = ROW.replace("aaaaaa", "cccccc").encode()
    first = HEADER.encode()
    log.write_bytes(b"\n".join([first, SECOND.encode(), line, other, b""]))

    answer = experiment("session", "list", "--format", "csv")
    experiment("session", "add", *LEAST, "--date", "2026-03-01")
    experiment("session", "remove", "cccccc", "--yes")

    assert answer.code == 0
    assert len(answer.out.splitlines()) == 3
    assert why in answer.err
    assert "1 row unread" in answer.err
    assert max(map(len, answer.err.splitlines())) < 300
    assert line in log.read_bytes().split(b"\n")
    assert len(log.read_bytes().splitlines()) == 4


NO_LOG = {
    "nothing": b"",
    "one empty line": b"\n",
    "utf-16": f"{HEADER}\n{ROW}\n".encode("utf-16"),
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "semicolons": HEADER.replace(",", ";").encode(),
    "a thousand columns": ",".join(f"c{number}" for number in range(1000)).encode(),
    "no date": HEADER.removeprefix("date,").encode(),
    "a column twice": f"{HEADER},llm\n".encode(),
    "a merge marker": f"<<<<<<< HEAD\n{HEADER}\n".encode(),
    "an open quotation mark": f'"{HEADER}\n{ROW}\n'.encode(),
}


@pytest.mark.parametrize("kind", NO_LOG)
def test_a_file_that_is_no_log_is_refused_and_left(experiment: Cli, log: Path, kind: str) -> None:
    log.write_bytes(NO_LOG[kind])

    answers = [
        experiment("session", "list"),
        experiment("session", "add", *LEAST),
        experiment("session", "remove", "aaaaaa", "--yes"),
    ]

    assert [answer.code for answer in answers] == [2, 2, 2]
    assert all("data/sessions.csv:1: the first line " in answer.err for answer in answers)
    assert all(answer.err.count("\n") == 2 for answer in answers)
    assert log.read_bytes() == NO_LOG[kind]


@pytest.mark.parametrize(
    "text", ["'tis", "'=x", "=1+1", "''", "'", "+1", "-", "@a", '"', 'a"b', "a,b", " a ", "NULL"]
)
def test_a_text_comes_back_as_it_was_typed(experiment: Cli, text: str) -> None:
    experiment("session", "add", "--llm", "a", "--model", "b", "--module", text)
    sql = "select module, length(module) as letters from sessions"

    kept = experiment("query", sql, "--format", "json").out
    experiment.path(".portlog/portlog.duckdb").unlink()
    built = experiment("query", sql, "--format", "json").out

    assert kept == built
    assert f'"letters": {len(text)}' in kept


def test_a_typed_number_of_40_digits_is_refused(experiment: Cli) -> None:
    answer = experiment("session", "add", *LEAST, "--tokens-in", "9" * 40)

    assert answer.code == 2
    assert re.search(r"--tokens-in is \"9+\", too large", answer.err)


def of_a_newer_duckdb(content: bytes) -> bytes:
    """Return a database file whose header has the version that DuckDB 2 writes.

    The version stands after the checksum and the magic bytes: https://duckdb.org/docs/stable/internals/storage
    """
    assert content[8:12] == b"DUCK"
    return content[:12] + (999).to_bytes(8, "little") + content[20:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "of a newer DuckDB": of_a_newer_duckdb,
    "cut": lambda content: content[: len(content) * 6 // 10],
    "cut in its header": lambda content: content[:100],
    "empty": lambda _: b"",
    "no database": lambda _: b"no database",
    "overwritten": lambda content: content[:4096] + bytes(len(content) - 4096),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_database_that_cannot_be_used_is_built_again_and_that_is_said(
    experiment: Cli, damage: str
) -> None:
    name = experiment("session", "add", *LEAST).out.strip()
    file = experiment.path(".portlog/portlog.duckdb")
    file.write_bytes(DAMAGES[damage](file.read_bytes()))

    first = experiment("session", "list", "--format", "csv")
    second = experiment("session", "list", "--format", "csv")

    assert (first.code, second.code) == (0, 0)
    assert name in first.out
    assert first.out == second.out
    assert "portlog.duckdb cannot be used and is built again from the text" in first.err
    assert second.err == ""


def test_a_byte_that_flipped_in_the_database_gives_no_other_answer(experiment: Cli) -> None:
    experiment("session", "add", *LEAST, "--tokens-in", "45000")
    right = listed(experiment)
    file = experiment.path(".portlog/portlog.duckdb")
    whole = file.read_bytes()
    file.with_suffix(".duckdb.wal").unlink(missing_ok=True)

    for part in range(20):
        at = len(whole) * part // 20 + 9
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        first = experiment("session", "list", "--format", "csv")

        assert first.code in {0, 2}, first.err
        assert first.code == 2 or first.out.splitlines()[1:] == right
        assert listed(experiment) == right
