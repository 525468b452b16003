"""Take the sessions of another CSV file into the log, each of them once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from portlog.errors import InputError, StoreError
from portlog.jobs.add_session import SessionDraft, checked_session, record
from portlog.records.imported import IMPORTS, Imported
from portlog.records.kinds import LONGEST_TEXT
from portlog.records.session import Session
from portlog.records.table import Table, shortened
from portlog.store.database import Database
from portlog.store.text import Reading, Unreadable, cells_of, read
from portlog.workspace import Workspace

AGENT = "csv"
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CsvImport:
    """What an import took in, what it had already, and what it could not read."""

    added: tuple[Session, ...]
    known: int
    unreadable: tuple[Unreadable, ...]


def import_csv(workspace: Workspace, path: Path, now: datetime, *, dry_run: bool) -> CsvImport:
    """Add the sessions of a file with the twelve columns, in any order, that are not in the log.

    A row is known by its cells: equal rows are so many sessions, and a second import of the same
    file adds none. A session that was removed since does not come back. Columns that are no
    session's are kept in its note. Raises `InputError` for a file without the columns.
    """
    table = workspace.log.sessions
    _refuse_own(workspace, path)
    content, reading = _read(path, table)
    drafts = list(_drafts(content, reading, table))
    with workspace.store.writing() as step:
        taken = step.database.records(IMPORTS, "imports_of_agent", {"agent": AGENT})
        known = {source.source for source in taken}
        fresh = [
            draft
            for draft in drafts
            if draft.source_key not in known and not _is_there(draft, step.database, table)
        ]
        sessions = [checked_session(workspace, draft, now) for draft in fresh]
        for session, draft in zip(sessions, [] if dry_run else fresh, strict=False):
            record(step, table, session, draft)
            step.add(IMPORTS, _imported(session, draft))
    return CsvImport(tuple(sessions), len(drafts) - len(fresh), reading.unreadable)


def _refuse_own(workspace: Workspace, path: Path) -> None:
    """Refuse the adopted file: its rows do not say that they are in the log already."""
    if workspace.adopted is not None and path.resolve() == workspace.adopted.resolve():
        raise InputError(f"{path} is this experiment's own log", "name another CSV file")


def _read(path: Path, table: Table[Session]) -> tuple[str, Reading[Session]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path} is larger than 256 MiB", "split it into smaller files")
        content = path.read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", "name a CSV file") from error
    try:
        return content, read(content, table, str(path))
    except StoreError as error:
        raise InputError(error.message, error.hint) from error


def _drafts(
    content: str, reading: Reading[Session], table: Table[Session]
) -> Iterator[SessionDraft]:
    lines = content.split("\n")
    seen: Counter[tuple[str, ...]] = Counter()
    for row in reading.rows:
        raw = cells_of(lines[row.line - 1], reading.header)
        cells = dict(zip(table.header, table.cells(row.record), strict=True))
        own_name = raw.get("session_id", "")
        cells.pop("session_id")
        public = tuple(cells.values())
        seen[public] += 1
        further = {name: raw[name] for name in raw if name not in table.header and raw[name]}
        yield SessionDraft(
            cells,
            details={"note": _note(further)} if further else {},
            where=f"line {row.line}: ",
            name=own_name,
            source_key=own_name or _digest(public, seen[public]),
        )


def _is_there(draft: SessionDraft, database: Database, table: Table[Session]) -> bool:
    return bool(draft.name) and database.holds(table, [draft.name])


def _note(further: dict[str, str]) -> str:
    told = "; ".join(f"{name}: {text}" for name, text in further.items())
    return shortened(told, LONGEST_TEXT)


def _digest(cells: tuple[str, ...], repeat: int) -> str:
    return sha256("\n".join([str(repeat), *cells]).encode()).hexdigest()


def _imported(session: Session, draft: SessionDraft) -> Imported:
    digest = _digest(tuple(draft.cells.values()), 1)
    return Imported(AGENT, draft.source_key, digest, session.session_id)
