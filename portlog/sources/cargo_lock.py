"""The packages of a `Cargo.lock`, in every version of its format.

The format: cargo's own `src/cargo/core/resolver/encode.rs`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from portlog.errors import ConfigError
from portlog.records.crate_lookup import CrateClaim
from portlog.records.dependency import Dependency, Standing
from portlog.records.registry import CRATES_IO
from portlog.sources.addresses import CRATES_IO_GIT_INDEX, CRATES_IO_INDEX
from portlog.sources.cargo_sources import without_credentials
from portlog.sources.toml_document import TomlDocument
from portlog.sources.toml_positions import TomlPath

TABLE = "package"
_TEXTS = ("name", "version", "source", "checksum")
_CRATES_IO = frozenset({f"registry+{CRATES_IO_GIT_INDEX}", f"sparse+{CRATES_IO_INDEX}"})
_NO_CHECKSUM = "<none>"
RegistryName = Callable[[str], str | None]


def is_lock(document: TomlDocument) -> bool:
    """Say whether a document has the form of a lock file, not of a manifest."""
    return isinstance(document.content.get(TABLE), list)


def locked_packages(document: TomlDocument, registry_name: RegistryName) -> tuple[Dependency, ...]:
    """Return what is locked, in the file's order; `registry_name` knows indexes by their address.

    `ConfigError` names the place of what is no package.
    """
    packages = document.content.get(TABLE, [])
    if not isinstance(packages, list):
        raise ConfigError(f"{document.key_spot((TABLE,))}: a lock file has [[package]] tables")
    old = document.table("metadata")
    return tuple(
        _package(document, (TABLE, at), _checked(document, (TABLE, at), one), old, registry_name)
        for at, one in enumerate(packages)
    )


def _checked(document: TomlDocument, path: TomlPath, one: object) -> Mapping[str, Any]:
    spot = document.key_spot(path)
    if not isinstance(one, dict):
        raise ConfigError(f"{spot}: a package has to be a table")
    for name in _TEXTS:
        if not isinstance(one.get(name, ""), str):
            raise ConfigError(f"{document.value_spot((*path, name))}: {name} is no text")
    for name in ("name", "version"):
        if name not in one:
            raise ConfigError(f"{spot}: a package without a {name}")
    return one


def _package(
    document: TomlDocument,
    path: TomlPath,
    one: Mapping[str, Any],
    old: Mapping[str, Any],
    registry_name: RegistryName,
) -> Dependency:
    source = one.get("source")
    standing, because, registry = _source(source, registry_name)
    version = one["version"]
    outdated = old.get(f"checksum {one['name']} {version} ({source})")
    checksum = one.get("checksum", outdated)
    return Dependency(
        CrateClaim(one["name"], f"={version}"),
        one["name"],
        TABLE,
        document.value_spot((*path, "name")),
        version_spot=document.value_spot((*path, "version")),
        registry=registry,
        standing=standing,
        because=because,
        locked=version,
        checksum=checksum if isinstance(checksum, str) and checksum != _NO_CHECKSUM else None,
    )


def registry_of_index(index: str, registry_name: RegistryName) -> str | None:
    """Return the name of the registry that a manifest's `registry-index` means, if it has one."""
    address = index if index.startswith("sparse+") else f"registry+{index}"
    return CRATES_IO if address.lower() in _CRATES_IO else registry_name(address)


def _source(source: str | None, registry_name: RegistryName) -> tuple[Standing | None, str, str]:
    if source is None:
        return Standing.ELSEWHERE, "from a folder, not from a registry", CRATES_IO
    shown = without_credentials(source)
    if source.startswith("git+"):
        return Standing.ELSEWHERE, f"from a git repository, {shown}", CRATES_IO
    if source.lower() in _CRATES_IO:
        return None, "", CRATES_IO
    name = registry_name(source)
    if name is None:
        return Standing.UNKNOWN, f"cargo's configuration has no registry at {shown}", CRATES_IO
    return None, "", name
