"""The figures that posts were published with: those of the log as it was committed that day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from portlog import __version__
from portlog.analytics.module_figures import KeptFigures, ModuleFigures, figures_by_module
from portlog.analytics.rows import Rows
from portlog.analytics.session_log import SESSION_LOG
from portlog.errors import StoreError
from portlog.jobs.read_log import shown, tracked
from portlog.records.post import Post
from portlog.records.session_tie import SESSION_IDS
from portlog.sources.git_history import FileCommit, contents, file_commits
from portlog.sources.kept_file import keep_file
from portlog.store.database import Database
from portlog.workspace import Workspace

_MOST_COMMITS = 2_000


@dataclass(slots=True)
class _Known:
    """Figures by commit, as they are kept between builds; another portlog may count differently."""

    version: str = __version__
    commits: dict[str, dict[str, ModuleFigures] | None] = field(default_factory=dict)


def kept_figures(workspace: Workspace, posts: Iterable[Post]) -> KeptFigures:
    """Return each module's figures at the end of the days on which posts were published.

    A day is left out where no later commit changed the log: its figures are the log's own. So is
    one before the first commit, and one whose version of the log cannot be read.
    """
    days = {post.day for post in posts if post.day and not post.is_live}
    commits = file_commits(workspace.root, *tracked(workspace)) if days else ()
    wanted = {day: one for day in sorted(days) if (one := _last(commits, day))}
    known = _read(workspace)
    missing = {one.name: one for one in wanted.values() if one.name not in known.commits}
    for name, one in missing.items():
        known.commits[name] = _figures(workspace, one)
    if missing:
        _keep(workspace, known)
    found = {day: known.commits[one.name] for day, one in wanted.items()}
    return {day: figures for day, figures in found.items() if figures is not None}


def _last(commits: Sequence[FileCommit], day: date) -> FileCommit | None:
    """Return the last commit until the end of a day; None if that is the newest of all."""
    found = next((one for one in reversed(commits) if one.day <= day), None)
    return None if commits and found is commits[-1] else found


def _figures(workspace: Workspace, commit: FileCommit) -> dict[str, ModuleFigures] | None:
    """Return the figures of each module in a commit; None where its log cannot be read."""
    database = Database.create(":memory:", workspace.log)
    try:
        _fill(database, workspace, _texts(workspace, commit))
        log = SESSION_LOG.answer(Rows(database.named(SESSION_LOG.query)))
    except (EOFError, StoreError):
        return None
    finally:
        database.close()
    return dict(figures_by_module(log))


def _texts(workspace: Workspace, commit: FileCommit) -> dict[str, str]:
    """Return the text of each table that has one in a commit, by the table's name."""
    store = workspace.store
    paths = {table.name: shown(workspace, store.path(table)) for table in workspace.log.tables}
    there = {name: commit.blobs[path] for name, path in paths.items() if path in commit.blobs}
    found = contents(workspace.root, list(there.values()))
    return {
        name: content.decode(errors="surrogateescape")
        for name, content in zip(there, found, strict=True)
    }


def _fill(database: Database, workspace: Workspace, texts: Mapping[str, str]) -> None:
    for table in workspace.log.tables:
        if table.name not in texts:
            continue
        ids = texts.get(SESSION_IDS.name)
        reading = workspace.store.texts.read_version(texts[table.name], table, ids)
        database.insert(table, (table.cells(row.record) for row in reading.rows))


def _read(workspace: Workspace) -> _Known:
    try:
        known = msgspec.json.decode(_place(workspace).read_bytes(), type=_Known)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return _Known()
    return known if known.version == __version__ else _Known()


def _keep(workspace: Workspace, known: _Known) -> None:
    latest = dict(list(known.commits.items())[-_MOST_COMMITS:])
    keep_file(_place(workspace), msgspec.json.encode(_Known(commits=latest)))


def _place(workspace: Workspace) -> Path:
    return workspace.cache / "kept_figures.json"
