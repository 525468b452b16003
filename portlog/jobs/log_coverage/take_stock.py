"""Look for all sessions of the experiment that anybody knows of: the whole task."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from portlog.jobs.agent_records import logs_of, shown_record
from portlog.jobs.import_logs.terms import Terms, terms_of
from portlog.jobs.log_coverage.commits import commits_between
from portlog.jobs.log_coverage.known import Evidence, agent_coverage, placed_by
from portlog.jobs.log_coverage.logged import LoggedSessions, logged_sessions
from portlog.records.coverage import COVERAGE, GIT, Coverage
from portlog.records.coverage_report import (
    AgentCoverage,
    CommitTie,
    CoverageReport,
    SessionState,
    UnreadRecord,
)
from portlog.sources.agents.histories import history_of
from portlog.sources.agents.readers import agent_names
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are asked about; None is as far as anything is known."""

    since: date | None = None
    until: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything is asked about."""
        return self.since is None and self.until is None

    def has(self, day: date) -> bool:
        """Say whether a day is asked about."""
        return (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True)
class _Look:
    """What every part of the look needs."""

    workspace: Workspace
    terms: Terms
    logged: LoggedSessions
    environ: Mapping[str, str]
    now: datetime
    period: Period


def take_stock(
    workspace: Workspace, period: Period, environ: Mapping[str, str], now: datetime
) -> tuple[CoverageReport, tuple[UnreadRow, ...]]:
    """Return what is known of the experiment's sessions, and the rows of the log left unread."""
    logged = logged_sessions(workspace)
    look = _Look(workspace, terms_of(workspace), logged, environ, now, period)
    report = CoverageReport()
    typed: list[date] = []
    for agent in agent_names():
        typed += _add_agent(look, agent, report)
    for session in look.logged.sessions.values():
        if session.llm not in agent_names() and period.has(session.date):
            typed.append(session.date)
            _count_typed(report, session.llm)
    known = [one.day for agent in report.agents for one in agent.sessions if one.day]
    report.since = period.since or min([*known, *typed], default=None)
    report.until = period.until or max([*known, *typed], default=None)
    if report.since and report.until:
        report.commits = commits_between(workspace, logged, report.since, report.until)
    return report, tuple(logged.unread)


def _add_agent(look: _Look, agent: str, report: CoverageReport) -> list[date]:
    logs = logs_of(agent, look.workspace, look.terms, look.environ, look.now)
    found = logs.conversations()
    placed = placed_by(logs, found)
    history = history_of(agent, look.environ, look.terms.ground, placed)
    evidence = Evidence(agent, look.logged, look.workspace.today)
    evidence.take_conversations(found, placed)
    evidence.take_history(history)
    evidence.take_imports()
    coverage, typed = agent_coverage(evidence, look.period.has, logs, history, look.environ)
    report.agents.append(coverage)
    report.unread += [
        UnreadRecord(agent, shown_record(one.path), one.line, one.why)
        for one in [*logs.troubles, *history.troubles]
    ]
    return typed


def _count_typed(report: CoverageReport, llm: str) -> None:
    for place, agent in enumerate(report.agents):
        if agent.agent == llm:
            report.agents[place] = replace(agent, typed=agent.typed + 1)
            return
    report.agents.append(AgentCoverage(llm, (), 1))


def record_coverage(workspace: Workspace, report: CoverageReport, now: datetime) -> int:
    """Keep what was found of the whole experiment, where it is another than before.

    What was found on a machine that knows nothing of an agent's sessions, or could not read all
    of its records, replaces nothing. Returns how many rows were written.
    """
    rows = [*_rows(report, now), *_commit_row(report, now)]
    with workspace.store.writing() as step:
        there = {row.agent: row for row in step.database.every(COVERAGE)}
        fresh = [row for row in rows if row.agent not in there]
        changed = [r for r in rows if r.agent in there and not r.says_as(there[r.agent])]
        for row in fresh:
            step.add(COVERAGE, row)
        for row in changed:
            step.replace(COVERAGE, row)
    return len(fresh) + len(changed)


def _rows(report: CoverageReport, now: datetime) -> list[Coverage]:
    unread = {one.agent for one in report.unread}
    return [
        _row(agent, now)
        for agent in report.agents
        if agent.agent not in unread and (agent.is_witnessed or not agent.looked_in)
    ]


def _row(agent: AgentCoverage, now: datetime) -> Coverage:
    if not agent.looked_in:
        return Coverage(agent.agent, now, typed=agent.typed)
    counts = agent.counts
    days = [one.day for one in agent.sessions if one.day]
    return Coverage(
        agent.agent,
        now,
        min(days, default=None),
        max(days, default=None),
        known=len(agent.sessions),
        logged=counts[SessionState.LOGGED],
        abandoned=counts[SessionState.ABANDONED],
        removed=counts[SessionState.REMOVED],
        unlogged=len(agent.unlogged),
        typed=agent.typed,
    )


def _commit_row(report: CoverageReport, now: datetime) -> list[Coverage]:
    if report.commits is None:
        return []
    row = Coverage(
        GIT,
        now,
        report.since,
        report.until,
        commits=len(report.commits),
        commits_tied=len(report.tied(CommitTie.NAMED)),
        commits_during=len(report.tied(CommitTie.DURING)),
    )
    return [row]
