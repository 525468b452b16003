"""Follow the figures of sessions through git's history: what was published stays known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from portlog.errors import StoreError
from portlog.jobs.read_log import shown
from portlog.records.figure_history import (
    FIGURES,
    NO_HISTORY,
    ChangedFigure,
    FigureHistory,
    RemovedSession,
)
from portlog.records.session import Session
from portlog.records.session_tie import SESSION_IDS
from portlog.records.table import Column, Table
from portlog.sources.git_history import FileCommit, contents, file_commits, is_cut
from portlog.sources.kept_file import keep_file
from portlog.workspace import Workspace

# raise it when a version is read in another way: what was kept by another one is not used
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Version:
    """The log's two files in one state of them; `day` and `commit` are empty for no commit."""

    sessions: str
    ids: str
    day: date | None = None
    commit: str = ""


@dataclass(slots=True)
class _Removal:
    cells: dict[str, str]
    day: date | None
    commit: str


@dataclass(slots=True)
class _Change:
    session_id: str
    figure: str
    was: str
    now: str
    day: date | None
    commit: str


@dataclass(slots=True)
class _Walk:
    """What the commits up to one brought, as it is kept between builds."""

    form: int
    first: str
    last: str
    changes: list[_Change] = field(default_factory=list)
    removals: dict[str, _Removal] = field(default_factory=dict)


def figure_history(workspace: Workspace) -> FigureHistory:
    """Return what became of the figures that were committed, as far as git's history is here.

    Nothing where git knows nothing of the log. A version that cannot be read is passed over.
    """
    commits = file_commits(workspace.root, *_paths(workspace))
    if not commits:
        return NO_HISTORY
    walk = _kept(workspace, commits)
    try:
        last = _follow(workspace, walk, commits)
    except EOFError:
        return NO_HISTORY
    _step(walk, workspace, last, _as_it_stands(workspace))
    return _history(walk, commits, workspace)


def _paths(workspace: Workspace) -> list[str]:
    """Return the files that hold sessions and their names, from the experiment's folder."""
    log = workspace.log
    tables: tuple[Table[Any], ...] = (log.sessions, *((log.ids,) if log.ids else ()))
    return [shown(workspace, workspace.store.path(table)) for table in tables]


def _follow(workspace: Workspace, walk: _Walk, commits: tuple[FileCommit, ...]) -> _Version:
    """Take the steps between commits that were not taken yet; returns the last version."""
    names = [one.name for one in commits]
    versions = _versions(workspace, commits[names.index(walk.last) :])
    last = next(versions)
    for version in versions:
        last = _step(walk, workspace, last, version)
    walk.last = last.commit
    _keep(workspace, walk)
    return last


def _versions(workspace: Workspace, commits: tuple[FileCommit, ...]) -> Iterator[_Version]:
    paths = _paths(workspace)
    blobs = [one.blobs[path] for one in commits for path in paths if path in one.blobs]
    found = contents(workspace.root, blobs)
    for one in commits:
        texts = [_decoded(next(found)) if path in one.blobs else "" for path in paths]
        yield _Version(texts[0], "".join(texts[1:]), one.day, one.name)


def _as_it_stands(workspace: Workspace) -> _Version:
    texts = workspace.store.texts
    ids = texts.content(SESSION_IDS) if workspace.log.ids else None
    return _Version(texts.content(workspace.log.sessions) or "", ids or "")


def _decoded(content: bytes) -> str:
    return content.decode(errors="surrogateescape")


def _step(walk: _Walk, workspace: Workspace, before: _Version, after: _Version) -> _Version:
    """Note what a version has changed; returns the one to go on from, the last that can be read."""
    try:
        new = _differing(workspace, after, before)
    except StoreError:
        return before
    try:
        old = _differing(workspace, before, after)
    except StoreError:
        return after
    for name, cells in old.items():
        if name in new:
            walk.changes += _changes(name, cells, new[name], workspace, after)
        else:
            walk.removals[name] = _Removal(cells, after.day, after.commit)
    for name in walk.removals.keys() & new.keys():
        walk.changes += _changes(name, walk.removals.pop(name).cells, new[name], workspace, after)
    return after


def _differing(workspace: Workspace, one: _Version, other: _Version) -> dict[str, dict[str, str]]:
    """Return the cells of one version's sessions that are not in the other as they are."""
    table = workspace.log.sessions
    rows = _rows(workspace, one, frozenset(other.sessions.split("\n")))
    return {row.session_id: dict(zip(table.header, table.cells(row), strict=True)) for row in rows}


def _rows(workspace: Workspace, one: _Version, known: frozenset[str]) -> list[Session]:
    """Return the sessions of a version, without those whose lines are known to be the same."""
    content = one.sessions
    if workspace.log.ids is None:  # an adopted row has its name by all that stand before it
        first, *lines = content.split("\n")
        content = "\n".join([first, *(line for line in lines if line not in known)])
    texts, table = workspace.store.texts, workspace.log.sessions
    return [row.record for row in texts.read_version(content, table, one.ids or None).rows]


def _changes(
    name: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    workspace: Workspace,
    at: _Version,
) -> Iterator[_Change]:
    for figure, column in _columns(workspace).items():
        was, now = old[column.name], new[column.name]
        if was and was != now:
            yield _Change(name, figure, was, now, at.day, at.commit)


def _columns(workspace: Workspace) -> dict[str, Column]:
    """Return the column of each figure, by the record's name for it."""
    columns = {column.attribute: column for column in workspace.log.sessions.columns}
    return {figure: columns[figure] for figure in FIGURES}


def _history(walk: _Walk, commits: tuple[FileCommit, ...], workspace: Workspace) -> FigureHistory:
    columns = _columns(workspace)
    changed = [_changed(one, columns[one.figure]) for one in walk.changes]
    removed = [
        RemovedSession(
            name,
            {figure: column.read(one.cells[column.name]) for figure, column in columns.items()},
            one.day,
            one.commit,
        )
        for name, one in walk.removals.items()
    ]
    cut = is_cut(workspace.root)
    return FigureHistory(commits[0].day, len(commits), cut, tuple(changed), tuple(removed))


def _changed(one: _Change, column: Column) -> ChangedFigure:
    was, now = column.read(one.was), column.read(one.now)
    return ChangedFigure(one.session_id, one.figure, was, now, one.day, one.commit)


def _kept(workspace: Workspace, commits: tuple[FileCommit, ...]) -> _Walk:
    """Return how far an earlier build has come, where its commits are still this branch's."""
    fresh = _Walk(_FORMAT, commits[0].name, commits[0].name)
    try:
        kept = msgspec.json.decode(_place(workspace).read_bytes(), type=_Walk)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return fresh
    names = {one.name for one in commits}
    known = kept.form == _FORMAT and kept.first == commits[0].name and kept.last in names
    return kept if known else fresh


def _keep(workspace: Workspace, walk: _Walk) -> None:
    keep_file(_place(workspace), msgspec.json.encode(walk))


def _place(workspace: Workspace) -> Path:
    return workspace.cache / "figures.json"
