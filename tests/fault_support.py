"""Commands whose calls to the operating system are counted and broken one by one."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cli_process import run_forked
from support import REPOSITORY, Answer, Cli

from portlog.store.database import Database
from portlog.workspace import Workspace, here

FAULTS = Path(__file__).parent / "faults"
KILLED = -signal.SIGKILL
NOON = "2026-06-01T12:00:00+00:00"
FAILURES = ("ENOSPC", "EIO", "EROFS", "EACCES")
Texts = Mapping[str, str]
Rows = list[tuple[object, ...]]
_READ: dict[tuple[object, ...], list[Rows]] = {}  # by the texts that it was read from
_LETTERS = re.compile(r"(?<=-)[0-9a-hjkmnp-tv-z]{6}\b")


@dataclass(frozen=True, slots=True)
class Broken:
    """A command line whose calls under its folder are counted, and one of them broken.

    Its clock stands at noon of 1 June 2026.
    """

    cli: Cli
    log: Path

    def __call__(self, *arguments: str, how: str = "", at: str = "0", **more: str) -> Answer:
        """Run `portlog` with a fault at a call; names in capitals are environment variables."""
        self.log.unlink(missing_ok=True)
        told = {"FAULT_HOW": how, "FAULT_AT": at}
        return run_forked(arguments, self.cli.folder, self._environment() | told | more)

    def start(
        self, *arguments: str, how: str = "", at: str = "0", **more: str
    ) -> subprocess.Popen[str]:
        """Start `portlog` with a fault at a call, and do not wait for it."""
        self.log.unlink(missing_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", "portlog", *arguments],
            cwd=self.cli.folder,
            env=self._environment() | {"FAULT_HOW": how, "FAULT_AT": at} | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _environment(self) -> dict[str, str]:
        plain = self.cli.environment()
        plain.pop("COVERAGE_PROCESS_CONFIG", None)
        told = {"FAULT_UNDER": str(self.cli.folder), "FAULT_LOG": str(self.log)}
        return plain | told | {"PYTHONPATH": f"{FAULTS}:{REPOSITORY}", "FAULT_CLOCK": NOON}

    @property
    def calls(self) -> list[str]:
        """The calls that the last command made, in their order."""
        return self.log.read_text().splitlines() if self.log.exists() else []


def texts(folder: Path) -> Mapping[str, str]:
    """Return the texts and the timers of an experiment, random letters left out."""
    found = (
        *folder.glob("*.csv"),
        *folder.glob("data/*.csv"),
        *folder.glob(".portlog/timers/*.json"),
    )
    return {path.name: _LETTERS.sub("······", path.read_text()) for path in sorted(found)}


def agrees(folder: Path) -> bool:
    """Say whether the next command's database holds just what the texts hold."""
    workspace = here(folder)
    with workspace.store.reading() as found:
        answers = [_rows(found, table.name) for table in workspace.log.tables]
    paths = [workspace.store.path(table) for table in workspace.log.tables]
    held = (str(workspace.log), *(path.exists() and path.read_bytes() for path in paths))
    if held not in _READ:
        _READ[held] = _read_anew(workspace)
    return answers == _READ[held]


def _read_anew(workspace: Workspace) -> list[Rows]:
    built = Database.create(":memory:", workspace.log)
    for table in workspace.log.tables:
        if workspace.store.path(table).exists():
            built.load(table, workspace.store.texts.reading(table), "")
    return [_rows(built, table.name) for table in workspace.log.tables]


def _rows(database: Database, table: str) -> Rows:
    return database.typed(f'from "{table}" order by all')[1]


def copied(source: Path, target: Path) -> Path:
    """Put a copy of a folder in the place of another."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(source, target, symlinks=True))


def leftovers(folder: Path) -> list[str]:
    """Return the names of files that a write which was cut short has left."""
    found = (*folder.rglob("*.tmp"), *folder.rglob("journal.json"))
    return sorted(str(path.relative_to(folder)) for path in found)


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a command with one fault: what it said, and the texts that it left."""

    at: int
    call: str
    answer: Answer
    left: Texts
    folder: Path


@dataclass(frozen=True, slots=True)
class Bench:
    """Runs one command again and again from the same experiment."""

    made: Path
    scratch: Path
    command: tuple[str, ...]

    def whole(self) -> tuple[list[str], Texts, Texts]:
        """Run the command unbroken: its calls, and the texts before and after."""
        broken = self._fresh(0)
        before = texts(broken.cli.folder)
        answer = broken(*self.command)
        assert answer.code == 0, answer.err
        return broken.calls, before, texts(broken.cli.folder)

    def trials(
        self, how: Callable[[int], str], ats: list[int], calls: list[str], then: str = ""
    ) -> Iterator[Trial]:
        """Run the command once for each call that is to be broken."""

        def trial(at: int) -> Trial:
            broken = self._fresh(at)
            answer = broken(*self.command, how=how(at), at=f"{at}{then}")
            folder = broken.cli.folder
            return Trial(at, calls[at - 1], answer, texts(folder), folder)

        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(trial, ats)

    def _fresh(self, at: int) -> Broken:
        folder = copied(self.made, self.scratch / str(at) / "port")
        for config in folder.glob(".cargo/config.toml"):
            config.write_text(config.read_text().replace(str(self.made), str(folder)))
        return Broken(Cli(folder, folder.parent), folder.parent / "calls")


def each(calls: list[str]) -> list[int]:
    return list(range(1, len(calls) + 1))


def states(before: Texts, after: Texts) -> tuple[Texts, ...]:
    """Return the states that a command may leave: a stop that was cut short keeps its timer."""
    timers = {name: before[name] for name in before if name.endswith(".json")}
    return before, after, {**after, **timers}


def is_told(answer: Answer) -> bool:
    """Say whether the answer is one line of complaint with a hint, and nothing acknowledged."""
    complaint, *hints = answer.err.splitlines()
    return (
        answer.code == 2
        and complaint.startswith("portlog: cannot ")
        and all(line.startswith("   hint: ") for line in hints)
    )
