"""Cargo's configuration, found and merged as cargo does, as far as registries need it.

The rules: https://doc.rust-lang.org/cargo/reference/config.html
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from portlog.errors import ConfigError
from portlog.sources.toml_file import read_toml

_MOST_INCLUDES = 32
_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})


class Source(Struct, rename="kebab"):
    """A `[source.NAME]` table; paths are absolute."""

    replace_with: str | None = None
    registry: str | None = None
    local_registry: str | None = None
    directory: str | None = None
    git: str | None = None


class RegistryTable(Struct, rename="kebab"):
    """A `[registries.NAME]` table, its token included."""

    index: str | None = None
    token: str | None = None
    credential_provider: str | list[str] | None = None

    def __repr__(self) -> str:
        """Show the index only: a token is never printed."""
        return f"RegistryTable(index={self.index!r})"


class Http(Struct, rename="kebab"):
    """The `[http]` table: seconds, and an absolute path for `cainfo`."""

    proxy: str | None = None
    timeout: int | None = None
    cainfo: str | None = None


class Net(Struct, rename="kebab"):
    """The `[net]` table."""

    retry: int | None = None
    offline: bool | None = None


class _Include(Struct):
    path: str
    optional: bool = False


class CargoConfig(Struct, rename="kebab"):
    """Everything in force for one folder."""

    source: dict[str, Source] = {}
    registries: dict[str, RegistryTable] = {}
    http: Http = msgspec.field(default_factory=Http)
    net: Net = msgspec.field(default_factory=Net)
    include: str | list[str | _Include] | UnsetType = UNSET


def read_cargo_config(folder: Path, environment: Mapping[str, str]) -> CargoConfig:
    """Return what cargo would use in a folder: its environment before its files.

    `ConfigError` names the file and line, or the variable, that cargo would stumble over.
    """
    merged = CargoConfig()
    for config in chain(_files(folder, environment), _credentials(environment)):
        merged = _merged(merged, config)
    return _under_environment(merged, environment)


def cargo_home(environment: Mapping[str, str]) -> Path:
    """Return the folder that holds the user's own configuration and credentials."""
    named = environment.get("CARGO_HOME")
    return Path(named) if named else Path(environment.get("HOME", "/")) / ".cargo"


def _files(folder: Path, environment: Mapping[str, str]) -> Iterator[CargoConfig]:
    home = cargo_home(environment)
    nearby = [one / ".cargo" for one in (folder.absolute(), *folder.absolute().parents)]
    for place in dict.fromkeys((*nearby, home)):
        path = _existing(place, "config")
        if path is not None:
            yield from _with_includes(path, 0)


def _credentials(environment: Mapping[str, str]) -> Iterator[CargoConfig]:
    path = _existing(cargo_home(environment), "credentials")
    config = None if path is None else read_toml(path, CargoConfig)
    if config is not None:
        yield config


def _existing(place: Path, stem: str) -> Path | None:
    """Return the file in force: the one without `.toml`, where both exist."""
    candidates = (place / stem, place / f"{stem}.toml")
    return next((path for path in candidates if path.is_file()), None)


def _with_includes(path: Path, depth: int, *, optional: bool = True) -> Iterator[CargoConfig]:
    """Yield a file's settings, then those of the files it includes, strongest first."""
    config = read_toml(path, CargoConfig)
    if config is None and not optional:
        raise ConfigError(f"{path}: included by cargo's configuration, but it does not exist")
    if depth > _MOST_INCLUDES:
        raise ConfigError(f"{path}: cargo's configuration includes itself")
    if config is not None:
        yield _anchored(config, path.parent.parent)
        for include in reversed(_includes(config)):
            target = path.parent / include.path
            yield from _with_includes(target, depth + 1, optional=include.optional)


def _includes(config: CargoConfig) -> list[_Include]:
    if config.include is UNSET:
        return []
    named = [config.include] if isinstance(config.include, str) else config.include
    return [one if isinstance(one, _Include) else _Include(one) for one in named]


def _anchored(config: CargoConfig, base: Path) -> CargoConfig:
    """Return the settings with paths taken from where cargo takes them."""
    for source in config.source.values():
        source.local_registry = _absolute(source.local_registry, base)
        source.directory = _absolute(source.directory, base)
    config.http.cainfo = _absolute(config.http.cainfo, base)
    return config


def _absolute(path: str | None, base: Path) -> str | None:
    return None if path is None else str(base.absolute() / path)


S = TypeVar("S", bound=Struct)


def _merged(stronger: CargoConfig, weaker: CargoConfig) -> CargoConfig:
    return CargoConfig(
        source=_merged_tables(stronger.source, weaker.source),
        registries=_merged_tables(stronger.registries, weaker.registries),
        http=_filled(stronger.http, weaker.http),
        net=_filled(stronger.net, weaker.net),
    )


def _merged_tables(stronger: dict[str, S], weaker: dict[str, S]) -> dict[str, S]:
    both = stronger.keys() & weaker.keys()
    return weaker | stronger | {name: _filled(stronger[name], weaker[name]) for name in both}


def _filled(stronger: S, weaker: S) -> S:
    values = {name: getattr(stronger, name) for name in stronger.__struct_fields__}
    missing = {name: getattr(weaker, name) for name, value in values.items() if value is None}
    return msgspec.structs.replace(stronger, **missing)


def _under_environment(config: CargoConfig, environment: Mapping[str, str]) -> CargoConfig:
    stronger = CargoConfig(
        registries=_registries_in(environment, config.registries),
        http=Http(
            proxy=environment.get("CARGO_HTTP_PROXY"),
            timeout=_number("CARGO_HTTP_TIMEOUT", environment)
            or _number("HTTP_TIMEOUT", environment),
            cainfo=_absolute(environment.get("CARGO_HTTP_CAINFO"), Path.cwd()),
        ),
        net=Net(
            retry=_number("CARGO_NET_RETRY", environment),
            offline=_truth("CARGO_NET_OFFLINE", environment),
        ),
    )
    return _merged(stronger, config)


def _registries_in(
    environment: Mapping[str, str], known: Iterable[str]
) -> dict[str, RegistryTable]:
    """Return the registries in the environment, by the names in files where these fit."""
    names = {_as_variable(name): name for name in known}
    tables: dict[str, RegistryTable] = {}
    for variable, value in environment.items():
        stem, _, key = variable.removeprefix("CARGO_REGISTRIES_").rpartition("_")
        if variable.startswith("CARGO_REGISTRIES_") and stem and key in ("INDEX", "TOKEN"):
            name = names.get(stem, stem.lower())
            setattr(tables.setdefault(name, RegistryTable()), key.lower(), value)
    return tables


def _as_variable(name: str) -> str:
    return name.upper().replace("-", "_").replace(".", "_")


def _number(variable: str, environment: Mapping[str, str]) -> int | None:
    value = environment.get(variable)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < len("1000000")):
        raise ConfigError(f"the environment's {variable} is not a whole number")
    return int(value)


def _truth(variable: str, environment: Mapping[str, str]) -> bool | None:
    value = environment.get(variable)
    if value is None or value in _TRUE | _FALSE:
        return None if value is None else value in _TRUE
    raise ConfigError(f"the environment's {variable} is neither true nor false")
