"""Where an experiment stands: what one screen tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.analytics.extent import Extent
from portlog.analytics.hallucinations import Counter
from portlog.analytics.sums import Sums
from portlog.records.billing import PaidPeriod
from portlog.records.timer import Timer


@dataclass(frozen=True, slots=True)
class Standing:
    """The extent of a log, its sums, tests and counter, the timers that run, the unread rows.

    `paid` holds what subscriptions cost in the periods that the log touches.
    """

    name: str
    extent: Extent
    sums: Sums
    counter: Counter
    timers: Sequence[Timer]
    unread: int
    paid: Sequence[PaidPeriod] = ()
