"""The commits of the experiment's folder, and the sessions that they belong to."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from portlog.jobs.log_coverage.logged import LoggedSessions
from portlog.jobs.read_log import tracked
from portlog.records.coverage_report import CommitTie, KnownCommit
from portlog.records.session_details import SessionDetails
from portlog.sources import git
from portlog.workspace import Workspace, zone

_WHOLE_SECOND = timedelta(seconds=1)


def commits_between(
    workspace: Workspace, logged: LoggedSessions, since: date, until: date
) -> list[KnownCommit] | None:
    """Return the commits that were made in a period, the oldest first; None if git cannot say.

    Those that merge, or change nothing but the log itself, are left out.
    """
    if (git.ask(workspace.root, "rev-parse", "--is-shallow-repository") or "").strip() != "false":
        return None
    told = git.ask(
        workspace.root,
        *("log", "-z", "--no-merges", "--full-history", "--format=%H %at %s"),
        *("--since", _beginning(workspace, since).isoformat(), "--", "."),
        *(f":(exclude,literal){path}" for path in tracked(workspace)),
    )
    if told is None:
        return None
    ties = _Ties(logged)
    found = [_commit(line, ties) for line in told.split("\0") if line]
    wanted = [one for one in found if since <= workspace.today(one.made_at) <= until]
    return sorted(wanted, key=lambda one: one.made_at)


def _beginning(workspace: Workspace, day: date) -> datetime:
    return datetime.combine(day, time(), zone(workspace.settings.time_zone))


def _commit(line: str, ties: "_Ties") -> KnownCommit:
    name, made, subject = (*line.rstrip("\n").split(" ", 2), "")[:3]
    at = datetime.fromtimestamp(int(made), UTC)
    shown = subject.encode(errors="replace").decode()
    return KnownCommit(name, at, shown, *ties.of(name, at))


@dataclass(slots=True)
class _Ties:
    """Which session a commit belongs to: by its name, in full or short, or by its time."""

    logged: LoggedSessions
    _names: dict[int, dict[str, str]] = field(default_factory=dict)
    _starts: list[datetime] = field(default_factory=list)
    _latest: list[tuple[datetime, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        details = [one for key, one in self.logged.details.items() if key in self.logged.sessions]
        for one in details:
            for name in one.commits or ():
                self._names.setdefault(len(name), {}).setdefault(name, one.session_id)
        for start, end, session in sorted(_stretches(details)):
            latest = max([*self._latest[-1:], (end, session)])
            self._starts.append(start)
            self._latest.append(latest)

    def of(self, name: str, at: datetime) -> tuple[CommitTie, str | None]:
        """Return the tie of a commit, and its session."""
        named = next(self._named(name), None)
        if named is not None:
            return CommitTie.NAMED, named
        begun = bisect_right(self._starts, at)
        if begun and at < self._latest[begun - 1][0] + _WHOLE_SECOND:
            return CommitTie.DURING, self._latest[begun - 1][1]
        return CommitTie.NONE, None

    def _named(self, name: str) -> Iterator[str]:
        known: Mapping[int, Mapping[str, str]] = self._names
        return (of[name[:size]] for size, of in known.items() if name[:size] in of)


def _stretches(details: Iterable[SessionDetails]) -> Iterator[tuple[datetime, datetime, str]]:
    for one in details:
        if one.started_at is not None and one.ended_at is not None:
            yield one.started_at, one.ended_at, one.session_id
