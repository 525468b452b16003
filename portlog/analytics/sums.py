"""All that a log adds up to, each sum with what it holds and leaves out."""

from dataclasses import dataclass

from portlog.analytics.module_tests import TestedModules
from portlog.analytics.reads import TokensRead
from portlog.analytics.totals import Totals
from portlog.analytics.unpriced import Unpriced


@dataclass(frozen=True, slots=True)
class Sums:
    """The totals of each measure, what was read by its parts, what has no price, the tests."""

    totals: Totals
    reads: tuple[TokensRead, ...]
    unpriced: Unpriced
    tests: tuple[TestedModules, ...]
