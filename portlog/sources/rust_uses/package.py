"""What a manifest says of a package's own code: its name, its edition, where its targets begin.

The rules: https://doc.rust-lang.org/cargo/reference/cargo-targets.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from portlog.sources.cargo_workspace import workspace_root
from portlog.sources.toml_document import TomlDocument

_FIRST_EDITION = "2015"
_MAIN = "main.rs"


class TargetKind(StrEnum):
    """What a target is for, which decides the tables of dependencies that it sees."""

    LIB = "lib"
    BIN = "bin"
    EXAMPLE = "example"
    TEST = "test"
    BENCH = "bench"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Target:
    """A file that the compiler begins with."""

    kind: TargetKind
    path: Path


@dataclass(frozen=True, slots=True)
class Package:
    """A package as its code sees it; `lib_name` is what its other targets call the library."""

    name: str
    edition: str
    lib_name: str
    targets: tuple[Target, ...]

    @property
    def has_uniform_paths(self) -> bool:
        """Whether a `use` begins in the scope that it stands in, as since edition 2018."""
        return self.edition != _FIRST_EDITION


_FOLDERS = {
    TargetKind.BIN: ("bin", "src/bin"),
    TargetKind.EXAMPLE: ("example", "examples"),
    TargetKind.TEST: ("test", "tests"),
    TargetKind.BENCH: ("bench", "benches"),
}


def package_of(document: TomlDocument) -> Package | None:
    """Return the package that a manifest describes, or None for a workspace without one.

    `ConfigError` names the place of what cargo could not use.
    """
    if "package" not in document.content:
        return None
    name = _text(document.table("package").get("name")) or ""
    lib = document.table("lib")
    lib_name = _text(lib.get("name")) or name
    return Package(
        name,
        _edition(document),
        lib_name.replace("-", "_"),
        tuple(_existing(document, lib)),
    )


def lib_name_of(document: TomlDocument) -> str | None:
    """Return what code calls the library that a manifest describes."""
    package = package_of(document)
    return None if package is None else package.lib_name


def _edition(document: TomlDocument) -> str:
    edition = document.table("package").get("edition")
    if isinstance(edition, dict):
        root = workspace_root(document)
        shared = {} if root is None else root.table("workspace", "package")
        edition = shared.get("edition")
    return _text(edition) or _FIRST_EDITION


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _existing(document: TomlDocument, lib: Any) -> Iterator[Target]:
    folder = Path(document.file).parent
    seen: set[Path] = set()
    for target in _named(document, lib, folder):
        if target.path not in seen and target.path.is_file():
            seen.add(target.path)
            yield target


def _named(document: TomlDocument, lib: Any, folder: Path) -> Iterator[Target]:
    yield Target(TargetKind.LIB, folder / (_text(lib.get("path")) or "src/lib.rs"))
    yield Target(TargetKind.BIN, folder / "src" / _MAIN)
    build = document.table("package").get("build")
    if build is not False:
        yield Target(TargetKind.BUILD, folder / (_text(build) or "build.rs"))
    for kind, (table, place) in _FOLDERS.items():
        tables = document.content.get(table, [])
        for one in tables if isinstance(tables, list) else []:
            path = _text(one.get("path")) if isinstance(one, dict) else None
            if path is not None:
                yield Target(kind, folder / path)
        yield from (Target(kind, one) for one in _found(folder / place))


def _found(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from sorted(place.glob("*.rs"))
        yield from sorted(place.glob(f"*/{_MAIN}"))
