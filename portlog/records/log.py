"""All the tables of an experiment's log."""

from dataclasses import dataclass
from typing import Any

from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.imported import IMPORTS, Imported
from portlog.records.origin import ORIGINS, Origin
from portlog.records.session import Languages, Session, sessions_table
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.records.table import Table

# the format of all tables together; `portlog upgrade` moves an older log to it
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Log:
    """The record types of one experiment, each as a table."""

    sessions: Table[Session]
    details: Table[SessionDetails] = SESSION_DETAILS
    origins: Table[Origin] = ORIGINS
    imports: Table[Imported] = IMPORTS
    crates: Table[CrateRow] = CRATES

    @classmethod
    def of(cls, languages: Languages) -> "Log":
        """Return the tables of an experiment that ports between these languages."""
        return cls(sessions_table(languages))

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """Every table, in the order in which they are built."""
        return (self.sessions, self.details, self.origins, self.imports, self.crates)
