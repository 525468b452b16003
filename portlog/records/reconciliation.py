"""Figures of the log beside figures that its importer did not make."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from portlog.records.outcome import Outcome

Number = int | Decimal
_TOLERATED_PERCENT = 1
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """Tokens by class, searches, and dollars by somebody's prices; None is what is not told.

    `input` is what no cache gave and none took.
    """

    input: int | None = None
    cache_read: int | None = None
    cache_write: int | None = None
    output: int | None = None
    web_searches: int | None = None
    cost_usd: Decimal | None = None

    @property
    def all_input(self) -> int | None:
        """All that was read; None where a class of it is not told."""
        parts = [self.input, self.cache_read, self.cache_write]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def with_more(self, other: "Counts") -> "Counts":
        """Return the sum; what one of the two does not tell stays unknown."""
        return Counts(
            _count(self.input, other.input),
            _count(self.cache_read, other.cache_read),
            _count(self.cache_write, other.cache_write),
            _count(self.output, other.output),
            _count(self.web_searches, other.web_searches),
            _money(self.cost_usd, other.cost_usd),
        )


NOTHING = Counts(0, 0, 0, 0, 0, Decimal(0))


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of some counts."""
    whole = NOTHING
    for one in counts:
        whole = whole.with_more(one)
    return whole


def _count(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _money(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What one source says of one session, by models and in all.

    `open_min` is how long the agent's window was open. Without models `whole` has all tokens.
    """

    name: str
    source: str
    models: Mapping[str, Counts] = field(default_factory=dict)
    whole: Counts = field(default_factory=Counts)
    lines_added: int | None = None
    lines_removed: int | None = None
    open_min: Decimal | None = None


class Agreement(StrEnum):
    """What two figures for one thing say of each other."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the log and another's for the same; `part` is a model or a thread of it.

    Without a session it is a sum over several. `why` says why the two cannot be compared.
    """

    agent: str
    session_id: str | None
    figure: str
    part: str
    logged: Number | None
    other: Number | None
    source: str
    why: str = ""

    @property
    def percent(self) -> Decimal | None:
        """How much more the log says, of what the other one says."""
        if self.logged is None or not self.other:
            return None
        return (Decimal(self.logged) - Decimal(self.other)) / Decimal(self.other) * _HUNDRED

    @property
    def agreement(self) -> Agreement:
        """Whether the two are within one per cent of the larger one."""
        if self.why or self.logged is None or self.other is None:
            return Agreement.UNKNOWN
        mine, theirs = Decimal(self.logged), Decimal(self.other)
        apart = abs(mine - theirs) * _HUNDRED
        most = max(abs(mine), abs(theirs)) * _TOLERATED_PERCENT
        return Agreement.DIFFERS if apart > most else Agreement.AGREES


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that is there and could not be read, or a tool that failed."""

    source: str
    why: str


@dataclass(slots=True)
class Reconciliation:
    """All comparisons; `alone` names the sessions of which nobody else tells a figure."""

    comparisons: list[Comparison] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    alone: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[Agreement]:
        """How many comparisons there are by what they say."""
        return Counter(one.agreement for one in self.comparisons)

    @property
    def outcome(self) -> Outcome:
        """Found: something differs. Unknown: nothing was compared, or not all could be asked."""
        if self.counts[Agreement.DIFFERS]:
            return Outcome.FOUND
        is_whole = self.counts[Agreement.AGREES] and not self.failures
        return Outcome.CLEAN if is_whole else Outcome.UNKNOWN
