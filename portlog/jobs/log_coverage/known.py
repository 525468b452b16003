"""Which sessions of one agent are known, by whom, and what became of each."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from portlog.jobs.agent_records import Logs, shown_place
from portlog.jobs.log_coverage.logged import LoggedSessions
from portlog.records.coverage_report import AgentCoverage, KnownSession, SessionState
from portlog.records.session import Session
from portlog.sources.agents.conversations import Conversations
from portlog.sources.agents.history import History

TRANSCRIPT = "transcript"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Days = Callable[[datetime], date]


@dataclass(slots=True)
class _Trace:
    """What is known of one conversation: who tells of it, when it began, its days."""

    told_by: dict[str, None] = field(default_factory=dict)
    first: int | None = None
    days: set[date] = field(default_factory=set)


@dataclass(slots=True)
class Evidence:
    """All that is known of one agent's conversations, by their names."""

    agent: str
    logged: LoggedSessions
    day_of: Days
    traces: dict[str, _Trace] = field(default_factory=dict)
    abandoned: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    nameless: dict[date, str] = field(default_factory=dict)

    def take_conversations(self, found: Conversations, names: Iterable[str]) -> None:
        """Take what the transcripts hold, and the names of all files there are."""
        for told in found.here:
            times = [at for span in told.spans for at in span]
            self._see(told.name, TRANSCRIPT, times)
        for name in found.abandoned:
            self._see(name, TRANSCRIPT, [])
        self.abandoned = frozenset(found.abandoned)
        self.files = frozenset(part for name in names for part in _UUID.findall(name))

    def take_history(self, history: History) -> None:
        """Take what the agent's other records name."""
        for mention in history.here:
            times = [at for at in (mention.at, mention.last) if at is not None]
            if mention.name:
                self._see(mention.name, mention.source, times)
            else:
                self.nameless.update({self._day(at): mention.source for at in times})

    def take_imports(self) -> None:
        """Take the conversations that the log itself knows."""
        for name, session in self.logged.imported(self.agent).items():
            trace = self.traces.setdefault(name, _Trace())
            if session is not None:
                trace.days.update(self.logged.days(session))

    def known(self) -> list[KnownSession]:
        """Return every conversation, and a session for each day of which only that is known."""
        sessions = [self._session(name, trace) for name, trace in self.traces.items()]
        days = {day for trace in self.traces.values() for day in trace.days}
        days.update(session.date for session in self.typed(sessions))
        for day, source in self.nameless.items():
            if day not in days:
                state = SessionState.TRANSCRIPT_GONE
                sessions.append(KnownSession(self.agent, "", day, state, (source,)))
        return sorted(sessions, key=lambda one: (one.day or date.min, one.name))

    def typed(self, known: Iterable[KnownSession]) -> list[Session]:
        """Return the logged sessions that are none of these."""
        tied = {one.session_id for one in known if one.session_id}
        return self.logged.typed(self.agent, tied)

    def _see(self, name: str, source: str, times: list[int]) -> None:
        trace = self.traces.setdefault(name, _Trace())
        trace.told_by[source] = None
        trace.days.update(map(self._day, times))
        known = [at for at in (trace.first, *times) if at is not None]
        trace.first = min(known, default=None)

    def _session(self, name: str, trace: _Trace) -> KnownSession:
        session = self.logged.session_of(self.agent, name)
        if session is not None:
            day: date | None = self.logged.sessions[session].date
        else:
            day = None if trace.first is None else self._day(trace.first)
        told_by = tuple(trace.told_by)
        return KnownSession(self.agent, name, day, self._state(name, session), told_by, session)

    def _state(self, name: str, session: str | None) -> SessionState:
        if session is not None:
            return SessionState.LOGGED
        if name in self.logged.imported(self.agent):
            return SessionState.REMOVED
        if name in self.abandoned:
            return SessionState.ABANDONED
        is_there = TRANSCRIPT in self.traces[name].told_by or name in self.files
        return SessionState.NOT_IMPORTED if is_there else SessionState.TRANSCRIPT_GONE

    def _day(self, at: int) -> date:
        return self.day_of(datetime.fromtimestamp(at / 1000, UTC))


def agent_coverage(
    evidence: Evidence,
    wants: Callable[[date], bool],
    logs: Logs,
    history: History,
    environ: Mapping[str, str],
) -> tuple[AgentCoverage, list[date]]:
    """Return what is known of one agent's sessions in a period, and the days of those typed."""
    sessions = evidence.known()
    typed = [one.date for one in evidence.typed(sessions) if wants(one.date)]
    places = [*logs.search.homes, *history.looked_for]
    there = [home for home in logs.search.homes if home.exists()] + history.read
    coverage = AgentCoverage(
        evidence.agent,
        tuple(one for one in sessions if one.day is None or wants(one.day)),
        len(typed),
        len(history.unplaced - evidence.traces.keys()),
        tuple(dict.fromkeys(shown_place(path, environ) for path in places)),
        tuple(dict.fromkeys(shown_place(path, environ) for path in there)),
    )
    return coverage, typed


def placed_by(logs: Logs, found: Conversations) -> dict[str, bool]:
    """Return of conversations with a log whether they are the experiment's."""
    names = (part for file in logs.search.files for part in _UUID.findall(file.path.name))
    here = {*(told.name for told in found.here), *found.abandoned}
    return {name: name in here for name in names}
