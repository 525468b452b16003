"""Where an experiment has its original and its port, as `portlog.toml` tells it."""

from pathlib import Path

import msgspec

from portlog.errors import ConfigError
from portlog.records.port_places import PortPlaces
from portlog.sources.toml_file import read_toml


class _Folder(msgspec.Struct, forbid_unknown_fields=True):
    path: str = ""
    leave_out: list[str] = msgspec.field(default_factory=list)


class _Settings(msgspec.Struct):
    original: _Folder = msgspec.field(default_factory=_Folder)
    port: _Folder = msgspec.field(default_factory=_Folder)


def read_port_places(path: Path) -> PortPlaces:
    """Return the folders that settings name; `ConfigError` says the line of what is no folder."""
    told = read_toml(path, _Settings) or _Settings()
    for table, folder in (("original", told.original), ("port", told.port)):
        if Path(folder.path).is_absolute() or not folder.path.isprintable():
            raise ConfigError(
                f'{path}: [{table}] path is "{folder.path}", not a path from this file\'s folder',
                'write path = "reference/nanobot", or path = "../nanobot" beside it',
            )
    return PortPlaces(
        _plain(told.original.path),
        _plain(told.port.path) or ".",
        tuple(told.original.leave_out),
        tuple(told.port.leave_out),
    )


def _plain(path: str) -> str:
    return path.removeprefix("./").rstrip("/")
