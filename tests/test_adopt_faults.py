"""Every call of the file layer broken in turn: an adopted file and its sidecar change together."""

from pathlib import Path

import pytest
from adopted import CONTENT, HEADER, NAME, adopt, names
from fault_support import FAILURES, KILLED, Bench, agrees, each, is_told, leftovers, texts
from support import Cli

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
STEPS = ("add", "edit", "remove")
# one call in so many is broken, another one for each step; the long suite breaks them all
strides = pytest.mark.parametrize("stride", [3, pytest.param(1, marks=pytest.mark.long)])


def some(calls: list[str], step: str, stride: int) -> list[int]:
    return each(calls)[STEPS.index(step) % stride :: stride]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an experiment with an adopted log whose last line has no end."""
    folder = tmp_path_factory.mktemp("made") / "port"
    folder.mkdir()
    adopt(Cli(folder, folder.parent), CONTENT.rstrip("\n"))
    return folder


def command(made: Path, step: str) -> tuple[str, ...]:
    name = names(Cli(made, made.parent))[0]
    return {
        "add": ("session", "add", *LEAST, "--date", "2026-03-07"),
        "edit": ("session", "edit", name, "--tokens-in", "9"),
        "remove": ("session", "remove", name, "--yes"),
    }[step]


def is_whole(folder: Path) -> bool:
    """Say whether each row has its name and each name its row."""
    out = Cli(folder, folder.parent)("doctor", "--format", "csv").out
    return "tie" not in [line.partition(",")[0] for line in out.splitlines()]


@strides
@pytest.mark.parametrize("step", STEPS)
def test_a_command_killed_at_any_call_has_done_its_step_or_nothing(
    made: Path, tmp_path: Path, step: str, stride: int
) -> None:
    bench = Bench(made, tmp_path, command(made, step))
    calls, before, after = bench.whole()

    assert before[NAME] != after[NAME]
    assert before["session_ids.csv"] != after["session_ids.csv"]
    for trial in bench.trials(lambda _: "kill", some(calls, step, stride), calls):
        assert trial.answer.code == KILLED, trial
        assert agrees(trial.folder), trial
        assert texts(trial.folder) in (before, after), trial
        assert is_whole(trial.folder), trial


@strides
@pytest.mark.parametrize("step", STEPS)
def test_a_call_that_fails_is_told_and_nothing_is_recorded(
    made: Path, tmp_path: Path, step: str, stride: int
) -> None:
    bench = Bench(made, tmp_path, command(made, step))
    calls, before, after = bench.whole()

    for trial in bench.trials(lambda at: FAILURES[at % 4], some(calls, step, stride), calls):
        done = trial.answer.code == 0
        assert done or is_told(trial.answer), trial
        assert trial.left == (after if done else before), trial
        assert agrees(trial.folder), trial


@pytest.mark.parametrize("step", STEPS)
def test_half_a_write_is_finished_or_taken_back(made: Path, tmp_path: Path, step: str) -> None:
    bench = Bench(made, tmp_path, command(made, step))
    calls, before, after = bench.whole()
    writes = [at for at in each(calls) if calls[at - 1].startswith("pwrite ")]

    for trial in bench.trials(lambda _: "torn", writes, calls):
        assert agrees(trial.folder), trial
        assert texts(trial.folder) in (before, after), trial
        assert leftovers(trial.folder) == [] or trial.answer.code == KILLED, trial


@strides
@pytest.mark.parametrize("before", ["nothing", "an empty experiment"])
@pytest.mark.parametrize("how", ["kill", "fail"])
def test_an_adopting_that_was_cut_short_is_done_or_not_and_can_be_repeated(
    tmp_path: Path, how: str, before: str, stride: int
) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    if before != "nothing":
        assert Cli(begun, tmp_path)("init").code == 0
    (begun / NAME).write_text(CONTENT)
    bench = Bench(begun, tmp_path, ("init", "--adopt", NAME))
    calls, _, after = bench.whole()

    ats = each(calls)[:: stride * (3 if how == "kill" else 5)]
    for trial in bench.trials(lambda at: how if how == "kill" else FAILURES[at % 4], ats, calls):
        cli = Cli(trial.folder, tmp_path)
        again = cli("init", "--adopt", NAME)
        assert again.code == 0, (trial, again)
        assert texts(trial.folder) == after, trial
        assert agrees(trial.folder), trial
        assert cli.path(NAME).read_text().startswith(HEADER), trial
        assert is_whole(trial.folder), trial
