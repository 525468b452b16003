"""`portlog doctor`: what is wrong with the log is named with its place, or mended."""

import csv
import io
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest
from support import Answer, Cli, read_only

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
SESSIONS = "data/sessions.csv"


def found(cli: Cli, *options: str) -> list[dict[str, Any]]:
    answer = cli("doctor", "--format", "json", *options)
    told = json.loads(answer.out)
    assert told["schema_version"] == 1
    assert (told["outcome"], answer.code) in {("clean", 0), ("found", 1)}
    findings: list[dict[str, Any]] = told["findings"]
    assert (answer.code == 1) == any(not one["fixed"] for one in findings)
    return findings


def change(cli: Cli, name: str, edit: Callable[[str], str]) -> None:
    path = cli.path(name)
    path.write_bytes(edit(path.read_bytes().decode()).encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an experiment with three sessions, to be copied."""
    experiment = Cli(tmp_path_factory.mktemp("port"), tmp_path_factory.mktemp("home"))
    assert experiment("init").code == 0
    experiment.path("answer.md").write_text("five words and a stop.")
    for day, cost in (("05", "1.20"), ("06", "2.50"), ("07", "3.75")):
        options = ("--date", f"2026-03-{day}", "--cost-usd", cost, "--tokens-out-text", "answer.md")
        assert experiment("session", "add", *LEAST, *options).code == 0
    return experiment.folder


@pytest.fixture
def filled(made: Path, cli: Cli) -> Cli:
    copytree(made, cli.folder, dirs_exist_ok=True)
    return cli


def last(cli: Cli) -> str:
    return cli.path(SESSIONS).read_text().splitlines()[-1]


def test_a_log_with_nothing_wrong_is_clean_without_git(filled: Cli) -> None:
    filled("session", "list")  # the database of a copy is not of its text

    answer = filled("doctor")

    assert (answer.code, answer.out, answer.err) == (0, "", "nothing is wrong\n")


def test_a_folder_without_an_experiment_cannot_be_examined(cli: Cli) -> None:
    assert cli("doctor").code == 2


# what is done to the text, the check that finds it, its line and cell, and the message
TROUBLES: dict[str, tuple[Callable[[str], str], tuple[str, int, int | None], str]] = {
    "a cell": (
        lambda text: text.replace("2.50", '"2,50"'),
        ("unreadable_row", 3, 7),
        'cost_usd is "2,50"',
    ),
    "a marker": (
        lambda text: text + "<<<<<<< HEAD\n",
        ("merge_marker", 5, None),
        "a git merge marker",
    ),
    "a long marker": (
        lambda text: f"{text}{'>' * 9} theirs\n",
        ("merge_marker", 5, None),
        "1 cells",
    ),
    "a row twice": (
        lambda text: text + text.splitlines()[1] + "\n",
        ("repeated_key", 5, None),
        "an earlier line",
    ),
    "a number": (
        lambda text: text.replace("2.50", "2.5"),
        ("form", 3, None),
        "written in another way",
    ),
    "a mark": (lambda text: "\ufeff" + text, ("form", 1, None), "byte order mark"),
    "line ends": (
        lambda text: text.replace("\n", "\r\n"),
        ("form", 1, None),
        "carriage return",
    ),
    "the end": (lambda text: text.rstrip("\n"), ("form", 4, None), "the last line has no end"),
    "the order": (
        lambda text: text.replace("2026-03-05,", "2026-03-09,"),
        ("form", 3, None),
        "sorts before",
    ),
    "an empty line": (
        lambda text: text.replace("\n", "\n\n", 1),
        ("form", 2, None),
        "written in another way",
    ),
    "a column": (
        lambda text: text.replace("date", "day", 1),
        ("unreadable_row", 1, None),
        "no column date",
    ),
    "nothing": (lambda _: "", ("unreadable_row", 1, None), "no column date"),
    "no text": (lambda _: "\x00\x01", ("unreadable_row", 1, None), "no column date"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_is_wrong_in_a_text_is_named_with_its_place(filled: Cli, trouble: str) -> None:
    edit, place, message = TROUBLES[trouble]
    change(filled, SESSIONS, edit)

    findings = found(filled)

    [first] = findings
    assert (first["check"], first["line"], first["cell"]) == place
    assert first["file"] == SESSIONS
    assert message in first["message"]
    assert first["accepted"]


def test_the_three_other_formats_say_the_same(filled: Cli) -> None:
    change(filled, SESSIONS, lambda text: text.replace("2.50", '"2,50"'))

    people = filled("doctor")
    [row] = csv.DictReader(io.StringIO(filled("doctor", "--format", "csv").out))
    markdown = filled("doctor", "--format", "markdown").out

    assert people.out.startswith('data/sessions.csv:3:7: cost_usd is "2,50", not a number\n')
    assert "   accepted: an amount such as 1.20" in people.out
    assert (row["line"], row["cell"], row["fixed"]) == ("3", "7", "false")
    assert len(markdown.splitlines()) == 3


def test_a_row_that_names_a_missing_one_is_found_and_a_removed_import_is_not(filled: Cli) -> None:
    name = last(filled).rsplit(",", 1)[1]
    row = "csv,{0},{0},{1}\n"
    change(
        filled, "data/imports.csv", lambda text: text + row.format("a", "") + row.format("b", name)
    )
    change(filled, SESSIONS, lambda text: text.replace(last(filled) + "\n", ""))

    findings = found(filled)

    assert [(one["check"], one["file"], one["line"], one["cell"]) for one in findings] == [
        ("reference", "data/origins.csv", 4, 1),
        ("reference", "data/imports.csv", 3, 4),
    ]
    assert name in findings[0]["message"]


def test_a_reference_to_a_row_that_cannot_be_read_is_none_too_many(filled: Cli) -> None:
    change(filled, SESSIONS, lambda text: text.replace("2.50", "much"))

    assert {one["check"] for one in found(filled)} == {"unreadable_row"}


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("delete from sessions where cost_usd = 2.5", "sessions: 1 row missing, 0 rows too many"),
        ("insert into sessions from sessions limit 1", "0 rows missing, 1 row too many"),
        ("update sessions set tokens_in = 9 where cost_usd = 2.5", "1 row missing, 1 row too many"),
        ("update portlog_texts set last = 'x' where name = 'sessions'", "_texts: 1 row missing"),
        ("insert into portlog_unread values ('sessions', 'x.csv', 2, 0, '', '')", "0 rows missing"),
    ],
)
def test_a_database_that_says_something_else_than_the_text_is_found_and_built_anew(
    filled: Cli, sql: str, message: str
) -> None:
    filled("session", "list")
    with duckdb.connect(str(filled.path(".portlog/portlog.duckdb"))) as connection:
        connection.execute(sql)

    [first] = found(filled)
    mended = filled("doctor", "--fix")

    assert (first["check"], first["file"]) == ("database", ".portlog/portlog.duckdb")
    assert message in first["message"]
    assert (mended.code, mended.err) == (0, "built .portlog/portlog.duckdb from the text\n")
    assert found(filled) == []


def test_a_database_that_is_damaged_is_found_and_built_anew(filled: Cli) -> None:
    filled("session", "list")
    filled.path(".portlog/portlog.duckdb").write_bytes(b"\x00" * 20_000)

    [first] = found(filled)

    assert "cannot be opened" in first["message"]
    assert filled("doctor", "--fix").code == 0
    assert found(filled) == []


@pytest.mark.parametrize("stale", ["", "hand edit"])
def test_a_database_that_is_missing_or_stale_is_nothing_wrong(filled: Cli, stale: str) -> None:
    if stale:
        change(filled, SESSIONS, lambda text: text.replace("2.50", "2.60"))
    else:
        filled.path(".portlog/portlog.duckdb").unlink()

    assert found(filled) == []


def test_the_one_form_is_written_and_nothing_is_lost(filled: Cli) -> None:
    whole = filled.path(SESSIONS).read_text()
    header, *rows = whole.splitlines()
    moved = "".join(f"{line}\r\n" for line in (header, *reversed(rows)))
    change(filled, SESSIONS, lambda _: "\ufeff" + moved.replace("2.50", "02.5").rstrip())

    answer = filled("doctor", "--fix")

    assert (answer.code, answer.err) == (0, "wrote data/sessions.csv in its one form\n")
    assert answer.out.count("(fixed)") == 5
    assert filled.path(SESSIONS).read_text() == whole


def test_a_text_with_a_row_that_cannot_be_read_is_left_to_a_person(filled: Cli) -> None:
    change(filled, SESSIONS, lambda text: text.replace("2.50", "much").replace("\n", "\r\n"))
    before = filled.path(SESSIONS).read_bytes()

    answer = filled("doctor", "--fix")

    assert answer.code == 1
    assert filled.path(SESSIONS).read_bytes() == before


def test_an_unfinished_step_is_found_and_finished(filled: Cli) -> None:
    text = filled.path(SESSIONS).read_text()
    row = last(filled).replace("2026-03-07", "2026-03-08").rsplit("-", 1)[0] + "-aaaaaa\n"
    told = {"path": SESSIONS, "offset": len(text), "before": None}
    content = b64encode(row.encode()).decode()
    filled.path(".portlog/journal.json").write_text(json.dumps([{**told, "content": content}]))

    first = found(filled)
    still = filled.path(SESSIONS).read_text()
    mended = filled("doctor", "--fix")

    assert [one["check"] for one in first] == ["journal"]
    assert still == text
    assert (mended.code, mended.err) == (0, "finished the step that was cut short\n")
    assert filled.path(SESSIONS).read_text() == text + row


def test_what_dead_processes_left_is_removed_and_what_others_write_is_not(filled: Cli) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = filled.path(f"data/.sessions.csv.{gone.pid}.tmp")
    alive = filled.path(f"data/.sessions.csv.{os.getpid()}.tmp")
    half = filled.path(".portlog/portlog.tmp")
    for path in (dead, alive, half):
        path.touch()

    first = found(filled)
    mended = filled("doctor", "--fix")

    assert [one["check"] for one in first] == ["leftover"] * 2
    assert (mended.code, mended.err.count("removed ")) == (0, 2)
    assert (dead.exists(), half.exists(), alive.exists()) == (False, False, True)


def test_a_timer_that_cannot_be_read_is_left_to_a_person(filled: Cli) -> None:
    filled("session", "start", "--llm", "claude")
    assert found(filled) == []
    filled.path(".portlog/timers/claude.json").write_text("{")

    [first] = found(filled, "--fix")

    assert (first["check"], first["file"]) == ("timer", ".portlog/timers/claude.json")
    assert not first["fixed"]


@pytest.mark.parametrize("name", ["data/datapackage.json", "data/README.md", "data/imports.csv"])
def test_a_file_that_belongs_to_the_log_is_made_again(filled: Cli, name: str) -> None:
    before = filled.path(name).read_bytes()
    if name.endswith(".json"):
        change(filled, name, lambda text: text.replace("tokens", "coins"))
    else:
        filled.path(name).unlink()

    [first] = found(filled, "--fix")

    assert (first["check"], first["file"], first["fixed"]) == ("description", name, True)
    assert filled.path(name).read_bytes() == before


def test_a_folder_that_cannot_be_written_is_examined_all_the_same(filled: Cli) -> None:
    change(filled, SESSIONS, lambda text: text.replace("2.50", "much"))

    with read_only(filled.folder) as locked:
        answer = Cli(locked, filled.home)("doctor")
        refused = Cli(locked, filled.home)("doctor", "--fix")

    assert answer.code == 1
    assert 'cost_usd is "much"' in answer.out
    assert refused.code == 1


def on_mounts(cli: Cli, mounts: str, *arguments: str) -> Answer:
    """Run a command to which the kernel seems to have these mounts."""
    cli.path("mounts").write_text(mounts)
    bind = 'mount --bind mounts "/proc/$$/mounts" && exec "$0" -m portlog "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", bind, sys.executable, *arguments],
        cwd=cli.folder,
        env=cli.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_a_network_folder_is_named_by_doctor_and_by_init(cli: Cli) -> None:
    mounts = f"/dev/a / ext4 rw 0 0\nhost:/port {cli.folder} nfs4 rw 0 0\n"

    made = on_mounts(cli, mounts, "init")
    examined = on_mounts(cli, mounts, "doctor")

    assert made.code == 0
    assert "this folder is on nfs4: write to it from one machine" in made.err
    assert examined.code == 1
    assert "lies on nfs4, where a second machine" in examined.out


def test_a_folder_of_this_machine_is_safe(cli: Cli) -> None:
    mounts = f"host:/ / nfs4 rw 0 0\n/dev/a {cli.folder.parent} ext4 rw 0 0\n"

    on_mounts(cli, mounts, "init")

    assert on_mounts(cli, mounts, "doctor").code == 0
