"""Make an experiment around a log that is there already: it stays where it lies, and as it is."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from portlog.errors import InputError, StoreError
from portlog.jobs.describe_log import outdated
from portlog.jobs.languages_told import Told, languages_of
from portlog.jobs.read_log import shown
from portlog.jobs.start_experiment import (
    BESIDE,
    Started,
    settings_line,
    settings_text,
    start_experiment,
)
from portlog.records.adopted import trouble_with
from portlog.records.session_tie import SESSION_IDS
from portlog.records.table import shortened
from portlog.store.files import make_folder
from portlog.store.retying import sidecar_for
from portlog.store.text import header_line, split_line
from portlog.store.ties import Ties, read_adopted
from portlog.store.upkeep import rewriting
from portlog.workspace import DESCRIPTION, SETTINGS, Settings, Workspace, find, leads_elsewhere

_TABLE = re.compile(r"^\[experiment\][ \t]*(#[^\n]*)?\n", re.MULTILINE)
_SIDECAR = f"data/{SESSION_IDS.name}.csv"


def adopt_log(folder: Path, settings: Settings, path: Path, told: Told) -> Started:
    """Make an experiment in a folder, or take the one there, with a file of it as its sessions.

    Raises `InputError`, with nothing made, for a file that cannot be kept without loss.
    """
    name = _inside(folder, path)
    there = find(folder)
    if there is None or there.root != folder:
        there = None
    elif there.settings.sessions:
        _refuse_another(there, name)
        return start_experiment(folder, settings)
    header = _columns(folder, name)
    known = (
        there.settings if there else replace(settings, languages=languages_of(header, name, told))
    )
    workspace = Workspace(folder, replace(known, sessions=name))
    sidecar = _sidecar(workspace)
    _refuse_two_logs(workspace)
    return _adopted(workspace, {SETTINGS: _settings(workspace), _SIDECAR: sidecar})


def _inside(folder: Path, path: Path) -> str:
    """Return a path from the experiment's folder; `InputError` if no log can be adopted there."""
    name = Path(os.path.relpath(folder / path, folder)).as_posix()
    trouble = trouble_with(name)
    if trouble is None and leads_elsewhere(folder, name):
        trouble = "leads elsewhere by a symbolic link"
    if trouble is not None:
        raise InputError(
            f"--adopt is {str(path)!r}, which {trouble}",
            "name a CSV file in this folder or below it, such as llm-usage.csv",
        )
    return name


def _refuse_another(workspace: Workspace, name: str) -> None:
    if workspace.settings.sessions != name:
        raise InputError(
            f"{SETTINGS}: the experiment has adopted {workspace.settings.sessions} already",
            "one file holds the sessions of an experiment",
        )


def _columns(folder: Path, name: str) -> Sequence[str]:
    try:
        with (folder / name).open("rb") as file:
            first = file.readline().decode(errors="surrogateescape")
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}", "name a CSV file") from error
    return split_line(first.removeprefix("\ufeff").rstrip("\r\n")) or ()


def _sidecar(workspace: Workspace) -> str:
    """Return the sidecar that gives each row of the file its name."""
    texts, table = workspace.store.texts, workspace.log.sessions
    content = texts.content(table) or ""
    try:
        reading = read_adopted(content, table, texts.name(table), Ties())
    except StoreError as error:
        raise InputError(error.message, error.hint) from error
    sessions = [row.record for row in reading.rows]
    return sidecar_for(table, sessions, Ties(), None, texts.name(SESSION_IDS))


def _refuse_two_logs(workspace: Workspace) -> None:
    """Refuse what adopting would hide or overwrite: another log, another description."""
    table = workspace.log.sessions
    there = _present(workspace.data / f"{table.name}.csv") or header_line(table)
    first = next((line for line in there.split("\n")[1:] if line.strip()), "")
    if there != header_line(table):
        raise InputError(
            f'data/sessions.csv:2: there is a log already: "{shortened(first)}"',
            "take that file away, or take the other one in: portlog session import csv FILE",
        )
    above = workspace.root / DESCRIPTION
    if workspace.description == above and above.exists():
        raise InputError(
            f"{DESCRIPTION} is there already, and portlog would have to write it",
            "move the log into data/, where its description has a place of its own",
        )


def _settings(workspace: Workspace) -> str:
    """Return the settings with the adopted file, all else in them as it stands."""
    present = _present(workspace.root / SETTINGS)
    if present is None:
        return settings_text(workspace.settings)
    line = settings_line("sessions", workspace.settings.sessions)
    amended = _TABLE.sub(lambda found: found[0] + line, present, count=1)
    if tomllib.loads(amended).get("experiment", {}).get("sessions") is None:
        raise InputError(f"{SETTINGS} has no line [experiment]", f"write {line.strip()} into it")
    return amended


def _adopted(workspace: Workspace, ours: Mapping[str, str]) -> Started:
    """Write all that is to be written, or nothing."""
    root = workspace.root
    with rewriting(workspace.store) as contents:
        described = {shown(workspace, path): text for path, text in outdated(workspace).items()}
        missing = {name: text for name, text in BESIDE.items() if not (root / name).exists()}
        wanted = {**ours, **described, **missing, **ours}
        contents.update(dict.fromkeys(_replaced(workspace)))
        made = tuple(name for name in wanted if not (root / name).exists())
        for name, text in wanted.items():
            make_folder((root / name).parent)
            contents[root / name] = text.encode(errors="surrogateescape")
    with workspace.store.reading() as database:
        changed = tuple(name for name in wanted if name not in made)
        return Started(workspace, made, changed, database.unread())


def _replaced(workspace: Workspace) -> Iterator[Path]:
    """Return the files of an empty log whose place others take."""
    found = {workspace.data / f"{workspace.log.sessions.name}.csv", workspace.data / DESCRIPTION}
    yield from (path for path in found - {workspace.description} if path.exists())


def _present(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
