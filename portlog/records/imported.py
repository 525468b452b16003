"""Where imported sessions came from, so that nothing is taken in twice."""

from dataclasses import dataclass

from portlog.records.kinds import TEXT
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class Imported:
    """One source that was taken in; without a session it was removed on purpose, for good."""

    agent: str
    source: str
    digest: str
    session_id: str | None


IMPORTS = Table(
    name="imports",
    meaning="one source that was taken in, and the session that it became",
    columns=(
        Column("agent", TEXT, "what wrote the source, such as claude, codex or csv", required=True),
        Column("source", TEXT, "the source's own name for the session", required=True),
        Column("digest", TEXT, "SHA-256 of what was taken in", required=True),
        Column(
            "session_id",
            TEXT,
            "the session; empty: removed on purpose, never again",
            refers_to="sessions",
        ),
    ),
    make=Imported,
    key=("agent", "source"),
    order=("agent", "source"),
)
