"""Which experiment a command works on: its folder, its settings and its log."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portlog.errors import ConfigError, WorkspaceError
from portlog.records.adopted import trouble_with
from portlog.records.log_format import FORMAT
from portlog.records.session import Languages

if TYPE_CHECKING:
    from portlog.records.log import Log
    from portlog.store.log_store import LogStore

SETTINGS = "portlog.toml"
_LARGEST_SETTINGS = 64 * 1024
_LARGEST_DESCRIPTION = 1024 * 1024
_KNOWN = {
    "name": str,
    "original": str,
    "port": str,
    "time_zone": str,
    "sample": bool,
    "licence": str,
    "sessions": str,
}
# a setting of format 0, which `portlog upgrade` takes out
RETIRED = frozenset({"format"})
DESCRIPTION = "datapackage.json"
_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,63}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """What `portlog.toml` says of an experiment; `sample` marks invented sessions.

    `licence` is the SPDX name of the data's licence, empty where nobody chose one; `sessions`
    the path of an adopted log from the experiment's folder, empty where there is none.
    """

    name: str
    languages: Languages
    time_zone: str = "UTC"
    sample: bool = False
    licence: str = ""
    sessions: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One experiment: the folder with `portlog.toml`, and what it says."""

    root: Path
    settings: Settings

    @property
    def log(self) -> "Log":
        """The record types of this experiment."""
        from portlog.records.log import Log  # noqa: PLC0415  all the tables: 15 ms

        return Log.of(self.settings.languages, adopted=bool(self.settings.sessions))

    @property
    def store(self) -> "LogStore":
        """The experiment's log; nothing is opened yet."""
        from portlog.store.log_store import LogStore  # noqa: PLC0415  DuckDB takes 70 ms

        return LogStore(self.data, self.private, self.log, self.adopted)

    @property
    def data(self) -> Path:
        """The folder of the public text files."""
        return self.root / "data"

    @property
    def adopted(self) -> Path | None:
        """The file of sessions that its author keeps, if the experiment has adopted one."""
        return self.root / self.settings.sessions if self.settings.sessions else None

    @property
    def description(self) -> Path:
        """The file that describes the log, in a folder above all that it names."""
        outside = self.adopted is not None and self.data not in self.adopted.parents
        return (self.root if outside else self.data) / DESCRIPTION

    @property
    def private(self) -> Path:
        """The folder of what is not in git."""
        return self.root / ".portlog"

    @property
    def format(self) -> int:
        """The format of the log in text; 0 for a folder that does not say."""
        return _known_format(self.description)

    @property
    def cache(self) -> Path:
        """The folder of what may be fetched again."""
        return self.private / "cache"

    def today(self, now: datetime) -> date:
        """Return the experiment's calendar day at an aware time."""
        return now.astimezone(zone(self.settings.time_zone)).date()


def is_licence(name: str) -> bool:
    """Say whether a text can be a licence's SPDX name; an empty one is nobody's choice."""
    return not name or _LICENCE.match(name) is not None


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
    """Return the experiment that a folder belongs to, if any.

    Raises `ConfigError` for one whose log or settings this portlog does not know.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            _known_format(folder / "data" / DESCRIPTION)
            found = Workspace(folder, _settings(folder / SETTINGS))
            _known_format(found.description)
            return found
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
        told.get("licence", ""),
        told.get("sessions", ""),
    )
    zone(settings.time_zone)
    return settings


def leads_elsewhere(root: Path, name: str) -> bool:
    """Say whether a symbolic link stands in a path from a folder: a rename would replace it."""
    return (root / name).resolve() != root.resolve() / name


def _table(path: Path) -> dict[str, Any]:
    try:
        return dict(tomllib.loads(_bounded(path, _LARGEST_SETTINGS).decode()).get("experiment", {}))
    except OSError as error:
        raise ConfigError(
            f"cannot read {path}: {error.strerror}", "check its permissions"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}", "see docs/experiment.md for what it holds") from error
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{path}: [experiment] is not a table") from error


def _bounded(path: Path, most: int) -> bytes:
    content = path.read_bytes()
    if len(content) > most:
        raise ConfigError(f"{path}: {len(content):,} bytes is too large for settings")
    return content


def _check(path: Path, key: str, value: object) -> None:
    if key in RETIRED:
        return
    if key not in _KNOWN:
        known = ", ".join(_KNOWN)
        raise ConfigError(f"{path}: [experiment] has no setting {key!r}", f"known are {known}")
    if type(value) is not _KNOWN[key]:
        raise ConfigError(
            f"{path}: {key} is {value!r}, not a {_WORDS[_KNOWN[key]]}", _EXAMPLES.get(key)
        )
    trouble = _TROUBLES[key](path, value) if key in _TROUBLES else None
    if trouble:
        raise ConfigError(f"{path}: {key} is {value!r}, {trouble}", _EXAMPLES[key])


def _trouble_with_licence(_path: Path, name: Any) -> str | None:
    return None if is_licence(name) else "not an SPDX name"


def _trouble_with_sessions(path: Path, name: Any) -> str | None:
    trouble = trouble_with(name)
    if trouble is None and leads_elsewhere(path.parent, name):
        trouble = "leads elsewhere by a symbolic link"
    return f"which {trouble}" if trouble else None


def _known_format(path: Path) -> int:
    try:
        told = json.loads(_bounded(path, _LARGEST_DESCRIPTION))["portlog"]["format"]
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ConfigError(
            f"{path} does not say the log's format",
            "take it from git again, or remove it and run `portlog upgrade`",
        ) from error
    if type(told) is not int or not 0 < told <= FORMAT:
        raise ConfigError(
            f"{path}: the log has format {told}, and this portlog knows {FORMAT}",
            "install the portlog that wrote it, or a later one",
        )
    return told


_WORDS: Mapping[type, str] = {str: "text", bool: "true or false"}
_TROUBLES: Mapping[str, Callable[[Path, Any], str | None]] = {
    "licence": _trouble_with_licence,
    "sessions": _trouble_with_sessions,
}
_EXAMPLES: Mapping[str, str] = {
    "time_zone": 'write time_zone = "Europe/Madrid"',
    "sample": "write sample = true",
    "licence": 'write licence = "CC-BY-4.0"',
    "name": 'write name = "RustyClaw"',
    "sessions": 'write sessions = "llm-usage.csv"',
}
