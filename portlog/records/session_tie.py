"""Which session a row of an adopted file is: the file itself has no column for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portlog.records.identity import dated_id, letters_of
from portlog.records.kinds import COUNT, DAY, TEXT
from portlog.records.session import Session
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class SessionTie:
    """The session that a row with these cells is; of several equal rows, the one so far down."""

    session_id: str
    digest: str
    occurrence: int
    date: date
    llm: str
    model: str
    module: str | None


def tie(session: Session, digest: str, occurrence: int) -> SessionTie:
    """Return the tie of a session to its row."""
    return SessionTie(
        session.session_id,
        digest,
        occurrence,
        session.date,
        session.llm,
        session.model,
        session.module,
    )


def subject_of(one: Session | SessionTie) -> tuple[object, ...]:
    """Return what a session is known by where its figures have changed."""
    return (one.date, one.llm, one.model, one.module)


def digest_of(cells: Sequence[str]) -> str:
    """Return what a row's cells but its name come to, however the file writes and orders them.

    The cells are in the table's order, each in its one way of writing; none holds a newline.
    """
    from hashlib import sha256  # noqa: PLC0415  4 ms that most logs do not need

    return sha256("\n".join(cells).encode()).hexdigest()


def name_of(day: date, llm: str, digest: str, repeat: int) -> str:
    """Return the name of a row that nobody has named: the same on every machine."""
    from hashlib import sha256  # noqa: PLC0415  likewise

    letters = sha256(f"{repeat}\n{digest}".encode()).digest()
    return dated_id(day, llm, lambda: letters_of(letters))


SESSION_IDS = Table(
    name="session_ids",
    meaning="one row of the adopted file, and the session that it is",
    columns=(
        Column(
            "session_id", TEXT, "the session's name, given once and never reused", required=True
        ),
        Column("digest", TEXT, "SHA-256 of the row's twelve cells", required=True),
        Column(
            "occurrence", COUNT, "which of the equal rows it is, from the first down", required=True
        ),
        Column("date", DAY, "the row's date", required=True),
        Column("llm", TEXT, "the row's llm", required=True),
        Column("model", TEXT, "the row's model", required=True),
        Column("module", TEXT, "the row's module"),
    ),
    make=SessionTie,
    # two branches that edit a session give it two lines, and both versions of the row find it
    key=("session_id", "digest", "occurrence"),
    order=("session_id", "digest", "occurrence"),
)
