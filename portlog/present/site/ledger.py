"""The ledger: each total with how it is known and what it leaves out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portlog.analytics.extent import Extent
from portlog.analytics.method import Method
from portlog.analytics.module_tests import TestedModules
from portlog.analytics.totals import Part, Totals
from portlog.present.wording import counted, grouped, minutes, money, of_all


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a ledger line, with its method and what it is made of."""

    figure: str
    method: Method
    of: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One measure; its entries are of different methods and therefore not added.

    `missing` says what no entry holds.
    """

    label: str
    entries: tuple[Entry, ...]
    missing: str


def _tokens(amount: Decimal) -> str:
    return grouped(int(amount))


_MEASURES: tuple[tuple[str, str, Callable[[Decimal], str]], ...] = (
    ("cost_usd", "Cost, API-equivalent", money),
    ("tokens_in", "Tokens read", _tokens),
    ("tokens_out", "Tokens written", _tokens),
    ("duration_min", "Time in sessions", minutes),
)


def ledger(
    totals: Totals, tests: Sequence[TestedModules], extent: Extent
) -> tuple[LedgerLine, ...]:
    """Return the lines for cost, tokens, time and tests."""
    lines = (
        _line(label, totals.get(measure, ()), written, extent.sessions)
        for measure, label, written in _MEASURES
    )
    return (*lines, _tests_line(tests, extent.modules))


def _line(
    label: str, parts: Sequence[Part], written: Callable[[Decimal], str], sessions: int
) -> LedgerLine:
    entries = tuple(
        Entry(
            _figure(written(part.amount), part.method),
            part.method,
            of_all(part.sessions, sessions, "session"),
        )
        for part in parts
    )
    return LedgerLine(label, entries, _missing(parts, sessions))


def _figure(words: str, method: Method) -> str:
    return f"~ {words}" if method.is_estimate else words


def _missing(parts: Sequence[Part], sessions: int) -> str:
    unknown = sessions - sum(part.sessions for part in parts)
    return f"not known in {of_all(unknown, sessions, 'session')}" if unknown else ""


def _tests_line(tests: Sequence[TestedModules], modules: int) -> LedgerLine:
    entries = tuple(
        Entry(
            f"{grouped(one.tally.passed)} of {grouped(one.tally.total)}",
            one.method,
            f"last known state of {of_all(one.modules, modules, 'module')}",
        )
        for one in tests
    )
    untold = modules - sum(one.modules for one in tests)
    return LedgerLine(
        "Tests passed", entries, f"not known for {counted(untold, 'module')}" if untold else ""
    )
