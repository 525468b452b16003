"""How many of an experiment's sessions are logged, of those that anybody knows of."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from portlog.records.kinds import COUNT, DAY, INSTANT, TEXT
from portlog.records.table import Column, Table

GIT = "git"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sessions of one agent, or in the row of `git` the commits, over the whole experiment.

    `known` = `logged` + `abandoned` + `removed` + `unlogged`. None is what nobody knows.
    """

    agent: str
    checked_at: datetime
    since: date | None = None
    until: date | None = None
    known: int | None = None
    logged: int | None = None
    abandoned: int | None = None
    removed: int | None = None
    unlogged: int | None = None
    typed: int | None = None
    commits: int | None = None
    commits_tied: int | None = None
    commits_during: int | None = None

    def says_as(self, other: "Coverage") -> bool:
        """Say whether two checks, made at whatever time, found the same."""
        return replace(self, checked_at=other.checked_at) == other


COVERAGE = Table(
    name="coverage",
    meaning="one agent's sessions, or git's commits: how many of those known are logged",
    columns=(
        Column(
            "agent", TEXT, "whose sessions, such as claude or codex; git: commits", required=True
        ),
        Column("checked_at", INSTANT, "when these figures were first found", required=True),
        Column("since", DAY, "the day of the first session known"),
        Column("until", DAY, "the day of the last one"),
        Column("known", COUNT, "sessions that the agent's records or the log know of"),
        Column("logged", COUNT, "of them, those in the log"),
        Column("abandoned", COUNT, "of them, those in which no model answered"),
        Column("removed", COUNT, "of them, those that somebody took out of the log"),
        Column("unlogged", COUNT, "of them, all others"),
        Column("typed", COUNT, "sessions in the log that none of the agent's records names"),
        Column("commits", COUNT, "commits of the experiment's folder in that time"),
        Column("commits_tied", COUNT, "of them, those that a logged session names as its own"),
        Column("commits_during", COUNT, "of the others, those made while a logged session went on"),
    ),
    make=Coverage,
    key=("agent",),
    order=("agent",),
)
