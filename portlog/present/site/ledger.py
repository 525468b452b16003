"""The ledger: each total with how it is known and what it leaves out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portlog.analytics.extent import Extent
from portlog.analytics.method import TYPED_BY_HAND, Method
from portlog.analytics.module_tests import TestedModules
from portlog.analytics.reads import TokensRead
from portlog.analytics.sums import Sums
from portlog.analytics.totals import UNION_RULE, Part
from portlog.analytics.unpriced import Unpriced
from portlog.present.language import gettext, translatable
from portlog.present.wording import (
    READ_PARTS,
    counted,
    grouped,
    minutes,
    money,
    of_all,
    span,
    without_a_price,
)
from portlog.records.billing import Billing, PaidPeriod

RULES_DIFFER = translatable("not added, because the rules differ")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a figure, known as the whole is."""

    label: str
    figure: str
    of: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of a ledger line, with its method, what it is made of, and its parts."""

    figure: str
    method: Method
    of: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure that was published before, and until when; no figure stands for more of them."""

    figure: str
    until: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One measure; its entries are not added, for the reason in `apart`.

    `missing` says what no entry holds, `earlier` what was published in place of this.
    """

    label: str
    entries: tuple[Entry, ...]
    missing: str
    apart: str
    earlier: tuple[Earlier, ...] = ()


def _tokens(amount: Decimal) -> str:
    return grouped(int(amount))


_MEASURES: tuple[tuple[str, str, Callable[[Decimal], str]], ...] = (
    ("cost_usd", translatable("Cost, API-equivalent list price"), money),
    ("tokens_in", translatable("Tokens read"), _tokens),
    ("tokens_out", translatable("Tokens written"), _tokens),
    ("duration_min", translatable("Time in sessions"), minutes),
)


def ledger(sums: Sums, extent: Extent) -> tuple[LedgerLine, ...]:
    """Return the lines for cost, tokens, time and tests."""
    lines = (
        LedgerLine(
            gettext(label),
            tuple(_entries(measure, written, sums, extent)),
            _missing(measure, sums, extent.sessions),
            gettext(RULES_DIFFER),
        )
        for measure, label, written in _MEASURES
    )
    return (*lines, _tests_line(sums.tests, extent))


def paid_lines(paid: Sequence[PaidPeriod]) -> tuple[LedgerLine, ...]:
    """Return the line of what subscriptions cost; none where nobody told of one."""
    billings = dict.fromkeys(period.billing for period in paid)
    entries = tuple(
        _paid(billing, [period for period in paid if period.billing == billing])
        for billing in billings
    )
    together = sum((period.paid_usd for period in paid), Decimal(0))
    apart = gettext("together “%(usd)s”", usd=money(together))
    line = LedgerLine(gettext("Paid for subscriptions"), entries, "", apart)
    return (line,) if entries else ()


def _paid(billing: Billing, periods: Sequence[PaidPeriod]) -> Entry:
    usd = sum((period.paid_usd for period in periods), Decimal(0))
    when = span(periods[0].first_day, periods[-1].last_day)
    plan = f"{billing.llm} {billing.plan}".strip()
    return Entry(
        money(usd),
        TYPED_BY_HAND,
        gettext(
            "%(plan)s, %(periods)s touched by the log, %(when)s; part of no list price",
            plan=plan,
            periods=counted(len(periods), billing.period),
            when=when,
        ),
    )


def _entries(
    measure: str, written: Callable[[Decimal], str], sums: Sums, extent: Extent
) -> Iterator[Entry]:
    for part in sums.totals.get(measure, ()):
        least = "≤ " if part.overlapping else ""
        yield Entry(
            _figure(f"{least}{written(part.amount)}", part.method),
            part.method,
            _sessions_of(part, extent),
            tuple(_shares(part, sums.reads)) if measure == "tokens_in" else (),
        )


def _figure(words: str, method: Method) -> str:
    return f"~ {words}" if method.is_estimate else words


def _sessions_of(part: Part, extent: Extent) -> str:
    told = of_all(part.sessions, extent.sessions, "session")
    if not part.overlapping:
        return told
    return gettext(
        "%(sessions)s, %(overlapping)s of which overlap: an upper bound (%(rule)s)",
        sessions=told,
        overlapping=grouped(part.overlapping),
        rule=UNION_RULE,
    )


def _shares(part: Part, reads: Sequence[TokensRead]) -> Iterator[Share]:
    read = next((one for one in reads if one.method == part.method), None)
    if read is None or read.parts is None:
        return
    of = of_all(read.split_sessions, part.sessions, "session")
    for attribute, words in READ_PARTS.items():
        yield Share(gettext(words), grouped(getattr(read.parts, attribute)), of)


def _missing(measure: str, sums: Sums, sessions: int) -> str:
    unknown = sessions - sum(part.sessions for part in sums.totals.get(measure, ()))
    unpriced = sums.unpriced if measure == "cost_usd" else Unpriced(0, 0)
    rest = unknown - unpriced.sessions
    words = (
        without_a_price(unpriced.sessions, unpriced.calls) if unpriced.sessions else "",
        gettext("not known in %(sessions)s", sessions=of_all(rest, sessions, "session"))
        if rest
        else "",
    )
    return ", ".join(filter(None, words))


def _tests_line(tests: Sequence[TestedModules], extent: Extent) -> LedgerLine:
    entries = tuple(
        Entry(
            gettext(
                "%(part)s of %(whole)s",
                part=grouped(one.tally.passed),
                whole=grouped(one.tally.total),
            ),
            one.method,
            _tested(one, extent),
        )
        for one in tests
    )
    missing = _untested(extent.modules - sum(one.modules for one in tests))
    none = "" if entries else gettext("not known for any module")
    return LedgerLine(gettext("Tests passed"), entries, missing or none, _tests_apart(tests))


def _tested(one: TestedModules, extent: Extent) -> str:
    if not one.modules:
        return gettext("last session of no module")
    modules = of_all(one.modules, extent.modules, "module")
    return gettext("last known state of %(modules)s", modules=modules)


def _untested(modules: int) -> str:
    if not modules:
        return ""
    return gettext("not known for %(modules)s", modules=counted(modules, "module"))


def _tests_apart(tests: Sequence[TestedModules]) -> str:
    methods = {one.method for one in tests}
    if len(methods) > 1:
        return gettext(RULES_DIFFER)
    return gettext("not added: tests of no module may be any of these")
