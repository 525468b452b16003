"""How many of the sessions that are known are logged, and which are not."""

from collections.abc import Iterator, Sequence
from typing import Any

from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.present.wording import counted, listed, shortened, span
from portlog.records.coverage_report import (
    AgentCoverage,
    CommitTie,
    CoverageReport,
    KnownCommit,
    KnownSession,
    SessionState,
    UnreadRecord,
)
from portlog.records.kinds import write_instant

_COUNTS = (
    *("known", "logged", "abandoned", "removed", "not_imported", "transcript_gone"),
    *("typed", "unplaced"),
)
_COLUMNS = ("agent", *_COUNTS)
_UNLOGGED = ("agent", "day", "session", "state", "told_by")
_COMMITS = ("commit", "made_at", "tie", "session_id", "subject")
_WITHOUT_TIE = ("commit", "made_at", "subject")
_SHORT = 9
_SUBJECT = 72
_MOST_LINES = 10


def coverage_listing(report: CoverageReport, form: Format) -> str:
    """Return the figures of each agent, then the sessions and commits that the log lacks.

    As CSV the figures alone: one file has one header.
    """
    if form is Format.JSON:
        return json_text(_told(report))
    figures = Listing("coverage", _COLUMNS, _rows(report), frozenset(_COUNTS))
    parts = [written(figures, form)]
    if form is not Format.CSV:
        parts += [written(part, form) for part in _lists(report) if part.rows]
    return "\n".join(parts)


def coverage_notes(report: CoverageReport) -> Iterator[str]:
    """Yield what a person should know beside the figures, one line at a time."""
    yield from _limited([_unread(one) for one in report.unread])
    for agent in report.agents:
        yield from _about(agent)
    if report.commits is not None and report.since and report.until:
        yield _about_commits(report, report.commits)
    elif report.since:
        yield "commits: git cannot say (no repository, or a shallow clone)"


def _about(agent: AgentCoverage) -> Iterator[str]:
    name = printable(agent.agent)
    if agent.looked_in and not agent.found:
        yield f"{name}: nothing there; looked for {listed(agent.looked_in)}"
    elif agent.looked_in:
        yield f"{name}: {_share(agent)}; looked in {listed(agent.found)}"
    if agent.unplaced:
        told = counted(agent.unplaced, "session")
        yield f"{name}: of {told} no record tells the folder; not counted"


def _share(agent: AgentCoverage) -> str:
    """Return what is logged of what is known; of nothing there is no share."""
    if not agent.sessions:
        return "no session of this experiment is known"
    logged = agent.counts[SessionState.LOGGED]
    return f"{counted(len(agent.sessions), 'session')} known, {logged} of them logged"


def _about_commits(report: CoverageReport, commits: Sequence[KnownCommit]) -> str:
    when = span(report.since, report.until) if report.since and report.until else ""
    named, during = len(report.tied(CommitTie.NAMED)), len(report.tied(CommitTie.DURING))
    none = len(report.tied(CommitTie.NONE))
    return (
        f"{counted(len(commits), 'commit')} of {when}: {named} named by a session, "
        f"{during} made during one, {none} without a session"
    )


def _rows(report: CoverageReport) -> list[tuple[object, ...]]:
    return [(agent.agent, *_counts(agent).values()) for agent in report.agents]


def _counts(agent: AgentCoverage) -> dict[str, int | None]:
    """Return the figures of an agent; of one whose records nobody reads only what was typed."""
    if not agent.found and not agent.sessions:
        return {**dict.fromkeys(_COUNTS), "typed": agent.typed}
    counts = agent.counts
    return {
        "known": len(agent.sessions),
        **{state.value: counts[state] for state in SessionState},
        "typed": agent.typed,
        "unplaced": agent.unplaced,
    }


def _lists(report: CoverageReport) -> Iterator[Listing]:
    lacking = [_session(one) for one in report.unlogged]
    yield Listing("unlogged", _UNLOGGED, [tuple(one.values()) for one in lacking])
    for tie in (CommitTie.NONE, CommitTie.DURING):
        commits = [_commit(one) for one in report.tied(tie)]
        columns = _COMMITS if tie is CommitTie.DURING else _WITHOUT_TIE
        rows = [tuple(commit[name] for name in columns) for commit in commits]
        yield Listing("commits", columns, rows)


def _session(one: KnownSession) -> dict[str, Any]:
    told_by = tuple(one.told_by)
    cells = (one.agent, one.day, one.name or None, one.state, told_by)
    return dict(zip(_UNLOGGED, cells, strict=True))


def _commit(one: KnownCommit) -> dict[str, Any]:
    subject = shortened(one.subject, _SUBJECT)
    cells = (one.name[:_SHORT], write_instant(one.made_at), one.tie, one.session_id, subject)
    return dict(zip(_COMMITS, cells, strict=True))


def _told(report: CoverageReport) -> dict[str, Any]:
    return {
        "outcome": report.outcome,
        "since": report.since,
        "until": report.until,
        "coverage": [_agent(one) for one in report.agents],
        "unlogged": [_session(one) for one in report.unlogged],
        "commits": _all_commits(report),
        "unread": report.unread,
    }


def _agent(one: AgentCoverage) -> dict[str, Any]:
    return {"agent": one.agent, **_counts(one), "looked_for": one.looked_in, "found": one.found}


def _all_commits(report: CoverageReport) -> dict[str, Any] | None:
    if report.commits is None:
        return None
    listed_ties = (CommitTie.NONE, CommitTie.DURING)
    return {
        "known": len(report.commits),
        **{tie.value: len(report.tied(tie)) for tie in CommitTie},
        "without_name": [_commit(one) for tie in listed_ties for one in report.tied(tie)],
    }


def _unread(one: UnreadRecord) -> str:
    place = f"{one.file}:{one.line}" if one.line else one.file
    return printable(f"unread: {one.agent} {place}: {one.why}")


def _limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"and {len(lines) - _MOST_LINES} more such lines; --format json has all"
