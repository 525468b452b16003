"""What the report takes to build: 1,000 sessions, 130 posts, 40 charts, 2 languages; then 100,000.

`just bench` runs it. Both clocks stand in the table: the bounds are those of the wall, which a
busy machine stretches; the processor's time is that of all its processes. Pictures are painted
once for each drawing: what that takes stands apart, in lines without a bound.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import many_charts
from log import ADD, WALL, Experiment
from many_charts import CHARTS
from measure import Row, compile_bytecode, print_table

SESSIONS, POSTS, TENTH, MANY = 1_000, 130, 10_000, 100_000
FULL_MS, SAME_MS, ONE_MS = 5_000.0, 500.0, 1_000.0
MEGABYTES = 1_024.0
MEMORY = "MB"
_MANY_CHARTS = (sys.executable, str(Path(many_charts.__file__)))
# a second site of the same log, which finds the pictures that the first one painted
_BESIDE = ("--out", "beside")
_POST = """---
title: "Part {number}: what it took"
date: 2025-{month:02d}-{day:02d}T09:00:00Z
description: "What was ported in part {number}, what it cost, and what nobody knows."
---
{words}
"""
_HUGO = """baseURL = "https://example.org/"
disableKinds = ["taxonomy", "term", "RSS"]
[languages.en]
weight = 1
[languages.es]
weight = 2
"""
_LAYOUT = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>"


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: processor time and by the clock in ms, its most memory in MB."""

    cpu: float
    wall: float
    peak: float


def rows() -> list[Row]:
    """Measure the builds, each beside what it may take, and Hugo with as many pages."""
    with TemporaryDirectory(prefix="portlog-bench-") as folder:
        above = Path(folder)
        return [*_usual(above), *_hugo(above / "hugo"), *_many(above)]


def _usual(above: Path) -> list[Row]:
    one = Experiment.of(above, SESSIONS)
    _write_posts(one.folder / "site" / "posts")
    what = f"site of {SESSIONS:,} sessions, {POSTS} posts and {CHARTS} charts, en and es"
    cold = _built(one, program=_MANY_CHARTS)
    _forget(one)
    full = _built(one, program=_MANY_CHARTS)
    same = _built(one)
    _built(one, *_BESIDE, program=_MANY_CHARTS)
    one.command(*ADD, "2025-06-01").cpu_ms()
    painted = _built(one, program=_MANY_CHARTS)
    more = _built(one, *_BESIDE, program=_MANY_CHARTS)
    return [
        *_pair(f"{what}, no picture painted yet", cold, None),
        *_pair(f"{what}, all pages anew", full, FULL_MS),
        *_pair(f"{what}, nothing changed", same, SAME_MS),
        *_pair(f"{what}, one more session, its pictures painted", painted, None),
        *_pair(f"{what}, one more session", more, ONE_MS),
    ]


def _many(above: Path) -> list[Row]:
    tenth = _built(Experiment.of(above, TENTH), "--lang", "en")
    many = _built(Experiment.of(above, MANY), "--lang", "en")
    what, base = f"site of {MANY:,} sessions", f"ten of {TENTH:,}"
    return [
        Row(f"site of {TENTH:,} sessions", tenth.cpu),
        Row(what, many.cpu, many.cpu / (10 * tenth.cpu), base, 1.2),
        Row(f"{what}, memory", many.peak, many.peak / MEGABYTES, "1 GB", 1.0, MEMORY),
    ]


def _pair(what: str, run: Run, bound_ms: float | None) -> list[Row]:
    if bound_ms is None:
        return [Row(what, run.cpu), Row(what, run.wall, clock=WALL)]
    base = f"{bound_ms:,.0f} ms"
    return [
        Row(what, run.cpu, run.cpu / bound_ms, base),
        Row(what, run.wall, run.wall / bound_ms, base, 1.0, WALL),
    ]


def _built(one: Experiment, *options: str, program: Sequence[str] = ()) -> Run:
    command = one.command("site", "build", *options)
    arguments = (*program, *command.arguments[1:]) if program else command.arguments
    return _run(arguments, command.folder, dict(command.environment))


def _run(arguments: Sequence[str], folder: Path, environment: dict[str, str]) -> Run:
    """Run a command once; `RuntimeError` when it fails: a failure is no measurement."""
    begun = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = 1000 * (time.perf_counter() - begun)
    if process.returncode:
        raise RuntimeError(" ".join(arguments))
    return Run(1000 * (used.ru_utime + used.ru_stime), wall, used.ru_maxrss / 1024)


def _forget(one: Experiment) -> None:
    """Remove the site and what is remembered of it; the painted pictures stay."""
    shutil.rmtree(one.folder / "site" / "dist")
    shutil.rmtree(one.folder / ".portlog" / "cache" / "site")


def _write_posts(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(POSTS):
        told = {"number": number, "month": number % 12 + 1, "day": number % 28 + 1}
        text = _POST.format(**told, words="Some words of a post. " * 200)
        (folder / f"part-{number}.md").write_text(text)


def _hugo(folder: Path) -> list[Row]:
    """Let Hugo build as many pages, where there is a Hugo."""
    hugo = shutil.which("hugo")
    if hugo is None:
        return []
    for kind in ("single", "list"):
        layout = folder / "layouts" / "_default" / f"{kind}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(_LAYOUT)
    (folder / "hugo.toml").write_text(_HUGO)
    (folder / "content" / "posts").mkdir(parents=True)
    for number in range(SESSIONS + POSTS):
        text = _POST.format(number=number, month=1, day=1, words="Some words of a post. " * 200)
        for name in (f"p{number}.md", f"p{number}.es.md"):
            (folder / "content" / "posts" / name).write_text(text)
    run = _run((hugo, "--quiet"), folder, dict(os.environ))
    what = f"Hugo, {SESSIONS + POSTS:,} pages of one template, en and es"
    return [Row(what, run.cpu), Row(what, run.wall, clock=WALL)]


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
