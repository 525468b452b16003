"""Where an experiment stands: what one screen tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.analytics.extent import Extent
from portlog.analytics.hallucinations import Counter
from portlog.analytics.module_tests import TestedModules
from portlog.analytics.totals import Totals
from portlog.records.timer import Timer


@dataclass(frozen=True, slots=True)
class Standing:
    """The extent of a log, its totals, tests and counter, the timers that run, the unread rows."""

    name: str
    extent: Extent
    totals: Totals
    tests: Sequence[TestedModules]
    counter: Counter
    timers: Sequence[Timer]
    unread: int
