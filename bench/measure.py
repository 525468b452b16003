"""Processor time of whole commands, and the one form of table that every benchmark prints."""

import compileall
import multiprocessing
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
ROUNDS = 10
_ALIGNED = "<><>><<"


@contextmanager
def served(serve: Callable[[Connection], None]) -> Iterator[Connection]:
    """Run a server in a process of its own, ended by a message that counts as false.

    Yields this end of the pipe to it.
    """
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    yield here
    here.send("")
    server.join(5)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to measure, and where it is started; its answer is thrown away."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]

    def cpu_ms(self) -> float:
        """Run it once; returns user and system time of it and of what it waited for, in ms.

        Raises `RuntimeError` when it fails: a failure is no measurement.
        """
        process = subprocess.Popen(
            self.arguments,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        _, said = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(self.arguments)}: {said.decode(errors='replace')}")
        return 1000 * (used.ru_utime + used.ru_stime)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `ratio` is against the line named `base`, `bound` the most it may be.

    Lines without a bound stand there for comparison. `clock` says which time `ms` is.
    """

    what: str
    ms: float
    ratio: float | None = None
    base: str = ""
    bound: float | None = None
    clock: str = "CPU"

    @property
    def verdict(self) -> str:
        """`met` or `missed`; empty without a bound."""
        if self.ratio is None or self.bound is None:
            return ""
        return "met" if self.ratio <= self.bound else "missed"


def smallest(commands: Mapping[str, Command], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the smallest processor time of each command, the commands taken in turn.

    The smallest is the one that other programs disturbed least; in turn, so that a slow minute
    falls on all of them.
    """
    seen: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seen[name].append(command.cpu_ms())
    return {name: min(times) for name, times in seen.items()}


def compile_bytecode() -> None:
    """Compile portlog and everything installed, so that no run measures the compiler."""
    for folder in (REPOSITORY / "portlog", Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2, workers=0)


def print_table(rows: Sequence[Row]) -> None:
    """Print the lines with their times, ratios, bounds and verdicts."""
    cells = [
        ("what", "ms", "clock", "ratio", "bound", "of", "verdict"),
        *(
            (
                *(row.what, f"{row.ms:.1f}", row.clock, _told(row.ratio), _told(row.bound)),
                *(row.base, row.verdict),
            )
            for row in rows
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        shown = (
            f"{cell:{side}{width}}"
            for cell, side, width in zip(line, _ALIGNED, widths, strict=True)
        )
        print("  ".join(shown).rstrip())
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} cores; ratios within this run")


def _told(number: float | None) -> str:
    return "" if number is None else f"{number:.2f}"
