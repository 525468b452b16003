"""Many processes at once, killed at random or stopped at the worst moment: nothing is lost."""

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from fault_support import FAULTS, KILLED, Broken, agrees
from support import REPOSITORY, Cli

from portlog.errors import StoreError
from portlog.store.lock import locked

LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
PROCESSES = 8
PATIENCE_S = 60


def sessions(cli: Cli) -> dict[str, str]:
    """Return the lines of the log by the session's name; a name that stands twice is an error."""
    _, *lines = cli.path("data/sessions.csv").read_text().splitlines()
    named = {line.rsplit(",", 1)[1]: line for line in lines}
    assert len(named) == len(lines)
    return named


def come(true: Callable[[], bool]) -> bool:
    """Wait until something is true, and say whether it became so."""
    end = time.monotonic() + PATIENCE_S
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


@dataclass(slots=True)
class Crowd:
    """Writers and readers that share a log, half of them killed at some moment."""

    cli: Cli
    wanted: int
    acknowledged: list[str] = field(default_factory=list)
    values: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def work(self, seed: int) -> None:
        """Add, edit and look until enough rows were acknowledged."""
        random, mine = Random(seed), list[str]()  # noqa: S311  chance, not secrecy
        while len(self.acknowledged) < self.wanted:
            act = random.random()
            if act < 0.2:
                self._run(random, "status", "--line")
            elif act < 0.4 and mine:
                self._edit(random, random.choice(mine))
            else:
                added = self._run(random, "session", "add", *LEAST)
                mine += added
                self.acknowledged += added

    def _edit(self, random: Random, name: str) -> None:
        value = random.randrange(10**6)
        done = self._run(random, "session", "edit", name, "--tokens-in", str(value))
        self.values.setdefault(name, []).append((value, bool(done)))

    def _run(self, random: Random, *arguments: str) -> list[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "portlog", *arguments],
            cwd=self.cli.folder,
            env=self.cli.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if random.random() < 0.5:
            time.sleep(random.uniform(0.05, 2))
            process.kill()
        out, err = process.communicate(timeout=120)
        if process.returncode not in {0, KILLED}:
            self.complaints.append(err)
        return out.split() if arguments[1] in {"add", "edit"} and out.endswith("\n") else []

    def may_stand(self, name: str) -> set[str]:
        """Return the values that an edited cell may have: the last acknowledged, or a later one."""
        values = self.values[name]
        last = max((at for at, (_, done) in enumerate(values) if done), default=0)
        possible = {str(value) for value, _ in values[last:]}
        return possible if any(done for _, done in values) else possible | {""}


@pytest.mark.parametrize("wanted", [40, pytest.param(2000, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_when_processes_are_killed_at_random(
    experiment: Cli, wanted: int
) -> None:
    crowd = Crowd(experiment, wanted)
    workers = [threading.Thread(target=crowd.work, args=(seed,)) for seed in range(PROCESSES)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    kept = sessions(experiment)
    assert crowd.complaints == []
    assert len(crowd.acknowledged) >= wanted
    assert set(crowd.acknowledged) <= set(kept)
    assert {
        name for name in crowd.values if kept[name].split(",")[4] not in crowd.may_stand(name)
    } == set()
    assert agrees(experiment.folder)
    assert experiment("session", "add", *LEAST).code == 0  # takes away what the dead have left
    examined = experiment("doctor")
    assert examined.code == 0, examined.out


@pytest.fixture
def shim(tmp_path: Path) -> Path:
    """Return a library that pauses a process where DuckDB is about to lock its file."""
    built = tmp_path / "pause.so"
    source = FAULTS / "pause_before_lock.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    return built


@contextmanager
def paused_in_open(cli: Cli, shim: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start an add that stops where DuckDB has read the header and has no lock yet."""
    said, go = shim.with_name("said"), shim.with_name("go")
    told = {"LD_PRELOAD": str(shim), "PAUSE_SAID": str(said), "PAUSE_GO": str(go), **more}
    process = start_add(cli, "2026-03-01", **told)
    try:
        assert come(said.exists)
        yield process
    finally:
        go.touch()
        process.communicate()


def start_add(cli: Cli, day: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "portlog", "session", "add", *LEAST, "--date", day],
        cwd=cli.folder,
        env=cli.environment() | more,
        stdout=subprocess.PIPE,
        text=True,
    )


def ended_within(process: subprocess.Popen[str], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.mark.needs("cc")
def test_no_other_process_comes_between_duckdbs_look_at_a_file_and_its_lock(
    experiment: Cli, shim: Path
) -> None:
    experiment("session", "add", *LEAST, "--date", "2026-03-02")

    with paused_in_open(experiment, shim) as first:
        second = start_add(experiment, "2026-03-03")
        overtook = ended_within(second, 2)
    second.communicate()

    assert not overtook
    assert (first.returncode, second.returncode) == (0, 0)
    assert [line[:10] for line in sessions(experiment).values()] == [
        "2026-03-01",
        "2026-03-02",
        "2026-03-03",
    ]
    assert agrees(experiment.folder)


@pytest.mark.needs("cc")
def test_without_the_lock_another_process_does_come_between(experiment: Cli, shim: Path) -> None:
    unlocked = {"FAULT_NO_LOCK": "1", "PYTHONPATH": f"{FAULTS}:{REPOSITORY}"}
    experiment("session", "add", *LEAST, "--date", "2026-03-02")

    with paused_in_open(experiment, shim, **unlocked):
        second = start_add(experiment, "2026-03-03", **unlocked)
        overtook = ended_within(second, PATIENCE_S)
        second.communicate()

    assert overtook


def test_a_log_that_begins_while_an_init_is_under_way_is_not_overwritten(
    cli: Cli, tmp_path: Path
) -> None:
    broken = Broken(cli, tmp_path / "calls")
    broken("init", how="kill", at="10000")
    at = 1 + next(n for n, call in enumerate(broken.calls) if "sessions.csv" in call)
    for path in cli.path("data").iterdir():
        path.unlink()

    go = tmp_path / "go"
    slow = broken.start("init", how="pause", at=str(at), FAULT_GO=str(go))
    assert come(lambda: "paused" in broken.calls)
    other = subprocess.Popen(
        [sys.executable, "-m", "portlog", "init"], cwd=cli.folder, env=cli.environment()
    )
    added = start_add(cli, "2026-03-05")
    ended_within(added, 2)
    go.touch()
    for process in (slow, other, added):
        process.communicate()

    assert cli("session", "add", *LEAST).code == 0
    assert len(sessions(cli)) == 1 + (added.returncode == 0)


def test_the_lock_of_a_process_that_died_is_free(experiment: Cli) -> None:
    experiment.path(".portlog/lock").write_text("4194304 portlog\n")
    log = experiment.home / "calls"
    broken = Broken(experiment, log)

    killed = broken("session", "add", *LEAST, how="kill", at="5")
    answer = experiment("session", "add", *LEAST)

    assert killed.code == KILLED
    assert answer.code == 0


def test_a_lock_that_is_held_for_long_is_told_with_its_holder(experiment: Cli) -> None:
    lock = experiment.path(".portlog/lock")
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("77 portlog\n")
        file.flush()

        with pytest.raises(StoreError, match=r"held .*lock for 0 s: process 77 \(portlog\)"):
            locked(lock, patience_s=0.2).__enter__()


def test_waiting_commands_go_on_when_the_lock_comes_free(experiment: Cli) -> None:
    with experiment.path(".portlog/lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        waiting = start_add(experiment, "2026-03-05")
        waited = not ended_within(waiting, 2)
    waiting.communicate()

    assert waited
    assert waiting.returncode == 0
