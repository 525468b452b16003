"""Make an experiment in a folder: settings, an empty log, and nothing that was there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portlog.errors import InputError, WorkspaceError
from portlog.jobs.describe_log import descriptions
from portlog.records.kinds import first_unprintable
from portlog.store.database import UnreadRow
from portlog.store.files import IGNORED, make_folder, replace_file
from portlog.store.lock import locked
from portlog.store.text import header_line
from portlog.workspace import SETTINGS, Settings, Workspace, find, is_licence, zone

BESIDE = {".portlog/.gitignore": IGNORED, "site/.gitignore": "dist/\n"}


@dataclass(frozen=True, slots=True)
class Started:
    """An experiment, the files that were made and changed for it, and rows that are unread."""

    workspace: Workspace
    made: tuple[str, ...]
    changed: tuple[str, ...] = ()
    unread: Sequence[UnreadRow] = ()


def start_experiment(folder: Path, settings: Settings) -> Started:
    """Make what is missing of an experiment in a folder; what is there stays as it is."""
    zone(settings.time_zone)
    there = find(folder)
    workspace = there if there and there.root == folder else Workspace(folder, settings)
    made = _make_missing(workspace)
    with workspace.store.reading():
        return Started(workspace, made)


def refuse_inside_another(folder: Path) -> None:
    """Raise `WorkspaceError` for a folder that lies in an experiment."""
    around = find(folder)
    if around is not None and around.root != folder:
        raise WorkspaceError(
            f"{folder} lies in the experiment {around.root}",
            "run portlog there, or make the new experiment elsewhere",
        )


def named(name: str) -> str:
    """Check a new experiment's name; `InputError` if it cannot be printed."""
    if first_unprintable(name) is not None:
        raise InputError("the name has a character that cannot be printed", "give --name")
    return name


def licensed(licence: str) -> str:
    """Check the licence of a new experiment's data; `InputError` if it is no SPDX name."""
    if not is_licence(licence):
        raise InputError(f'--licence is "{licence}", not an SPDX name', "write --licence CC-BY-4.0")
    return licence


def _make_missing(workspace: Workspace) -> tuple[str, ...]:
    """Make the files that are not there, alone: a log that begins meanwhile is not overwritten."""
    if all((workspace.root / name).exists() for name in _files(workspace)):
        return ()
    make_folder(workspace.private)
    with locked(workspace.private / "lock"):
        files = _files(workspace).items()
        return tuple(name for name, text in files if _made(workspace.root / name, text))


def _files(workspace: Workspace) -> dict[str, str]:
    return {
        SETTINGS: settings_text(workspace.settings),
        **_described(workspace),
        **BESIDE,
    }


def _described(workspace: Workspace) -> dict[str, str]:
    """Return what describes the log; one that was there before waits for `portlog upgrade`."""
    texts = {
        str(path.relative_to(workspace.root)): text
        for path, text in descriptions(workspace).items()
    }
    if _has_rows(workspace) and not workspace.description.exists():
        return {"data/.gitattributes": texts["data/.gitattributes"]}
    return texts


def _has_rows(workspace: Workspace) -> bool:
    """Say whether the log holds more than the first line that an earlier `init` may have made."""
    table = workspace.log.sessions
    path = workspace.store.path(table)
    return path.exists() and path.read_bytes() != header_line(table).encode()


def settings_text(settings: Settings) -> str:
    """Return a new experiment's settings as a file."""
    sample = "sample = true  # every session is invented, and every page says so\n"
    licence = f"licence = {_quoted(settings.licence)}  # of what lies in data/\n"
    return (
        "[experiment]\n"
        f"name = {_quoted(settings.name)}\n"
        f"original = {_quoted(settings.languages.original)}\n"
        f"port = {_quoted(settings.languages.port)}\n"
        f"time_zone = {_quoted(settings.time_zone)}\n"
        + (settings_line("sessions", settings.sessions) if settings.sessions else "")
        + (licence if settings.licence else "")
        + (sample if settings.sample else "")
    )


def settings_line(key: str, text: str) -> str:
    """Return the line of one setting."""
    return f"{key} = {_quoted(text)}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _made(path: Path, text: str) -> bool:
    if path.exists():
        return False
    make_folder(path.parent)
    replace_file(path, text.encode())
    return True
