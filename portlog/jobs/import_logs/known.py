"""What the log has of one agent's sessions when an import begins."""

from dataclasses import dataclass
from decimal import Decimal

from portlog.jobs.import_logs.entry import RULES
from portlog.records.imported import IMPORTS, Imported
from portlog.records.log_import import Difference
from portlog.records.session import Session
from portlog.records.table import Table
from portlog.store.database import Database


@dataclass(frozen=True, slots=True)
class Known:
    """An agent's imports by source, its sessions by name, their usage's cost, what was edited."""

    table: Table[Session]
    imports: dict[str, Imported]
    sessions: dict[str, Session]
    costs: dict[str, Decimal | None]
    edited: dict[str, frozenset[str]]

    @classmethod
    def of(cls, database: Database, table: Table[Session], agent: str) -> "Known":
        """Look up what the log has of an agent's sessions."""
        mine = {"agent": agent}
        imports = database.records(IMPORTS, "imports_of_agent", mine)
        sessions = database.records(table, "imported_sessions", mine)
        edited = database.named("imported_edits", mine).fetchall()
        return cls(
            table,
            {row.source: row for row in imports},
            {session.session_id: session for session in sessions},
            dict(database.named("imported_costs", mine).fetchall()),
            {name: frozenset(columns.split()) for name, columns in edited},
        )

    def session_of(self, row: Imported) -> Session | None:
        """Return the session that a source became; None if somebody has removed it."""
        return self.sessions.get(row.session_id or "")

    def cost_of(self, session: Session) -> Decimal | None:
        """Return what a session's usage costs by the log."""
        return self.costs.get(session.session_id)

    def differences(
        self, session: Session, told: Session, columns: frozenset[str] = frozenset(RULES)
    ) -> list[Difference]:
        """Return the cells of a session that are not what an agent's log tells."""
        kept = dict(zip(self.table.header, self.table.cells(session), strict=True))
        logged = dict(zip(self.table.header, self.table.cells(told), strict=True))
        return [
            Difference(session.session_id, column, kept[column], logged[column])
            for column in RULES
            if column in columns and kept[column] != logged[column]
        ]
