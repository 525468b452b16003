"""All the tables of an experiment's log."""

from dataclasses import dataclass
from typing import Any

from portlog.records.churn import CHURN, Churn
from portlog.records.coverage import COVERAGE, Coverage
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.imported import IMPORTS, Imported
from portlog.records.origin import ORIGINS, Origin
from portlog.records.pin import PINS, Pin
from portlog.records.plan import PlannedModule, plan_table
from portlog.records.provenance import COVERED_SYMBOLS, PROVENANCE, CoveredSymbol, Provenance
from portlog.records.review import REVIEWS, FileReview
from portlog.records.session import Languages, Session, sessions_table
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.records.session_tie import SESSION_IDS, SessionTie
from portlog.records.skip import SKIPS, Skip
from portlog.records.table import Table
from portlog.records.usage import USAGE, Usage


@dataclass(frozen=True, slots=True)
class Log:
    """The record types of one experiment, each as a table.

    `ids` is there where the sessions stand in an adopted file, which has no column for names.
    """

    sessions: Table[Session]
    plan: Table[PlannedModule]
    details: Table[SessionDetails] = SESSION_DETAILS
    origins: Table[Origin] = ORIGINS
    imports: Table[Imported] = IMPORTS
    crates: Table[CrateRow] = CRATES
    usage: Table[Usage] = USAGE
    churn: Table[Churn] = CHURN
    coverage: Table[Coverage] = COVERAGE
    provenance: Table[Provenance] = PROVENANCE
    covered: Table[CoveredSymbol] = COVERED_SYMBOLS
    pins: Table[Pin] = PINS
    skips: Table[Skip] = SKIPS
    reviews: Table[FileReview] = REVIEWS
    ids: Table[SessionTie] | None = None

    @classmethod
    def of(cls, languages: Languages, *, adopted: bool = False) -> "Log":
        """Return the tables of an experiment that ports between these languages."""
        ids = SESSION_IDS if adopted else None
        return cls(sessions_table(languages), plan_table(languages), ids=ids)

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """Every table, in the order in which they are built."""
        tables = (
            self.sessions,
            self.details,
            self.origins,
            self.imports,
            self.crates,
            self.usage,
            self.churn,
            self.coverage,
            self.plan,
            self.provenance,
            self.covered,
            self.pins,
            self.skips,
            self.reviews,
        )
        return tables if self.ids is None else (*tables, self.ids)
