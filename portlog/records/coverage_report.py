"""What a look for sessions and commits found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portlog.records.outcome import Outcome


class SessionState(StrEnum):
    """What became of a session that is known; the last two are those that the log lacks."""

    LOGGED = "logged"
    ABANDONED = "abandoned"
    REMOVED = "removed"
    NOT_IMPORTED = "not_imported"
    TRANSCRIPT_GONE = "transcript_gone"


UNLOGGED = (SessionState.NOT_IMPORTED, SessionState.TRANSCRIPT_GONE)


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that somebody knows of: who, when it began, and what became of it.

    `name` is the agent's own, empty where only a day is known; `told_by` names the records that
    know it, none of them the log itself.
    """

    agent: str
    name: str
    day: date | None
    state: SessionState
    told_by: tuple[str, ...] = ()
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class AgentCoverage:
    """The sessions of one agent, and in how far its records could be read.

    `typed` counts logged sessions that no record of the agent's names.
    """

    agent: str
    sessions: tuple[KnownSession, ...]
    typed: int = 0
    unplaced: int = 0
    looked_in: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[SessionState]:
        """How many sessions there are by what became of them."""
        return Counter(session.state for session in self.sessions)

    @property
    def unlogged(self) -> tuple[KnownSession, ...]:
        """The sessions that the log lacks."""
        return tuple(one for one in self.sessions if one.state in UNLOGGED)

    @property
    def is_witnessed(self) -> bool:
        """Whether any session is known otherwise than by the log itself."""
        return any(session.told_by for session in self.sessions)


class CommitTie(StrEnum):
    """How a commit belongs to a session: named by it, made while it went on, or not at all."""

    NAMED = "named"
    DURING = "during"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KnownCommit:
    """A commit, the time when it was made, its subject, and its tie to a session."""

    name: str
    made_at: datetime
    subject: str
    tie: CommitTie
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A record of an agent's that exists and could not be read; line 0 is the whole of it."""

    agent: str
    file: str
    line: int
    why: str


@dataclass(slots=True)
class CoverageReport:
    """All that was found; `commits` is None where git could not say, or there is no period."""

    since: date | None = None
    until: date | None = None
    agents: list[AgentCoverage] = field(default_factory=list)
    commits: list[KnownCommit] | None = None
    unread: list[UnreadRecord] = field(default_factory=list)

    @property
    def unlogged(self) -> Sequence[KnownSession]:
        """The sessions of all agents that the log lacks."""
        return [session for agent in self.agents for session in agent.unlogged]

    @property
    def outcome(self) -> Outcome:
        """Found: the log lacks a session. Unknown: it may, because not everything was read."""
        if self.unlogged:
            return Outcome.FOUND
        is_witnessed = any(agent.is_witnessed for agent in self.agents)
        return Outcome.CLEAN if is_witnessed and not self.unread else Outcome.UNKNOWN

    def tied(self, tie: CommitTie) -> list[KnownCommit]:
        """Return the commits with one kind of tie."""
        return [commit for commit in self.commits or () if commit.tie is tie]
