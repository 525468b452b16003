"""Change a session that is in the log, or take it out."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from portlog.errors import InputError
from portlog.jobs.add_session import REQUIRED
from portlog.jobs.find_session import find_session
from portlog.records.churn import CHURN
from portlog.records.crate_row import CRATES
from portlog.records.imported import IMPORTS
from portlog.records.origin import ORIGINS
from portlog.records.provenance import PROVENANCE
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.table import CellError, Table
from portlog.records.usage import USAGE
from portlog.store.step import Step
from portlog.workspace import Workspace

# what goes with a session, and what stays as nobody's
_OWN: tuple[tuple[Table[Any], str], ...] = (
    (ORIGINS, "session_own_origins"),
    (SESSION_DETAILS, "session_own_details"),
    (USAGE, "session_own_usage"),
    (CHURN, "session_own_churn"),
)
_KEPT: tuple[tuple[Table[Any], str], ...] = (
    (IMPORTS, "session_sources"),
    (CRATES, "session_crates"),
    (PROVENANCE, "session_provenance"),
)


def edit_session(
    workspace: Workspace, name: str, cells: Mapping[str, str], clear: Collection[str], now: datetime
) -> Session:
    """Put other cells into a session and return it; a cleared cell is one that nobody knows.

    A cell that was computed or logged becomes a typed one, and its origin says so.
    """
    table = workspace.log.sessions
    with workspace.store.writing() as step:
        session = find_session(step.database, table, name)
        emptied = {_known(column, table): "" for column in clear}
        edited = _edited(table, session, {**emptied, **cells}, workspace.today(now))
        if edited != session:
            step.replace(table, edited)
            _note_edits(step, session.session_id, {*emptied, *cells})
    return edited


def remove_session(workspace: Workspace, name: str) -> Session:
    """Take a session out of the log and return it; an imported one never comes back by import.

    What a registry said of its crates stays, as evidence that belongs to no session.
    """
    table = workspace.log.sessions
    with workspace.store.writing() as step:
        session = find_session(step.database, table, name)
        step.remove(table, session)
        for own, query in _OWN:
            for record in _mine(step, own, query, session):
                step.remove(own, record)
        for kept, query in _KEPT:
            for record in _mine(step, kept, query, session):
                step.replace(kept, replace(record, session_id=None))
    return session


def _mine(step: Step, table: Table[Any], query: str, session: Session) -> list[Any]:
    return step.database.records(table, query, {"session_id": session.session_id})


def _known(column: str, table: Table[Session]) -> str:
    name = column.replace("-", "_")
    if name not in table.header or name in (*REQUIRED, "date", "session_id"):
        free = [one for one in table.header if one not in (*REQUIRED, "date", "session_id")]
        raise InputError(f'--clear cannot empty "{column}"', f"it empties {', '.join(free)}")
    return name


def _edited(
    table: Table[Session], session: Session, cells: Mapping[str, str], today: date
) -> Session:
    now_there = dict(zip(table.header, table.cells(session), strict=True))
    try:
        edited = table.parse({**now_there, **cells})
    except CellError as error:
        option = f"--{error.column.replace('_', '-')}"
        message = str(error).replace(error.column, option, 1)
        raise InputError(message, f"write {error.accepted}") from error
    if edited.date > today:
        raise InputError(f'--date is "{edited.date}", which lies after today ({today})')
    return edited


def _note_edits(step: Step, session_id: str, columns: set[str]) -> None:
    for origin in step.database.records(ORIGINS, "session_own_origins", {"session_id": session_id}):
        edited = tuple(sorted({*(origin.edited or ()), *(columns & set(origin.columns))}))
        if edited and edited != origin.edited:
            step.replace(ORIGINS, replace(origin, edited=edited))
