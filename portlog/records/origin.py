"""Where some cells of a session come from, when nobody typed them."""

from dataclasses import dataclass

from portlog.records.kinds import TEXT, WORDS, choice
from portlog.records.outcome import Basis
from portlog.records.table import Column, Table

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Origin:
    """The basis of some columns of one session and the rule that made them.

    A cell without an origin was typed: its basis is `claimed`, its rule `typed`.
    """

    session_id: str
    columns: tuple[str, ...]
    basis: Basis
    rule: str
    edited: tuple[str, ...] | None = None


ORIGINS = Table(
    name="origins",
    meaning="where some cells of one session come from; a cell without a row here was typed",
    columns=(
        Column("session_id", TEXT, "the session", required=True, refers_to="sessions"),
        Column("columns", WORDS, "the cells' column names", required=True),
        Column("basis", choice(Basis), "how the figure is known", required=True),
        Column(
            "rule", TEXT, "the named rule, with its version, that made the figure", required=True
        ),
        Column("edited", WORDS, "columns that a person has changed since"),
    ),
    make=Origin,
    key=("session_id", "columns"),
    order=("session_id", "columns"),
)
