"""What a log of a million rows costs beside one of ten, and how long one writer of eight waits.

`just bench` runs it. A row has all the public columns; the first load is held against DuckDB's
own typed read_csv, everything else against the same command on ten rows.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from measure import Command, Row, compile_bytecode, print_table

MANY, FEW, SOME = 1_000_000, 10, 10_000
ROUNDS = 5
WRITERS, ADDS = 8, 25
REBUILD_MS, WAIT_MS = 150.0, 1_500.0
WALL = "wall"
LEAST = ("--llm", "claude", "--model", "opus-4.6", "--module", "agent/loop")
READ = ("session", "list", "--last", "5", "--format", "csv")
ADD = ("session", "add", *LEAST, "--date")
WRITER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from portlog.jobs.add_session import SessionDraft, add_sessions
from portlog.workspace import here
import portlog.store.log_store
draft = SessionDraft({"llm": "claude", "model": "opus-4.6", "module": "agent/loop"})
workspace = here(Path.cwd())
for _ in range(int(sys.argv[1])):
    begun = time.perf_counter()
    add_sessions(workspace, [draft], datetime.now(UTC))
    print(1000 * (time.perf_counter() - begun), flush=True)
"""
SLOW = "select count(*) from range(3000000) a, range(700) b where (a.range * b.range) % 7 = 1"
OWN = r"""
import duckdb, sys
connection = duckdb.connect(sys.argv[2], config={"threads": 2})
connection.execute(r'''
    create table sessions as from read_csv(?, columns = {
        'date': 'date', 'llm': 'varchar', 'model': 'varchar', 'module': 'varchar',
        'tokens_in': 'bigint', 'tokens_out': 'bigint', 'cost_usd': 'decimal(18, 9)',
        'duration_min': 'decimal(12, 2)', 'loc_python': 'bigint', 'loc_rust': 'bigint',
        'hallucinations': 'bigint', 'tests_pass': 'varchar', 'session_id': 'varchar'
    }, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
       new_line = '\n')
''', [sys.argv[1]])
connection.close()
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took, in ms: processor time, and by the clock."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment of its own in a folder below another, with so many rows."""

    folder: Path

    @classmethod
    def of(cls, above: Path, rows: int) -> "Experiment":
        """Make one whose text holds this many sessions."""
        made = cls(above / str(rows))
        made.folder.mkdir()
        made.command("init").cpu_ms()
        with made.text.open("a", encoding="utf-8") as file:
            file.writelines(lines(rows))
        return made

    @property
    def text(self) -> Path:
        """The sessions in text."""
        return self.folder / "data" / "sessions.csv"

    def command(self, *arguments: str) -> Command:
        """Return a command line of portlog in this experiment."""
        portlog = str(Path(sys.executable).parent / "portlog")
        return Command((portlog, *arguments), self.folder, environment(self.folder))

    def forget(self) -> None:
        """Remove the database, so that the next command builds it from the text."""
        for path in (self.folder / ".portlog").glob("portlog.duckdb*"):
            path.unlink()


