"""Make an experiment in a folder: settings, an empty log, and nothing that was there before."""

from dataclasses import dataclass
from pathlib import Path

from portlog.errors import InputError, WorkspaceError
from portlog.records.kinds import first_unprintable
from portlog.records.session import Languages
from portlog.store.files import make_folder, replace_file
from portlog.store.text import header_line
from portlog.workspace import SETTINGS, Settings, Workspace, find, zone

_GITATTRIBUTES = "*.csv -text\n"
_IGNORED_WHOLE = "*\n"
_IGNORED_SITE = "dist/\n"


@dataclass(frozen=True, slots=True)
class Started:
    """An experiment and the files that were made for it, relative to its folder."""

    workspace: Workspace
    made: tuple[str, ...]


def start_experiment(folder: Path, settings: Settings) -> Started:
    """Make what is missing of an experiment in a folder; what is there stays as it is."""
    zone(settings.time_zone)
    there = find(folder)
    workspace = there if there and there.root == folder else Workspace(folder, settings)
    made = [name for name, text in _files(workspace).items() if _made(folder / name, text)]
    with workspace.store.reading():
        return Started(workspace, tuple(made))


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


def between(original: str, port: str) -> Languages:
    """Check the languages of a new experiment; `InputError` names what cannot be used."""
    try:
        return Languages(original, port)
    except ValueError as error:
        raise InputError(str(error), "write --original python --port rust") from error


def _files(workspace: Workspace) -> dict[str, str]:
    return {
        SETTINGS: _settings_text(workspace.settings),
        "data/sessions.csv": header_line(workspace.log.sessions),
        "data/.gitattributes": _GITATTRIBUTES,
        ".portlog/.gitignore": _IGNORED_WHOLE,
        "site/.gitignore": _IGNORED_SITE,
    }


def _settings_text(settings: Settings) -> str:
    sample = "sample = true  # every session is invented, and every page says so\n"
    return (
        "[experiment]\n"
        "format = 1\n"
        f"name = {_quoted(settings.name)}\n"
        f"original = {_quoted(settings.languages.original)}\n"
        f"port = {_quoted(settings.languages.port)}\n"
        f"time_zone = {_quoted(settings.time_zone)}\n" + (sample if settings.sample else "")
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _made(path: Path, text: str) -> bool:
    if path.exists():
        return False
    make_folder(path.parent)
    replace_file(path, text.encode())
    return True
