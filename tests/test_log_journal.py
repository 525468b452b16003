"""A step that was cut short meets files that somebody has changed since."""

import json
from base64 import b64encode
from hashlib import sha256

import pytest
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")


@pytest.fixture
def logged(experiment: Cli) -> Cli:
    """Return an experiment with one session."""
    assert experiment("session", "add", *LEAST, "--date", "2026-03-05").code == 0
    return experiment


def replacement(cli: Cli, content: bytes) -> None:
    """Leave the journal of a step that was about to put another text in the sessions' place."""
    before = cli.path("data/sessions.csv").read_bytes()
    told = {
        "path": "data/sessions.csv",
        "offset": None,
        "before": sha256(before).hexdigest(),
        "content": b64encode(content).decode(),
    }
    cli.path(".portlog/journal.json").write_text(json.dumps([told]))


def test_a_replacement_that_was_cut_short_is_made(logged: Cli) -> None:
    text = logged.path("data/sessions.csv")
    planned = text.read_bytes().replace(b"opus-4.6", b"opus-4.7")
    replacement(logged, planned)

    answer = logged("session", "list")

    assert "opus-4.7" in answer.out
    assert text.read_bytes() == planned


def test_a_hand_edit_after_the_cut_is_kept(logged: Cli) -> None:
    text = logged.path("data/sessions.csv")
    by_hand = text.read_bytes().replace(b"agent/loop", b"agent/tools")
    replacement(logged, text.read_bytes().replace(b"opus-4.6", b"opus-4.7"))
    text.write_bytes(by_hand)

    answer = logged("session", "list")

    assert answer.code == 0
    assert text.read_bytes() == by_hand
    assert not logged.path(".portlog/journal.json").exists()


def test_a_file_that_was_removed_after_the_cut_stops_nothing(logged: Cli) -> None:
    told = {"path": "data/crates.csv", "offset": 9, "content": b64encode(b"row\n").decode()}
    logged.path("data/crates.csv").unlink()
    logged.path(".portlog/journal.json").write_text(json.dumps([told]))

    answer = logged("session", "list")

    assert answer.code == 0
    assert not logged.path("data/crates.csv").exists()


@pytest.mark.parametrize("content", ["", "{", "[1]", "[{}]"])
def test_a_journal_that_is_none_is_told(logged: Cli, content: str) -> None:
    logged.path(".portlog/journal.json").write_text(content)

    answer = logged("session", "list")

    assert answer.code == 2
    assert "journal.json: " in answer.err
    assert "its step was never acknowledged" in answer.err


def test_what_a_cut_write_left_is_swept_by_the_next_that_records(logged: Cli) -> None:
    left = [logged.path("data/.sessions.csv.77.tmp"), logged.path(".portlog/.journal.json.7.tmp")]
    for path in left:
        path.write_text("half a li")

    answer = logged("session", "add", *LEAST)

    assert answer.code == 0
    assert [path.exists() for path in left] == [False, False]
