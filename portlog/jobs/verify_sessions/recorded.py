"""What the log says of its sessions, in the form in which others tell it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from portlog.jobs.log_coverage.logged import LoggedSessions, logged_sessions
from portlog.records.churn import CHURN, Churn
from portlog.records.model_name import short_name
from portlog.records.reconciliation import Counts, total
from portlog.records.session import Session
from portlog.records.usage import USAGE, Usage
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Recorded:
    """The log's sessions with their usage and churn; `asked` are those to be verified."""

    logged: LoggedSessions
    asked: frozenset[str]
    is_whole: bool
    usage: Mapping[str, list[Usage]] = field(default_factory=dict)
    churn: Mapping[str, list[Churn]] = field(default_factory=dict)

    def session(self, agent: str, name: str) -> Session | None:
        """Return the session that an agent's conversation became, if it is to be verified."""
        found = self.logged.session_of(agent, name)
        return self.logged.sessions[found] if found in self.asked and found else None

    def by_model(self, sessions: Iterable[str]) -> dict[str, Counts]:
        """Return what some sessions used, by model."""
        found: dict[str, list[Counts]] = defaultdict(list)
        for row in (row for session in sessions for row in self.usage.get(session, ())):
            found[short_name(row.model)].append(_counts(row))
        return {model: total(counts) for model, counts in found.items()}

    def lines(self, session: str) -> tuple[int, int] | None:
        """Return the lines that a session's edits added and removed; None where none are told."""
        rows = self.churn.get(session)
        return (sum(r.added for r in rows), sum(r.removed for r in rows)) if rows else None


def recorded(workspace: Workspace, asked: frozenset[str] | None) -> Recorded:
    """Read the log; None asks for all sessions."""
    logged = logged_sessions(workspace)
    with workspace.store.reading() as database:
        usage, churn = database.every(USAGE), database.every(CHURN)
    by_session: dict[str, list[Usage]] = defaultdict(list)
    changes: dict[str, list[Churn]] = defaultdict(list)
    for row in usage:
        by_session[row.session_id].append(row)
    for change in churn:
        changes[change.session_id].append(change)
    wanted = frozenset(logged.sessions) if asked is None else asked
    return Recorded(logged, wanted, asked is None, by_session, changes)


def _counts(row: Usage) -> Counts:
    return Counts(
        row.input,
        row.cache_read,
        row.cache_write_5m + row.cache_write_1h,
        row.output,
        row.web_searches,
        None if row.cost_usd is None else Decimal(row.cost_usd),
    )
