"""Find the one session that a typed name means."""

from portlog.errors import InputError
from portlog.records.session import Session
from portlog.records.table import Table
from portlog.store.database import Database


def find_session(database: Database, table: Table[Session], name: str) -> Session:
    """Return the session of a name or of its last letters; `InputError` if not exactly one fits."""
    found: list[Session] = database.records(table, "session_named", {"name": name})
    if not found:
        raise InputError(
            f'no session is named "{name}"', "`portlog session list` shows their names"
        )
    if len(found) > 1:
        names = ", ".join(session.session_id for session in found)
        raise InputError(f'"{name}" fits several sessions', f"write one of {names}")
    return found[0]
