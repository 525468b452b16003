"""The little of an experiment that one line has room for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portlog.analytics.method import Method
from portlog.analytics.reads import TokensRead
from portlog.analytics.unpriced import Unpriced
from portlog.records.timer import Timer


@dataclass(frozen=True, slots=True)
class KnownCost:
    """What so many sessions cost in USD by one method; both are None where nobody knows."""

    method: Method | None
    sessions: int
    cost_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The costs by how they are known, what was read, what runs, and how many rows are unread.

    `unpriced` says how many sessions lack a cost for want of a price of how many calls.
    """

    costs: Sequence[KnownCost]
    reads: Sequence[TokensRead]
    unpriced: Unpriced
    timers: Sequence[Timer]
    unread: int

    @property
    def sessions(self) -> int:
        """All sessions, those without a known cost included."""
        return sum(one.sessions for one in self.costs)
