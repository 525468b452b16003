"""The lines that a session added and removed, by language."""

from dataclasses import dataclass

from portlog.records.kinds import COUNT, TEXT
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class Churn:
    """Lines of one language that a session's edits changed, beside what its commits changed.

    The two differ where files were changed by other programs, or by hand; None: no commit known.
    """

    session_id: str
    language: str
    added: int
    removed: int
    committed_added: int | None = None
    committed_removed: int | None = None


CHURN = Table(
    name="churn",
    meaning="the lines of one language that a session changed",
    columns=(
        Column("session_id", TEXT, "the session", required=True, refers_to="sessions"),
        Column("language", TEXT, "the language, by the files' endings", required=True),
        Column(
            "added", COUNT, "added by edits that succeeded, as logged", required=True, unit="lines"
        ),
        Column("removed", COUNT, "removed by them", required=True, unit="lines"),
        Column(
            "committed_added", COUNT, "added by the session's commits, as git counts", unit="lines"
        ),
        Column("committed_removed", COUNT, "removed by them", unit="lines"),
    ),
    make=Churn,
    key=("session_id", "language"),
    order=("session_id", "language"),
)
