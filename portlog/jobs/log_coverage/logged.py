"""What the log has: its sessions, where they came from, and their other names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portlog.records.imported import IMPORTS, Imported
from portlog.records.session import Session
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LoggedSessions:
    """The sessions of the log by their names, and what else it knows of them."""

    sessions: dict[str, Session]
    details: dict[str, SessionDetails]
    imports: Sequence[Imported]
    unread: Sequence[UnreadRow] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    _imported: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up the sessions by their other names and by what they came from."""
        for row in self.imports:
            session = row.session_id if row.session_id in self.sessions else None
            self._imported.setdefault(row.agent, {})[row.source] = session
        for one in self.details.values():
            if one.session_id in self.sessions:
                self.aliases.update(dict.fromkeys(one.aliases or (), one.session_id))

    def imported(self, agent: str) -> Mapping[str, str | None]:
        """Return an agent's conversations that were taken in; None: its session was removed."""
        return self._imported.get(agent, {})

    def session_of(self, agent: str, name: str) -> str | None:
        """Return the session that an agent's conversation became, or is another name of."""
        return self.imported(agent).get(name) or self.aliases.get(name)

    def typed(self, agent: str, tied: Collection[str]) -> list[Session]:
        """Return the sessions of an agent that are none of those tied to its conversations."""
        return [s for s in self.sessions.values() if s.llm == agent and s.session_id not in tied]

    def days(self, session_id: str) -> tuple[date, ...]:
        """Return the days on which a session began and ended, by what the log says."""
        details = self.details.get(session_id)
        ends = (details.started_at, details.ended_at) if details else ()
        return (self.sessions[session_id].date, *(end.date() for end in ends if end))


def logged_sessions(workspace: Workspace) -> LoggedSessions:
    """Read what the log has."""
    with workspace.store.reading() as database:
        sessions = database.every(workspace.log.sessions)
        details = database.every(SESSION_DETAILS)
        imports = database.every(IMPORTS)
        unread = database.unread()
    return LoggedSessions(
        {one.session_id: one for one in sessions},
        {one.session_id: one for one in details},
        imports,
        unread,
    )
