"""Sessions as rows to look at, with the basis of each figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portlog.analytics.whole_session import WholeSession
from portlog.jobs.find_session import find_session
from portlog.records.churn import CHURN
from portlog.records.figure import UNCACHED, Figure
from portlog.records.origin import ORIGINS, TYPED, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.usage import USAGE
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """Sessions as figures, and the rows of the log that could not be read."""

    sessions: Sequence[Sequence[Figure]]
    unread: Sequence[UnreadRow]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a session's usage tells beside its cells."""

    uncached: Decimal | None = None
    unpriced_calls: int | None = None


def listed(
    workspace: Workspace,
    *,
    llm: str | None = None,
    module: str | None = None,
    since: date | None = None,
    last: int | None = None,
) -> Shown:
    """Return the sessions that fit, oldest first; an empty module asks for those of none."""
    wanted = {"llm": llm, "module": module, "since": since, "last": last}
    table = workspace.log.sessions
    return _shown(workspace, lambda database: database.records(table, "session_list", wanted))


def named(workspace: Workspace, name: str) -> Shown:
    """Return the one session of that name, or whose name ends in those letters."""
    table = workspace.log.sessions
    return _shown(workspace, lambda database: [find_session(database, table, name)])


def whole(workspace: Workspace, name: str) -> tuple[WholeSession, Sequence[UnreadRow]]:
    """Return all that the log has of the session of a name, and the rows that are unread."""
    with workspace.store.reading() as database:
        session = find_session(database, workspace.log.sessions, name)
        mine = {"session_id": session.session_id}
        [figures] = _seen(workspace, database, [session])
        details = database.records(SESSION_DETAILS, "session_own_details", mine)
        usage = database.records(USAGE, "session_own_usage", mine)
        churn = database.records(CHURN, "session_own_churn", mine)
        unread = database.unread()
    return WholeSession(figures, details[0] if details else None, usage, churn), unread


def last_session(workspace: Workspace) -> Session | None:
    """Return the newest session, whose values are offered for the next one."""
    with workspace.store.reading() as database:
        found = database.records(workspace.log.sessions, "session_last", {})
    return found[0] if found else None


def _shown(workspace: Workspace, find: Callable[[Database], Sequence[Session]]) -> Shown:
    with workspace.store.reading() as database:
        figures = _seen(workspace, database, find(database))
        return Shown(figures, database.unread())


def _seen(
    workspace: Workspace, database: Database, sessions: Sequence[Session]
) -> list[list[Figure]]:
    """Return sessions as figures, each with how it is known."""
    # a session's name may begin with another day than the one that it was moved to
    first = {"first": min((one.session_id for one in sessions), default=None)}
    origins = database.records(ORIGINS, "session_origins", first)
    told = {
        name: _Parts(uncached, calls)
        for name, uncached, calls in database.named("session_parts", first).fetchall()
    }
    by_cell = {
        (origin.session_id, column): origin
        for origin in origins
        for column in origin.columns
        if column not in (origin.edited or ())
    }
    return [
        _with_parts(_figures(workspace, one, by_cell), told.get(one.session_id, _Parts()))
        for one in sessions
    ]


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


def _with_parts(figures: Sequence[Figure], parts: _Parts) -> list[Figure]:
    """Return a session's figures, what was read uncached after all that was read."""
    told = []
    for figure in figures:
        calls = parts.unpriced_calls if figure.column == "cost_usd" else None
        told.append(replace(figure, unpriced_calls=calls) if calls else figure)
        if figure.column == "tokens_in":
            told.append(_uncached(figure, parts.uncached))
    return told


def _uncached(read: Figure, tokens: Decimal | None) -> Figure:
    value = None if tokens is None else int(tokens)
    text = "" if value is None else str(value)
    return Figure(UNCACHED, text, value, read.basis, read.rule)
