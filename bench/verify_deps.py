"""What holding a lock file of 300 crates takes, over a loopback index that answers after 20 ms.

`just bench` runs it. The bounds: twice what eight connections need at the least; and with all
answers kept, 0.3 s over starting Python and importing, without a request. Beside it stands what
cargo takes to resolve the same crates over the same index.
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

from measure import Command, Row, compile_bytecode, print_table, served, smallest

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

CRATES = [f"crate{number}" for number in range(300)]
VERSIONS = 20
LATENCY_S = 0.020
IDEAL_MS = 1000 * len(CRATES) / 8 * LATENCY_S
BOUND = 2.0
AGAIN_MS = 300.0
ROUNDS = 5
IDEAL = "ideal"
WALL = "wall"
_CHECKSUM = "0" * 64
_SOURCE = "registry+https://github.com/rust-lang/crates.io-index"
_IMPORTS = (
    "import portlog.cli.main, portlog.cli.verify_deps, portlog.jobs.verify_deps, "
    "portlog.present.dependencies"
)
_DEPS = ("-m", "portlog", "verify-deps", "Cargo.lock")
_PACKAGE = '[package]\nname = "port"\nversion = "0.0.0"\nedition = "2021"\n'


def serve(told: Connection) -> None:
    """Publish the crates, tell the address, then how often it was asked whenever that is wanted."""
    from loopback import loopback, release  # noqa: PLC0415  found through the path set above

    with loopback() as server:
        for name in CRATES:
            lines = (release(f"1.{minor}.0", features={"std": []}) for minor in range(VERSIONS))
            server.publish(name, *lines, latency_s=LATENCY_S)
        told.send(server.url)
        while told.recv():
            told.send(len(server.asked))


def rows() -> list[Row]:
    """Measure the job, the whole command and cargo."""
    with served(serve) as here, TemporaryDirectory(prefix="portlog-bench-") as folder:
        _write(Path(folder), here.recv())
        return [*_own_rows(Path(folder), here), *_cargo_rows(Path(folder))]


def _write(folder: Path, url: str) -> None:
    packages = (
        f'[[package]]\nname = "{name}"\nversion = "1.7.0"\nsource = "{_SOURCE}"\n'
        f'checksum = "{_CHECKSUM}"\n'
        for name in CRATES
    )
    entries = "".join(f'{name} = "1"\n' for name in CRATES)
    texts = {
        ".cargo/config.toml": (
            f'[source.crates-io]\nreplace-with = "here"\n[source.here]\nregistry = "sparse+{url}"\n'
        ),
        "Cargo.lock": "version = 4\n\n" + "\n".join(packages),
        "port/Cargo.toml": f"{_PACKAGE}[dependencies]\n{entries}",
        "port/src/lib.rs": "",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def _own_rows(folder: Path, server: Connection) -> list[Row]:
    first = _smallest(lambda: _job(folder), lambda: _forget(folder))
    whole = _smallest(lambda: _command(folder), lambda: _forget(folder))
    before = _asked(server)
    again = _smallest(lambda: _command(folder), lambda: None)
    cpu = smallest({"start": _started(folder, "-c", _IMPORTS), "again": _started(folder, *_DEPS)})
    requests = _asked(server) - before
    over = cpu["again"] - cpu["start"]
    return [
        Row(f"ideal of 8 connections, {len(CRATES)} crates", IDEAL_MS, clock=WALL),
        Row("verify-deps, nothing cached", first, first / IDEAL_MS, IDEAL, BOUND, WALL),
        Row("command, nothing cached", whole, whole / IDEAL_MS, IDEAL, clock=WALL),
        Row("command, all cached", again, again / IDEAL_MS, IDEAL, clock=WALL),
        Row("python and its imports", cpu["start"]),
        Row("command, all cached, over these", over, over / AGAIN_MS, "0.3 s", 1.0),
        Row("its requests", requests, float(requests), "none", 0.0, "count"),
    ]


def _cargo_rows(folder: Path) -> list[Row]:
    if shutil.which("cargo") is None:
        return []
    taken = _smallest(lambda: _cargo(folder), lambda: _forget_cargo(folder))
    return [
        Row("cargo generate-lockfile, over HTTP/1.1", taken, taken / IDEAL_MS, IDEAL, clock=WALL)
    ]


def _asked(server: Connection) -> int:
    server.send("how often")
    return int(server.recv())


def _smallest(action: Callable[[], object], before: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - begun))
    return min(taken)


def _job(folder: Path) -> object:
    from portlog.jobs.open_registry import Place  # noqa: PLC0415  the start is not measured
    from portlog.jobs.verify_deps import DependencyOptions, verify_deps  # noqa: PLC0415

    cache = folder / ".cache" / "portlog" / "crates"
    place = Place(folder, cache, _environment(folder), lambda: datetime.now(UTC))
    return verify_deps(str(folder / "Cargo.lock"), DependencyOptions(rust_version="1.80"), place)


def _command(folder: Path) -> None:
    _started(folder, *_DEPS).cpu_ms()


def _started(folder: Path, *arguments: str) -> Command:
    return Command((sys.executable, *arguments), folder, _environment(folder))


def _cargo(folder: Path) -> None:
    subprocess.run(
        ["cargo", "generate-lockfile", "--quiet"],
        cwd=folder / "port",
        env=_environment(folder),
        check=True,
    )


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".cache", ignore_errors=True)


def _forget_cargo(folder: Path) -> None:
    shutil.rmtree(folder / "cargo-home", ignore_errors=True)
    (folder / "port" / "Cargo.lock").unlink(missing_ok=True)


def _environment(folder: Path) -> dict[str, str]:
    kept = ("PATH", "LANG", "RUSTUP_HOME")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    rustup = Path(os.environ.get("HOME", "/")) / ".rustup"
    found.setdefault("RUSTUP_HOME", str(rustup))
    return {**found, "HOME": str(folder), "CARGO_HOME": str(folder / "cargo-home")}


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
