"""The dependencies of one `Cargo.toml`, from every table that holds some.

The rules: https://doc.rust-lang.org/cargo/reference/manifest.html
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from portlog.errors import ConfigError
from portlog.records.dependency import Dependency, Standing
from portlog.records.manifest import Manifest
from portlog.records.spot import Spot
from portlog.sources.cargo_dependency import WORKSPACE_TABLE, Entry, dependency
from portlog.sources.cargo_target import target_refusal
from portlog.sources.toml_document import TomlDocument

_KINDS = ("dependencies", "dev-dependencies", "build-dependencies")
_OLD_NAMES = {"dev_dependencies": "dev-dependencies", "build_dependencies": "build-dependencies"}
_TARGET = "target"
_NO_OLD_NAMES_FROM = "2024"
_RUST_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,2}\Z", re.ASCII)
_OWN_RUST_RESOLVER = "3"


def manifest(document: TomlDocument, workspace: TomlDocument | None) -> Manifest:
    """Return what a document asks for; `workspace` is the root that it inherits from."""
    rust_version = _rust_version(document, workspace)
    prefers_own = _resolver(workspace or document) == _OWN_RUST_RESOLVER
    found = [
        replace(
            _in_real_target(dependency(entry, workspace), entry),
            rust_version=rust_version,
            prefers_own_rust=prefers_own,
        )
        for entry in _entries(document)
    ]
    refused = [_without_old_name(one, document, workspace) for one in found]
    features = _features(document)
    is_root = workspace is None or workspace is document
    ordered = tuple(sorted(refused, key=_order))
    return Manifest(document.file, ordered, is_root, features, _feature_spots(document, features))


def _in_real_target(one: Dependency, entry: Entry) -> Dependency:
    kind, target, *_ = map(str, entry.path)
    why = target_refusal(target) if kind == _TARGET else None
    return one if why is None else replace(one, standing=Standing.REFUSED, because=why)


def _order(one: Dependency) -> tuple[int, int]:
    return one.spot.line, one.spot.column


def _entries(document: TomlDocument) -> Iterator[Entry]:
    yield from _of_kinds(document, ())
    for target in document.table(_TARGET):
        document.table(_TARGET, target)
        yield from _of_kinds(document, (_TARGET, target))
    yield from _of_table(document, ("workspace", "dependencies"), WORKSPACE_TABLE)
    for source in document.table("patch"):
        yield from _of_table(document, ("patch", source), f"patch.{source}")
    yield from _of_table(document, ("replace",), "replace")


def _of_kinds(document: TomlDocument, above: tuple[str, ...]) -> Iterator[Entry]:
    present = document.table(*above)
    for kind in _KINDS:
        yield from _of_table(document, (*above, kind), ".".join((*above, kind)))
    for old, current in _OLD_NAMES.items():
        if current not in present:
            yield from _of_table(document, (*above, old), ".".join((*above, old)))


def _of_table(document: TomlDocument, path: tuple[str, ...], name: str) -> Iterator[Entry]:
    for key, value in document.table(*path).items():
        yield Entry(document, name, (*path, key), value)


def _without_old_name(
    one: Dependency, document: TomlDocument, workspace: TomlDocument | None
) -> Dependency:
    name = one.table.rpartition(".")[2]
    edition = _package_value(document, workspace, "edition") or "2015"
    if name not in _OLD_NAMES or edition < _NO_OLD_NAMES_FROM:
        return one
    why = f"since edition 2024 the table is called {_OLD_NAMES[name]}"
    return replace(one, standing=Standing.REFUSED, because=why)


def _package_value(document: TomlDocument, workspace: TomlDocument | None, key: str) -> str | None:
    value: Any = document.table("package").get(key)
    if isinstance(value, dict) and value.get("workspace") is True and workspace is not None:
        value = workspace.table("workspace", "package").get(key)
    return value if isinstance(value, str) else None


def _rust_version(document: TomlDocument, workspace: TomlDocument | None) -> str | None:
    version = _package_value(document, workspace, "rust-version")
    if version is not None and not _RUST_VERSION.match(version):
        spot = document.value_spot(("package", "rust-version"))
        raise ConfigError(f"{spot}: rust-version is not a Rust version such as 1.85")
    return version


def _resolver(root: TomlDocument) -> str:
    package = root.table("package")
    named = root.table("workspace").get("resolver") or package.get("resolver")
    edition = _package_value(root, root, "edition") or "2015"
    implied = _OWN_RUST_RESOLVER if edition >= _NO_OLD_NAMES_FROM else "1"
    return named if isinstance(named, str) else implied


def _features(document: TomlDocument) -> Mapping[str, tuple[str, ...]]:
    features = document.table("features")
    for name, entries in features.items():
        if not isinstance(entries, list) or not all(isinstance(one, str) for one in entries):
            spot = document.value_spot(("features", name))
            raise ConfigError(f"{spot}: features.{name} is no list of texts")
    return {name: tuple(entries) for name, entries in features.items()}


def _feature_spots(
    document: TomlDocument, features: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, int | None], Spot]:
    found: dict[tuple[str, int | None], Spot] = {}
    for name, entries in features.items():
        found[name, None] = document.key_spot(("features", name))
        for at in range(len(entries)):
            found[name, at] = document.value_spot(("features", name, at))
    return found
