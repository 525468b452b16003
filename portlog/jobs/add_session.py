"""Record sessions that somebody typed or that a program hands over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from portlog.errors import InputError
from portlog.records.identity import dated_id, letters_of
from portlog.records.origin import ORIGINS, Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.table import CellError, Table
from portlog.workspace import Workspace

REQUIRED = ("llm", "model", "module")


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """The cells of a session before they are checked.

    `texts` names files to count tokens in. `source_key` is what the session is called where it
    comes from: the same key gives the same name on every machine.
    """

    cells: Mapping[str, str]
    texts: Mapping[str, Path] = field(default_factory=dict)
    where: str = ""
    source_key: str = ""


def add_sessions(
    workspace: Workspace, drafts: Sequence[SessionDraft], now: datetime
) -> list[Session]:
    """Record sessions, all or none, and return them with their names.

    Raises `InputError` for the first value that cannot be used.
    """
    table = workspace.log.sessions
    counted = [_counted(draft, workspace.cache) for draft in drafts]
    sessions = [
        _session(table, draft, cells, workspace.today(now))
        for draft, cells in zip(drafts, counted, strict=True)
    ]
    with workspace.store.writing() as step:
        for session, draft in zip(sessions, drafts, strict=True):
            step.add(table, session)
            for origin in _origins(session, draft):
                step.add(ORIGINS, origin)
    return sessions


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
    return replace(session, session_id=_name(session, draft.source_key))


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
    from_text = tuple(sorted(draft.texts))
    if not from_text:
        return []
    from portlog.sources.tokens import ENCODING

    return [Origin(session.session_id, from_text, Basis.COMPUTED, ENCODING)]
