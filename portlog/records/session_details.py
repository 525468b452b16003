"""More of one session than its public row tells."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portlog.records.kinds import INSTANT, MINUTES, TEXT, WORDS
from portlog.records.table import Column, Table


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """What is known of a session beside its public columns; None is what nobody knows."""

    session_id: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    agent_min: Decimal | None = None
    wall_min: Decimal | None = None
    task: str | None = None
    effort: str | None = None
    agent: str | None = None
    agent_version: str | None = None
    branch: str | None = None
    commits: tuple[str, ...] | None = None
    hooks: tuple[str, ...] | None = None
    mcp_servers: tuple[str, ...] | None = None
    note: str | None = None
    recorded_by: str | None = None
    aliases: tuple[str, ...] | None = None
    reviewed_at: datetime | None = None


SESSION_DETAILS = Table(
    name="session_details",
    meaning="more of one session",
    columns=(
        Column("session_id", TEXT, "the session", required=True, refers_to="sessions"),
        Column("started_at", INSTANT, "its first event"),
        Column("ended_at", INSTANT, "its last event"),
        Column("agent_min", MINUTES, "the model working", unit="minutes"),
        Column("wall_min", MINUTES, "first to last event, no gap cut", unit="minutes"),
        Column("task", TEXT, "port, fix, test, refactor or other"),
        Column("effort", TEXT, "how hard the model was asked to think"),
        Column("agent", TEXT, "the program that ran the model"),
        Column("agent_version", TEXT, "its version"),
        Column("branch", TEXT, "the git branch that was worked on"),
        Column("commits", WORDS, "the git commits that the session made"),
        Column("hooks", WORDS, "the agent's hooks that ran"),
        Column("mcp_servers", WORDS, "the MCP servers whose tools were used"),
        Column("note", TEXT, "what else was said of it"),
        Column("recorded_by", TEXT, "person, agent or hook"),
        Column("aliases", WORDS, "other names of the session"),
        Column("reviewed_at", INSTANT, "when a person looked for hallucinations in it"),
    ),
    make=SessionDetails,
    key=("session_id",),
    order=("session_id",),
)
