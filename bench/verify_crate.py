"""What looking up 100 crates takes, over a loopback index that answers after 20 ms.

`just bench` runs it. The bound is twice what eight connections need at the least; starting
Python and importing stand apart. The server is a process of its own, as a real one would be.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Row, compile_bytecode, print_table, served

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

CRATES = [f"crate{number}" for number in range(100)]
VERSIONS = 20
LATENCY_S = 0.020
IDEAL_MS = 1000 * len(CRATES) / 8 * LATENCY_S
BOUND = 2.0
ROUNDS = 5
IDEAL = "ideal"
WALL = "wall"


def serve(told: Connection) -> None:
    """Publish the crates and tell the address; runs until it is ended."""
    from loopback import loopback, release  # noqa: PLC0415  found through the path set above

    with loopback() as server:
        for name in CRATES:
            lines = (release(f"1.{minor}.0", features={"std": []}) for minor in range(VERSIONS))
            server.publish(name, *lines, latency_s=LATENCY_S)
        told.send(server.url)
        told.poll(None)


def rows() -> list[Row]:
    """Measure the look-ups and the whole command."""
    with served(serve) as here, TemporaryDirectory(prefix="portlog-bench-") as folder:
        _configure(Path(folder), here.recv())
        return _rows(Path(folder))


def _configure(folder: Path, url: str) -> None:
    (folder / ".cargo").mkdir()
    (folder / ".cargo" / "config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "here"\n[source.here]\nregistry = "sparse+{url}"\n'
    )


def _rows(folder: Path) -> list[Row]:
    look_up = _look_up(folder)
    asked = _smallest(look_up, lambda: shutil.rmtree(folder / "cache", ignore_errors=True))
    cached = _smallest(look_up, lambda: None)
    whole = _smallest(lambda: _command(folder), lambda: _forget(folder))
    start = _smallest(lambda: _command(folder), lambda: None)
    return [
        Row(f"ideal of 8 connections, {len(CRATES)} crates", IDEAL_MS, clock=WALL),
        Row("look-up, nothing cached", asked, asked / IDEAL_MS, IDEAL, BOUND, WALL),
        Row("look-up, all cached", cached, cached / IDEAL_MS, IDEAL, clock=WALL),
        Row("command, nothing cached", whole, whole / IDEAL_MS, IDEAL, clock=WALL),
        Row("command, all cached (its start)", start, start / IDEAL_MS, IDEAL, clock=WALL),
    ]


def _smallest(action: Callable[[], object], before: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - begun))
    return min(taken)


def _look_up(folder: Path) -> Callable[[], object]:
    from portlog.jobs.open_registry import Place  # noqa: PLC0415  the start is not measured
    from portlog.jobs.verify_crates import LookupOptions, verify_crates  # noqa: PLC0415

    place = Place(folder, folder / "cache", _environment(folder), lambda: datetime.now(UTC))
    return lambda: verify_crates(CRATES, LookupOptions(details=False), place)


def _command(folder: Path) -> None:
    portlog = Path(sys.executable).parent / "portlog"
    subprocess.run(
        [portlog, "verify-crate", *CRATES, "--no-details"],
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, "HOME": str(folder), "CARGO_HOME": str(folder / "cargo-home")}


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
