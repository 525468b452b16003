"""One conversation as the log records it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache

from portlog.jobs.import_logs.pricing import UNKNOWN_MODEL, total_cost
from portlog.records.churn import Churn
from portlog.records.model_name import short_name
from portlog.records.origin import Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session
from portlog.records.session_details import SessionDetails
from portlog.records.usage import Usage
from portlog.sources.agents.conversation import Conversation
from portlog.workspace import Workspace

LOGGED_RULE = "agent_log/1"
INPUT_RULE = "all_input/1"
OUTPUT_RULE = "all_output/1"
COST_RULE = "list_price/1"
DURATION_RULE = "active_10min/1"
MODULE_RULE = "paths/1"
# the columns of a session that an import fills, each by its rule
RULES: Mapping[str, tuple[Basis, str]] = {
    "date": (Basis.LOGGED, LOGGED_RULE),
    "llm": (Basis.LOGGED, LOGGED_RULE),
    "model": (Basis.LOGGED, LOGGED_RULE),
    "module": (Basis.COMPUTED, MODULE_RULE),
    "tokens_in": (Basis.LOGGED, INPUT_RULE),
    "tokens_out": (Basis.LOGGED, OUTPUT_RULE),
    "cost_usd": (Basis.COMPUTED, COST_RULE),
    "duration_min": (Basis.COMPUTED, DURATION_RULE),
}
COST = "cost_usd"
_MS_PER_MIN = 60_000
_CENT = Decimal("0.01")
_short = lru_cache(short_name)


@dataclass(frozen=True, slots=True)
class Entry:
    """All the rows that one conversation becomes."""

    session: Session
    details: SessionDetails
    usage: tuple[Usage, ...]
    churn: tuple[Churn, ...]

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where the session's cells come from, those left out that nobody knows."""
        name = self.session.session_id
        known = tuple([column for column in RULES if getattr(self.session, column) is not None])
        return tuple([Origin(name, columns, *made) for made, columns in _by_rule(known)])

    @property
    def unpriced(self) -> Counter[str]:
        """How many calls have no price, by model and tier."""
        rows = (row for row in self.usage if row.cost_usd is None)
        return Counter({_line(row): row.requests for row in rows})


def entry_of(
    workspace: Workspace,
    told: Conversation,
    usage: tuple[Usage, ...],
    session_id: str,
    committed: Mapping[str, tuple[int, int]],
) -> Entry:
    """Return the rows of a conversation; `committed` is what its commits changed, by language."""
    return Entry(
        _session(workspace, told, usage, session_id),
        _details(told, session_id),
        usage,
        _churn(told, session_id, committed),
    )


def cost_origin(session_id: str) -> Origin:
    """Return where the cost of an imported session comes from."""
    return Origin(session_id, (COST,), *RULES[COST])


def began(told: Conversation) -> datetime:
    """Return when a conversation began, in UTC."""
    return _moment(told.spans[0][0])


@cache
def _by_rule(columns: tuple[str, ...]) -> Sequence[tuple[tuple[Basis, str], tuple[str, ...]]]:
    """Return some columns by the rule that fills them; sessions know few sets of columns."""
    found: dict[tuple[Basis, str], list[str]] = defaultdict(list)
    for column in columns:
        found[RULES[column]].append(column)
    return [(made, tuple(sorted(named))) for made, named in found.items()]


def _session(
    workspace: Workspace, told: Conversation, usage: tuple[Usage, ...], session_id: str
) -> Session:
    active = sum(end - begin for begin, end in told.spans)
    return Session(
        date=workspace.today(began(told)),
        llm=told.agent,
        model=_main_model(usage),
        module=_main_module(told),
        tokens_in=sum(row.all_input for row in usage),
        tokens_out=sum(row.output for row in usage),
        cost_usd=total_cost(usage),
        duration_min=_minutes(active),
        loc_original=None,
        loc_port=None,
        hallucinations=None,
        tests_pass=None,
        session_id=session_id,
    )


def _details(told: Conversation, session_id: str) -> SessionDetails:
    return SessionDetails(
        session_id,
        started_at=_whole_second(told.spans[0][0]),
        ended_at=_whole_second(told.spans[-1][1]),
        agent_min=_minutes(sum(turn.ms for turn in told.turns)) if told.turns else None,
        wall_min=_minutes(told.spans[-1][1] - told.spans[0][0]),
        effort=" ".join(told.effort) or None,
        agent=told.agent,
        agent_version=told.version or None,
        branch=told.branch or None,
        commits=told.commits or None,
        hooks=told.hooks or None,
        mcp_servers=told.servers or None,
        recorded_by="import",
    )


def _churn(
    told: Conversation, session_id: str, committed: Mapping[str, tuple[int, int]]
) -> tuple[Churn, ...]:
    lines: dict[str, tuple[int, int]] = {}
    for edit in told.edits:
        added, removed = lines.get(edit.language, (0, 0))
        lines[edit.language] = (added + edit.added, removed + edit.removed)
    nothing = (0, 0) if committed else (None, None)
    return tuple(
        Churn(session_id, language, *lines.get(language, (0, 0)), *committed.get(language, nothing))
        for language in sorted({*lines, *committed})
    )


def _main_model(usage: tuple[Usage, ...]) -> str:
    """Return the model that wrote most, by its short name."""
    written: Counter[str] = Counter()
    for row in usage:
        written[_short(row.model)] += row.output
    return min(written, key=lambda model: (-written[model], model), default=UNKNOWN_MODEL)


def _main_module(told: Conversation) -> str | None:
    """Return the module in whose files most lines changed."""
    lines: Counter[str] = Counter()
    for edit in told.edits:
        if edit.module:
            lines[edit.module] += edit.added + edit.removed
    return min(lines, key=lambda module: (-lines[module], module), default=None)


def _line(row: Usage) -> str:
    return row.model if row.tier == "standard" else f"{row.model} ({row.tier})"


def _minutes(ms: int) -> Decimal:
    return (Decimal(ms) / _MS_PER_MIN).quantize(_CENT)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _whole_second(ms: int) -> datetime:
    return datetime.fromtimestamp(ms // 1000, UTC)
