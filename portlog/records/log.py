"""All the tables of an experiment's log."""

from dataclasses import dataclass
from typing import Any

from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.origin import ORIGINS, Origin
from portlog.records.session import Languages, Session, sessions_table
from portlog.records.table import Table


@dataclass(frozen=True, slots=True)
class Log:
    """The record types of one experiment, each as a table."""

    sessions: Table[Session]
    origins: Table[Origin] = ORIGINS
    crates: Table[CrateRow] = CRATES

    @classmethod
    def of(cls, languages: Languages) -> "Log":
        """Return the tables of an experiment that ports between these languages."""
        return cls(sessions_table(languages))

    @property
    def tables(self) -> tuple[Table[Any], ...]:
        """Every table, in the order in which they are built."""
        return (self.sessions, self.origins, self.crates)