def environment(folder: Path) -> Mapping[str, str]:
    """Return an environment that holds nothing of the person who runs this."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(folder)}


def lines(rows: int) -> Iterator[str]:
    """Return so many sessions as lines of text, sorted."""
    first = date(2000, 1, 1)
    for number in range(rows):
        day = first + timedelta(days=number * 9000 // rows)
        tokens = f"{40_000 + number % 977},{10_000 + number % 489}"
        money = f"{number % 97}.{number % 89 + 10},{number % 300}"
        sizes = f"{number % 500},{number % 400},{number % 4},{number % 12}/15"
        yield (
            f"{day},claude,opus-4.6,agent/part{number % 40},{tokens},{money},{sizes},"
            f"{day}-claude-{number:06x}\n"
        )


_days = count()


def later() -> tuple[str, ...]:
    """Return an add whose session sorts behind those of every earlier one."""
    return (*ADD, str(date(2025, 1, 1) + timedelta(days=next(_days))))


def rows() -> list[Row]:
    """Measure the large log, the rebuild, and the writers."""
    with TemporaryDirectory(prefix="portlog-bench-") as folder:
        above = Path(folder)
        few, many = Experiment.of(above, FEW), Experiment.of(above, MANY)
        return [
            *_first_load(many),
            *_against_few(few, many, "a command that reads", lambda: READ),
            *_against_few(few, many, "an add that sorts last", later),
            *_rebuild(Experiment.of(above, SOME)),
            *_waits(few),
        ]


def _first_load(many: Experiment) -> list[Row]:
    own = many.folder / "own.duckdb"
    loading = (sys.executable, "-c", OWN, str(many.text), str(own))
    by_duckdb = Command(loading, many.folder, environment(many.folder))
    alone = _smallest(by_duckdb, lambda: own.unlink(missing_ok=True))
    loaded = _smallest(many.command(*READ), many.forget)
    base = f"DuckDB's read_csv, {MANY:,} rows"
    return [
        Row(base, alone.wall, clock=WALL),
        Row("first load of them", loaded.wall, loaded.wall / alone.wall, base, 3.0, WALL),
        Row("first load of them", loaded.cpu, loaded.cpu / alone.cpu, base, 3.0),
    ]


def _against_few(
    few: Experiment, many: Experiment, what: str, arguments: Callable[[], tuple[str, ...]]
) -> list[Row]:
    taken: list[tuple[Taken, Taken]] = []
    for _ in range(ROUNDS + 1):
        typed = arguments()
        taken.append((_taken(few.command(*typed)), _taken(many.command(*typed))))
    small, large = map(_least, zip(*taken[1:], strict=True))
    base, more = f"{what}, {FEW} rows", f"{what}, {MANY:,} rows"
    return [
        Row(base, small.cpu),
        Row(more, large.cpu, large.cpu / small.cpu, base, 1.5),
        Row(more, large.wall, large.wall / small.wall, base, 1.5, WALL),
    ]


def _rebuild(some: Experiment) -> list[Row]:
    some.command(*READ).cpu_ms()
    start = _smallest(some.command(*READ), lambda: None)
    whole = _smallest(some.command(*READ), some.forget)
    what, base = f"rebuild of {SOME:,} rows, over start-up", f"{REBUILD_MS:.0f} ms"
    cpu, wall = whole.cpu - start.cpu, whole.wall - start.wall
    return [
        Row(what, cpu, cpu / REBUILD_MS, base, 1.0),
        Row(what, wall, wall / REBUILD_MS, base, 1.0, WALL),
    ]


def _waits(few: Experiment) -> list[Row]:
    waits = _writers(few)
    late = quantiles(waits, n=100)[98]
    what = f"{WRITERS} writers, 99th percentile of an add"
    alone, beside = _beside_a_query(few)
    return [
        Row(what, late, late / WAIT_MS, f"{WAIT_MS:.0f} ms", 1.0, WALL),
        Row("a read", alone, clock=WALL),
        Row("a read while a query runs", beside, beside / alone, "a read", 3.0, WALL),
    ]


def _writers(few: Experiment) -> list[float]:
    """Return what each add of eight processes took in ms, their starts left out."""
    writer = (sys.executable, "-c", WRITER, str(ADDS))
    writers = [
        subprocess.Popen(writer, cwd=few.folder, stdout=subprocess.PIPE, text=True)
        for _ in range(WRITERS)
    ]
    return [float(line) for one in writers for line in one.communicate()[0].splitlines()]


def _beside_a_query(few: Experiment) -> tuple[float, float]:
    """Return what a read takes alone and while another command's query runs."""
    alone = _smallest(few.command(*READ), lambda: None).wall
    query = few.command("query", SLOW)
    running = subprocess.Popen(
        query.arguments, cwd=query.folder, env=query.environment, stdout=subprocess.DEVNULL
    )
    time.sleep(1)
    try:
        return alone, _smallest(few.command(*READ), lambda: None).wall
    finally:
        running.kill()
        running.wait()


def _smallest(command: Command, before: Callable[[], object]) -> Taken:
    taken = []
    for _ in range(ROUNDS):
        before()
        taken.append(_taken(command))
    return _least(taken)


def _least(taken: Sequence[Taken]) -> Taken:
    return Taken(min(one.cpu for one in taken), min(one.wall for one in taken))


def _taken(command: Command) -> Taken:
    begun = time.perf_counter()
    cpu = command.cpu_ms()
    return Taken(cpu, 1000 * (time.perf_counter() - begun))


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
