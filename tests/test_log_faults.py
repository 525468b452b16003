"""Every call of the file layer broken in turn: a step happens in whole or not at all."""

import json
from pathlib import Path

import pytest
from fault_support import (
    FAILURES,
    KILLED,
    Bench,
    Texts,
    agrees,
    each,
    is_told,
    leftovers,
    states,
    texts,
)
from loopback import release
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
STARTED = {"started_at": "2026-06-01T11:00:00Z", "cells": {"llm": "codex"}}
SESSIONS = """\
date,llm,model,module,tokens_in,session_id
2026-03-05,claude,opus-4.6,agent/loop,5,2026-03-05-claude-aaaaaa
2026-03-06,claude,opus-4.6,agent/loop,,2026-03-06-claude-bbbbbb
"""
ORIGINS = """\
session_id,columns,basis,rule,edited
2026-03-06-claude-bbbbbb,tokens_in,logged,made-up/1,
"""
OTHER = "llm,date,model,module,weather\ncodex,2026-01-01,gpt,agent/loop,rain\n"
COMMANDS = {
    "an add that is appended": ("session", "add", *LEAST, "--date", "2026-03-07"),
    "an add that sorts in between": ("session", "add", *LEAST, "--date", "2026-03-01"),
    "an edit": ("session", "edit", "bbbbbb", "--tokens-in", "7"),
    "a removal": ("session", "remove", "bbbbbb", "--yes"),
    "an import": ("session", "import", "csv", "other.csv"),
    "a start": ("session", "start", "--llm", "claude"),
    "a stop": ("session", "stop", "--model", "gpt", "--module", "agent/loop"),
    "a look-up": ("verify-crate", "serde@1", "--no-details", "--rust-version", "1.80"),
}
QUICK = ("an add that is appended", "an edit", "a stop")
TWO_FILES = ("session", "add", *LEAST, "--date", "2026-03-07", "--tokens-out-text", "other.csv")
IN_FULL = [
    pytest.param(command, id=name, marks=() if name in QUICK else pytest.mark.long)
    for name, command in COMMANDS.items()
]


def make_experiment(folder: Path) -> None:
    registry = folder / "registry" / "index" / "se" / "rd" / "serde"
    files = {
        folder / "data" / "origins.csv": ORIGINS,
        folder / "other.csv": OTHER,
        folder / ".portlog" / "timers" / "codex.json": json.dumps(STARTED),
        folder / ".cargo" / "config.toml": (
            '[source.crates-io]\nreplace-with = "here"\n'
            f'[source.here]\nlocal-registry = "{folder / "registry"}"\n'
        ),
        registry: json.dumps({"name": "serde", **release("1.0.0")}) + "\n",
        folder / "data" / "sessions.csv": SESSIONS,
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an experiment with two sessions, an origin, a running timer and a registry."""
    folder = tmp_path_factory.mktemp("made") / "port"
    make_experiment(folder)
    cli = Cli(folder, folder.parent)
    assert cli("init").code == 0
    name = "2026-03-06-claude-bbbbbb"
    assert cli("session", "edit", name, "--module", "agent/tools").code == 0
    return folder


def files(folder: Path) -> Texts:
    """Return the files that git or a person sees, but for what a cut write left beside them."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".tmp")
    seen = (path for path in found if ".portlog" not in path.parts or path.suffix == ".gitignore")
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(seen)}


@pytest.mark.parametrize(
    "command",
    [
        *(pytest.param(command, id=name) for name, command in COMMANDS.items()),
        pytest.param(TWO_FILES, id="an add of an estimate", marks=pytest.mark.long),
    ],
)
def test_a_command_killed_at_any_call_has_done_its_step_or_nothing(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    bench = Bench(made, tmp_path, command)
    calls, before, after = bench.whole()

    for trial in bench.trials(lambda _: "kill", each(calls), calls):
        assert trial.answer.code == KILLED, trial
        assert agrees(trial.folder), trial
        assert texts(trial.folder) in states(before, after), trial


@pytest.mark.parametrize("command", IN_FULL)
def test_a_call_that_fails_is_told_and_nothing_is_recorded(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    bench = Bench(made, tmp_path, command)
    calls, before, after = bench.whole()

    for trial in bench.trials(lambda at: FAILURES[at % 4], each(calls), calls):
        done = trial.answer.code == 0
        recorded = "the session is recorded" in trial.answer.err
        assert done or is_told(trial.answer), trial
        assert done or recorded or trial.left == before, trial
        assert not done or trial.left == after, trial
        assert not recorded or trial.left == states(before, after)[2], trial
        assert agrees(trial.folder), trial
        assert texts(trial.folder) == trial.left, trial


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_disk_that_fails_for_good_leaves_the_step_in_whole_or_not_at_all(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    bench = Bench(made, tmp_path, command)
    calls, before, after = bench.whole()

    for trial in bench.trials(lambda at: FAILURES[at % 4], each(calls), calls, then="+"):
        done = trial.answer.code == 0
        assert done or is_told(trial.answer), trial
        assert agrees(trial.folder), trial
        assert texts(trial.folder) in ((after,) if done else states(before, after)), trial


@pytest.mark.parametrize("command", IN_FULL)
def test_half_a_write_is_finished_or_taken_back(
    made: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    bench = Bench(made, tmp_path, command)
    calls, before, after = bench.whole()
    writes = [at for at in each(calls) if calls[at - 1].startswith("pwrite ")]

    for trial in bench.trials(lambda _: "torn", writes, calls):
        assert trial.answer.code == KILLED, trial
        assert agrees(trial.folder), trial
        assert texts(trial.folder) in states(before, after), trial
    for trial in bench.trials(lambda _: "short", writes, calls):
        assert (trial.answer.code, trial.left) == (0, after), trial
        assert leftovers(trial.folder) == [], trial


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.long)])
def test_an_init_that_was_cut_short_is_completed_by_the_next(tmp_path: Path, step: int) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bench = Bench(empty, tmp_path, ("init",))
    calls, _, _ = bench.whole()
    whole = files(tmp_path / "0" / "port")

    for trial in bench.trials(lambda _: "kill", each(calls)[::step], calls):
        assert trial.answer.code == KILLED, trial
        assert Cli(trial.folder, tmp_path)("init").code == 0, trial
        assert files(trial.folder) == whole, trial
        assert agrees(trial.folder), trial


@pytest.mark.long
def test_an_init_that_fails_is_told_and_can_be_repeated(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bench = Bench(empty, tmp_path, ("init",))
    calls, _, _ = bench.whole()
    whole = files(tmp_path / "0" / "port")

    for trial in bench.trials(lambda at: FAILURES[at % 4], each(calls), calls):
        assert trial.answer.code == 0 or is_told(trial.answer), trial
        assert Cli(trial.folder, tmp_path)("init").code == 0, trial
        assert files(trial.folder) == whole, trial
