"""Which source cargo's configuration puts behind a registry's name."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from portlog.errors import ConfigError
from portlog.records.registry import CRATES_IO
from portlog.sources.addresses import CRATES_IO_GIT_INDEX, CRATES_IO_INDEX
from portlog.sources.cargo_config import CargoConfig, RegistryTable, Source

_SPARSE = "sparse+"
_OWN_TOKENS = "cargo:token"


@dataclass(frozen=True, slots=True)
class SparseIndex:
    """An index to ask over HTTP; secrets are never part of what is printed or kept."""

    name: str
    url: str
    token: str | None = field(default=None, repr=False)
    basic_credentials: str | None = field(default=None, repr=False)
    credential_provider: str | None = None

    @property
    def token_advice(self) -> str:
        """What to do about a token that is missing."""
        if self.credential_provider is not None:
            return f"its credential provider {self.credential_provider} is not run by portlog"
        return f"set it with cargo login --registry {self.name}"


@dataclass(frozen=True, slots=True)
class LocalIndex:
    """A folder with an `index` and `.crate` files: a part of a registry."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class VendoredCrates:
    """A folder with one unpacked crate in each of its folders: a part of a registry."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that only cargo itself can read, and why."""

    name: str
    address: str
    why: str


CrateSource = SparseIndex | LocalIndex | VendoredCrates | Unreadable


def crate_source(config: CargoConfig, registry: str = CRATES_IO) -> CrateSource:
    """Return the source that stands for a registry after every `replace-with`.

    `ConfigError` for a name that nothing defines, a circle, or a source that is no source.
    """
    name, seen = registry, [registry]
    while (source := config.source.get(name)) is not None and source.replace_with:
        name = source.replace_with
        if name in seen:
            circle = " -> ".join((*seen, name))
            raise ConfigError(f"cargo's configuration replaces a source with itself: {circle}")
        seen.append(name)
    return _defined(config, name)


def registry_with_index(config: CargoConfig, address: str) -> str | None:
    """Return the name of the registry that a lock file calls `sparse+…` or `registry+…`."""
    for name, table in config.registries.items():
        index = table.index or ""
        kind = "" if index.startswith(_SPARSE) else "registry+"
        if index and kind + index == address:
            return name
    return None


def is_crates_io_itself(source: CrateSource) -> bool:
    """Say whether this is crates.io's own index, not something in its place."""
    return isinstance(source, SparseIndex) and source.url == CRATES_IO_INDEX


def _defined(config: CargoConfig, name: str) -> CrateSource:
    source = config.source.get(name)
    if source is not None and (name != CRATES_IO or _places(source)):
        return _from_source(config, name, source)
    as_in_environment = name.lower().replace("-", "_")
    table = config.registries.get(name) or config.registries.get(as_in_environment)
    if table is not None and table.index is not None:
        return _from_index(config, name, table.index)
    if name == CRATES_IO:
        return SparseIndex(CRATES_IO, CRATES_IO_INDEX)
    raise ConfigError(
        f"cargo's configuration defines no registry or source named {name}",
        "add its index to .cargo/config.toml under [registries]",
    )


def _places(source: Source) -> list[str]:
    given = (source.registry, source.local_registry, source.directory, source.git)
    return [place for place in given if place is not None]


def _from_source(config: CargoConfig, name: str, source: Source) -> CrateSource:
    if len(_places(source)) != 1:
        raise ConfigError(
            f"cargo's source.{name} needs exactly one of registry, local-registry, directory, git"
        )
    if source.local_registry is not None:
        return LocalIndex(name, Path(source.local_registry))
    if source.directory is not None:
        return VendoredCrates(name, Path(source.directory))
    if source.git is not None:
        return Unreadable(name, without_credentials(source.git), _only_cargo(name))
    return _from_index(config, name, source.registry or "")


def _from_index(config: CargoConfig, name: str, address: str) -> CrateSource:
    if not address.startswith(_SPARSE):
        return _from_git_index(name, address)
    url = address.removeprefix(_SPARSE)
    parts = _split(url)
    if parts is None:
        shown = without_credentials(address)
        raise ConfigError(
            f"cargo's registry {name} has no usable sparse index: {shown}",
            'write it as "sparse+https://HOST/PATH/"',
        )
    if not url.endswith("/"):
        raise ConfigError(
            f"cargo's registry {name} has an index that does not end in a slash",
            "cargo wants one at the end of every sparse index",
        )
    return _sparse(config, name, parts)


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address that can be asked over HTTP, or None for any other."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _from_git_index(name: str, address: str) -> CrateSource:
    if address.lower().rstrip("/").removesuffix(".git") == CRATES_IO_GIT_INDEX:
        return SparseIndex(name, CRATES_IO_INDEX)
    return Unreadable(name, without_credentials(address), _only_cargo(name))


def _only_cargo(name: str) -> str:
    return f"the source {name} is a git repository, which portlog does not clone"


def _sparse(config: CargoConfig, name: str, parts: SplitResult) -> SparseIndex:
    url = _address(parts)
    table = _table_of(config.registries, name, url)
    provider = _foreign_provider(table)
    return SparseIndex(
        name,
        url,
        token=table.token if provider is None else None,
        basic_credentials=_basic(parts),
        credential_provider=provider,
    )


def _table_of(registries: Mapping[str, RegistryTable], name: str, url: str) -> RegistryTable:
    """Return the registry with this index, however a source calls it: a token goes nowhere else."""
    for table in (registries.get(name), *registries.values()):
        if table is not None and table.index is not None and _same_index(table.index, url):
            return table
    return RegistryTable()


def _same_index(address: str, url: str) -> bool:
    parts = _split(address.removeprefix(_SPARSE))
    return parts is not None and _address(parts) == url


def _foreign_provider(table: RegistryTable) -> str | None:
    provider = table.credential_provider
    named = provider[0] if isinstance(provider, list) and provider else provider
    return named if isinstance(named, str) and named != _OWN_TOKENS else None


def _basic(parts: SplitResult) -> str | None:
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _address(parts: SplitResult) -> str:
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def without_credentials(address: str) -> str:
    """Return an address without the name and password that may stand in it."""
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else address
