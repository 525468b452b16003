"""What holding 50 Rust files against 10 crates takes, over a loopback registry.

`just bench` runs it. The bounds are 3 s where the archives are kept and nothing has been read of
them, and 0.5 s the second time; starting Python and importing are in both.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from measure import Row, compile_bytecode, print_table, served

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "tests"))

CRATES = [f"crate{number}" for number in range(10)]
MODULES, ITEMS, FILES, USES = 20, 10, 50, 30
FIRST_MS, AGAIN_MS = 3_000.0, 500.0
ROUNDS = 3
WALL = "wall"


def serve(told: Connection) -> None:
    """Publish the crates and tell the address; runs until it is ended."""
    from archive_support import publish_crate  # noqa: PLC0415  found through the path set above
    from loopback import loopback  # noqa: PLC0415

    with loopback() as server:
        for name in CRATES:
            publish_crate(server, name, ("1.0.0", _source(name)))
        told.send(server.url)
        told.poll(None)


def _source(name: str) -> dict[str, str]:
    """Return a crate of 200 types with a method each, in 20 modules."""
    modules = {f"src/m{number}.rs": _module() for number in range(MODULES)}
    declared = "".join(f"pub mod m{number};\n" for number in range(MODULES))
    manifest = f'[package]\nname = "{name}"\nversion = "1.0.0"\nedition = "2021"\n'
    return {"Cargo.toml": manifest, "src/lib.rs": declared, **modules}


def _module() -> str:
    return "".join(
        f"/// One of many.\n#[derive(Clone, Debug)]\npub struct T{number} {{ pub field: u32 }}\n"
        f"impl T{number} {{\n    pub fn make(field: u32) -> Self {{ Self {{ field }} }}\n}}\n"
        for number in range(ITEMS)
    )


def rows() -> list[Row]:
    """Measure the command with the archives kept, and again."""
    with served(serve) as here, TemporaryDirectory(prefix="portlog-bench-") as folder:
        _write_package(Path(folder), here.recv())
        return _rows(Path(folder))


def _rows(folder: Path) -> list[Row]:
    _command(folder)
    read = _smallest(lambda: _command(folder), lambda: _forget(folder))
    again = _smallest(lambda: _command(folder), lambda: None)
    what = f"verify-use, {FILES} files, {len(CRATES)} crates"
    return [
        Row(f"{what}: archives kept", read, read / FIRST_MS, "3 s", 1.0, WALL),
        Row(f"{what}: again", again, again / AGAIN_MS, "0.5 s", 1.0, WALL),
    ]


def _write_package(folder: Path, url: str) -> None:
    files = {
        ".cargo/config.toml": (
            f'[source.crates-io]\nreplace-with = "here"\n[source.here]\nregistry = "sparse+{url}"\n'
        ),
        "Cargo.toml": (
            '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
            + "".join(f'{name} = "1"\n' for name in CRATES)
        ),
        "src/main.rs": "".join(f"mod f{number};\n" for number in range(FILES - 1)),
        **{f"src/f{number}.rs": _user(number) for number in range(FILES - 1)},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _user(number: int) -> str:
    """Return a file of 30 functions, each with an import and two paths of its own."""
    return "".join(
        f"fn f{at}() -> u32 {{\n"
        f"    use {CRATES[at % len(CRATES)]}::m{(at + number) % MODULES}::T{at % ITEMS} as Used;\n"
        f"    let made = Used::make({at});\n"
        f"    let text = String::from({CRATES[at % len(CRATES)]}::m{at % MODULES}::T1::make(1));\n"
        "    made.field\n}\n"
        for at in range(USES)
    )


def _smallest(action: Callable[[], object], before: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - begun))
    return min(taken)


def _command(folder: Path) -> None:
    portlog = Path(sys.executable).parent / "portlog"
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    subprocess.run(
        [portlog, "verify-use"],
        cwd=folder,
        env={**kept, "HOME": str(folder), "CARGO_HOME": str(folder / "cargo-home")},
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _forget(folder: Path) -> None:
    """Keep the archives, and nothing that was read out of them."""
    shutil.rmtree(folder / ".cache" / "portlog" / "crates" / "items", ignore_errors=True)


if __name__ == "__main__":
    compile_bytecode()
    print_table(rows())
