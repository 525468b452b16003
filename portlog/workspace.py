"""Which experiment a command works on: its folder, its settings and its log."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portlog.errors import ConfigError, WorkspaceError
from portlog.records.log import Log
from portlog.records.session import Languages

if TYPE_CHECKING:
    from portlog.store.log_store import LogStore

SETTINGS = "portlog.toml"
_LARGEST_SETTINGS = 64 * 1024
_KNOWN = {
    "format": int,
    "name": str,
    "original": str,
    "port": str,
    "time_zone": str,
    "sample": bool,
}
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What `portlog.toml` says of an experiment; `sample` marks invented sessions."""

    name: str
    languages: Languages
    time_zone: str = "UTC"
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Workspace:
    """One experiment: the folder with `portlog.toml`, and what it says."""

    root: Path
    settings: Settings

    @property
    def log(self) -> Log:
        """The record types of this experiment."""
        return Log.of(self.settings.languages)

    @property
    def store(self) -> "LogStore":
        """The experiment's log; nothing is opened yet."""
        from portlog.store.log_store import LogStore  # noqa: PLC0415  DuckDB takes 70 ms

        return LogStore(self.data, self.root / ".portlog", self.log)

    @property
    def data(self) -> Path:
        """The folder of the public text files."""
        return self.root / "data"

    @property
    def cache(self) -> Path:
        """The folder of what may be fetched again."""
        return self.root / ".portlog" / "cache"

    def today(self, now: datetime) -> date:
        """Return the experiment's calendar day at an aware time."""
        return now.astimezone(zone(self.settings.time_zone)).date()


def zone(name: str) -> tzinfo:
    """Return a time zone by its IANA name; `ConfigError` if there is none of that name."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  4 ms

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            f'{SETTINGS}: time_zone is "{name}", which is not a known time zone',
            "write a name such as UTC or Europe/Madrid",
        ) from error


def find(start: Path) -> Workspace | None:
    """Return the experiment that a folder belongs to, if any."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return Workspace(folder, _settings(folder / SETTINGS))
    return None


def here(start: Path) -> Workspace:
    """Return the experiment that a folder belongs to; `WorkspaceError` if there is none."""
    found = find(start)
    if found is None:
        raise WorkspaceError(
            f"no experiment in {start} or above it",
            "run `portlog init` in the folder of the port",
        )
    return found


def _settings(path: Path) -> Settings:
    told = _table(path)
    for key, value in told.items():
        _check(path, key, value)
    try:
        languages = Languages(told.get("original", "python"), told.get("port", "rust"))
    except ValueError as error:
        raise ConfigError(f"{path}: {error}", "write a name such as python or rust") from error
    settings = Settings(
        told.get("name") or path.parent.name,
        languages,
        told.get("time_zone", "UTC"),
        told.get("sample", False),
    )
    zone(settings.time_zone)
    return settings


def _table(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
        if len(content) > _LARGEST_SETTINGS:
            raise ConfigError(f"{path}: {len(content):,} bytes is too large for settings")
        return dict(tomllib.loads(content.decode()).get("experiment", {}))
    except OSError as error:
        raise ConfigError(
            f"cannot read {path}: {error.strerror}", "check its permissions"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}", "see docs/experiment.md for what it holds") from error
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: [experiment] is not a table") from error


def _check(path: Path, key: str, value: object) -> None:
    if key not in _KNOWN:
        known = ", ".join(_KNOWN)
        raise ConfigError(f"{path}: [experiment] has no setting {key!r}", f"known are {known}")
    if type(value) is not _KNOWN[key]:
        raise ConfigError(
            f"{path}: {key} is {value!r}, not a {_WORDS[_KNOWN[key]]}", _EXAMPLES.get(key)
        )
    if key == "format" and value != FORMAT:
        raise ConfigError(
            f"{path}: format is {value}, and this portlog knows {FORMAT}",
            "install the portlog that wrote it, or a later one",
        )


_WORDS: Mapping[type, str] = {int: "whole number", str: "text", bool: "true or false"}
_EXAMPLES: Mapping[str, str] = {
    "time_zone": 'write time_zone = "Europe/Madrid"',
    "sample": "write sample = true",
    "name": 'write name = "RustyClaw"',
}
