"""Record sessions that somebody typed or that a program hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portlog.errors import InputError
from portlog.records.identity import dated_id, letters_of
from portlog.records.origin import ORIGINS, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.table import CellError, Table
from portlog.workspace import Workspace

if TYPE_CHECKING:
    from portlog.store.step import Step

REQUIRED = ("llm", "model", "module")


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """The cells of a session before they are checked.

    `texts` names files to count tokens in, `known` the basis and rule of cells that nobody
    typed, `details` the cells of its `session_details`. `name` is the name it has already;
    otherwise `source_key`, what it is called where it comes from, gives the same name on every
    machine. `where` begins each complaint about it.
    """

    cells: Mapping[str, str]
    texts: Mapping[str, Path] = field(default_factory=dict)
    known: Mapping[str, tuple[Basis, str]] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    name: str = ""
    source_key: str = ""


def add_sessions(
    workspace: Workspace, drafts: Sequence[SessionDraft], now: datetime
) -> list[Session]:
    """Record sessions, all or none, and return them with their names.

    Raises `InputError` for the first value that cannot be used.
    """
    checked = [checked_session(workspace, draft, now) for draft in drafts]
    with workspace.store.writing() as step:
        for session, draft in zip(checked, drafts, strict=True):
            record(step, workspace.log.sessions, session, draft)
    return checked


def checked_session(workspace: Workspace, draft: SessionDraft, now: datetime) -> Session:
    """Return a draft as a session with its name; `InputError` for what cannot be used."""
    cells = _counted(draft, workspace.cache)
    return _session(workspace.log.sessions, draft, cells, workspace.today(now))


def check_typed(table: Table[Session], name: str, text: str) -> None:
    """Raise `InputError` for a typed cell that cannot be used."""
    column = next(column for column in table.columns if column.name == name)
    try:
        column.read(text)
    except CellError as error:
        raise _refused(error, SessionDraft({})) from error


def record(step: "Step", table: Table[Session], session: Session, draft: SessionDraft) -> None:
    """Add a checked session, its details and the origins of its cells to a step."""
    step.add(table, session)
    if draft.details:
        details = {**draft.details, "session_id": session.session_id}
        step.add(SESSION_DETAILS, SESSION_DETAILS.parse(details))
    for origin in _origins(session, draft):
        step.add(ORIGINS, origin)


def from_json(text: str, table: Table[Session]) -> list[SessionDraft]:
    """Read one session as a JSON object, or several as an array of objects.

    The keys are the column names; numbers may be numbers or text, null is empty.
    """
    import msgspec

    try:
        told = msgspec.json.Decoder(float_hook=str).decode(text)
    except msgspec.DecodeError as error:
        raise InputError(
            f"--from-json: {error}", "give an object, or an array of objects"
        ) from error
    items = told if isinstance(told, list) else [told]
    return [_draft(item, number, table) for number, item in enumerate(items, start=1)]


def _draft(item: Any, number: int, table: Table[Session]) -> SessionDraft:
    where = f"--from-json: session {number}: "
    if not isinstance(item, dict):
        raise InputError(f"{where}not an object", 'write {"llm": "claude", …}')
    names = [name for name in table.header if name != "session_id"]
    unknown = next((key for key in item if key not in names), None)
    if unknown is not None:
        raise InputError(f'{where}no column is named "{unknown}"', f"known are {', '.join(names)}")
    return SessionDraft({key: _cell(key, value, where) for key, value in item.items()}, where=where)


def _cell(key: str, value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"{where}{key} is neither text nor a number")
    return str(value)


def _counted(draft: SessionDraft, cache: Path) -> dict[str, str]:
    cells = dict(draft.cells)
    for column, path in draft.texts.items():
        from portlog.sources.tokens import count_tokens

        cells[column] = str(count_tokens(path, cache))
    return cells


def _session(
    table: Table[Session], draft: SessionDraft, cells: Mapping[str, str], today: date
) -> Session:
    missing = [name for name in REQUIRED if not cells.get(name)]
    if missing:
        raise InputError(
            f"{draft.where}missing: {', '.join(_shown(name, draft) for name in missing)}",
            "a session names its llm, its model and its module; all else may stay empty",
        )
    dated = {**cells, "date": cells.get("date") or today.isoformat()}
    try:
        session = table.parse({**dated, "session_id": "to be given"})
    except CellError as error:
        raise _refused(error, draft) from error
    if session.date > today:
        raise InputError(
            f'{_shown("date", draft)} is "{session.date}", which lies after today ({today})',
            "a session is recorded on the day it began, or later",
        )
    return replace(session, session_id=draft.name or _name(session, draft.source_key))


def _name(session: Session, source_key: str) -> str:
    if not source_key:
        return dated_id(session.date, session.llm)
    from hashlib import sha256

    digest = sha256(source_key.encode()).digest()
    return dated_id(session.date, session.llm, lambda: letters_of(digest))


def _refused(error: CellError, draft: SessionDraft) -> InputError:
    message = str(error).replace(error.column, _shown(error.column, draft), 1)
    return InputError(message, f"write {error.accepted}")


def _shown(column: str, draft: SessionDraft) -> str:
    return f"{draft.where}{column}" if draft.where else f"--{column.replace('_', '-')}"


def _origins(session: Session, draft: SessionDraft) -> list[Origin]:
    known = dict(draft.known)
    if draft.texts:
        from portlog.sources.tokens import ENCODING

        known |= dict.fromkeys(draft.texts, (Basis.COMPUTED, ENCODING))
    columns = {of: tuple(sorted(c for c in known if known[c] == of)) for of in known.values()}
    return [
        Origin(session.session_id, named, basis, rule) for (basis, rule), named in columns.items()
    ]
