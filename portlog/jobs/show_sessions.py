"""Sessions as rows to look at, with the basis of each figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portlog.jobs.find_session import find_session
from portlog.records.figure import Figure
from portlog.records.origin import ORIGINS, TYPED, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """Sessions as figures, and the rows of the log that could not be read."""

    sessions: Sequence[Sequence[Figure]]
    unread: Sequence[UnreadRow]


def listed(
    workspace: Workspace,
    *,
    llm: str | None = None,
    module: str | None = None,
    since: date | None = None,
    last: int | None = None,
) -> Shown:
    """Return the sessions that fit, oldest first."""
    wanted = {"llm": llm, "module": module, "since": since, "last": last}
    table = workspace.log.sessions
    return _shown(workspace, lambda database: database.records(table, "session_list", wanted))


def named(workspace: Workspace, name: str) -> Shown:
    """Return the one session of that name, or whose name ends in those letters."""
    table = workspace.log.sessions
    return _shown(workspace, lambda database: [find_session(database, table, name)])


def last_session(workspace: Workspace) -> Session | None:
    """Return the newest session, whose values are offered for the next one."""
    with workspace.store.reading() as database:
        found = database.records(workspace.log.sessions, "session_last", {})
    return found[0] if found else None


def _shown(workspace: Workspace, find: Callable[[Database], Sequence[Session]]) -> Shown:
    with workspace.store.reading() as database:
        sessions = find(database)
        since = sessions[0].date if sessions else None
        origins = database.records(ORIGINS, "session_origins", {"since": since})
        unread = database.unread()
    by_cell = {
        (origin.session_id, column): origin
        for origin in origins
        for column in origin.columns
        if column not in (origin.edited or ())
    }
    return Shown([_figures(workspace, session, by_cell) for session in sessions], unread)


def _figures(
    workspace: Workspace, session: Session, origins: Mapping[tuple[str, str], Origin]
) -> list[Figure]:
    table = workspace.log.sessions
    figures = []
    for column, text in zip(table.columns, table.cells(session), strict=True):
        origin = origins.get((session.session_id, column.name))
        basis, rule = (origin.basis, origin.rule) if origin else (Basis.CLAIMED, TYPED)
        figures.append(Figure(column.name, text, getattr(session, column.attribute), basis, rule))
    return figures
