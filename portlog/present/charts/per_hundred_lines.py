"""The charts of what a hundred ported lines took: money, and time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from portlog.analytics.effort import Effort
from portlog.analytics.method import Method
from portlog.present.charts.bars import Bar, BarGroup, Bars
from portlog.present.charts.basis_words import axis_words, method_cells, quoted
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.measure import DOLLARS, NUMBERS, Measure
from portlog.present.charts.tokens_by_module import drawn_note
from portlog.present.language import gettext, translatable
from portlog.present.wording import (
    LIST_PRICE,
    NO_MODULE,
    counted,
    minutes,
    money,
    plain_digits,
    shortened,
)
from portlog.records.outcome import Basis
from portlog.records.port_coverage import PortCoverage, Scope

_CENT = Decimal("0.01")
_MOST_DRAWN = 20
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two charts: what it measures, in which words."""

    cell: str
    id: str
    name: str
    unit: str
    key: str
    amount: str
    per_100: str
    axis: str
    reading: str
    measure: Measure
    kind: Kind
    words: Callable[[Decimal], str]


_COST = _Kind(
    cell="cost_usd",
    id="cost-per-100-lines",
    name=translatable("Cost per 100 ported lines"),
    unit="USD",
    key="cost_usd",
    amount=translatable("API-equivalent list price, USD"),
    per_100=translatable("per 100 lines, USD"),
    axis=translatable("List price per 100 lines, USD"),
    reading=translatable(
        "What all sessions of a module cost, repairs included, over those lines of code of the "
        "original that the headers in the port name as ported (rule %(rule)s), times 100; at "
        "%(list_price)s, not what was paid."
    ),
    measure=DOLLARS,
    kind=Kind.MONEY,
    words=money,
)
_TIME = _Kind(
    cell="duration_min",
    id="time-per-100-lines",
    name=translatable("Time per 100 ported lines"),
    unit="minutes",
    key="duration_min",
    amount=translatable("Minutes"),
    per_100=translatable("per 100 lines, minutes"),
    axis=translatable("Minutes per 100 lines"),
    reading=translatable(
        "How long all sessions of a module took, repairs included, over those lines of code of "
        "the original that the headers in the port name as ported (rule %(rule)s), times 100; "
        "sessions that overlap count each for itself."
    ),
    measure=NUMBERS,
    kind=Kind.NUMBER,
    words=minutes,
)


@dataclass(frozen=True, slots=True)
class _Ratio:
    """An effort of a module over its ported lines; a lower bound where sessions are unknown."""

    effort: Effort
    lines: int | None
    per_100: Decimal | None
    is_least: bool


def cost_per_100_lines(efforts: Sequence[Effort], progress: PortCoverage | None) -> Chart | None:
    """Draw what 100 ported lines of each module cost; None where nothing says what is ported."""
    return _chart(_COST, efforts, progress)


def time_per_100_lines(efforts: Sequence[Effort], progress: PortCoverage | None) -> Chart | None:
    """Draw how long 100 ported lines of each module took; None where nothing says what is."""
    return _chart(_TIME, efforts, progress)


def _chart(kind: _Kind, efforts: Sequence[Effort], progress: PortCoverage | None) -> Chart | None:
    if progress is None or not progress.whole.ported.code:
        return None
    own = [one for one in efforts if one.measure == kind.cell]
    ratios = sorted(_ratios(own, _ported(progress)), key=_place)
    known = [one for one in ratios if one.per_100 is not None]
    drawable = len(_modules(known)) >= FEWEST_POINTS
    counted_by = Method(Basis.OBSERVED, progress.rule)
    return Chart(
        id=kind.id,
        name=gettext(kind.name),
        finding=_finding(kind, known),
        reading=gettext(kind.reading) % {"rule": progress.rule, "list_price": gettext(LIST_PRICE)},
        unit=kind.unit,
        sample=_sample(own, known),
        methods=tuple(sorted({*_methods(known), counted_by})),
        notes=tuple(_notes(ratios, known, drawable=drawable)),
        figures=Figures(_columns(kind), tuple(_row(one, kind) for one in ratios)),
        form=_form(kind, known) if drawable else None,
        query="effort_by_module",
    )


def _columns(kind: _Kind) -> tuple[Column, ...]:
    return (
        Column("module", translatable("Module"), unknown=NO_MODULE),
        Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
        Column("rule", translatable("Rule"), unknown=translatable("none")),
        Column("sessions", translatable("Sessions"), Kind.COUNT),
        Column(kind.key, kind.amount, kind.kind),
        Column("ported_lines", translatable("Ported lines"), Kind.COUNT),
        Column("per_100_lines", kind.per_100, kind.kind),
    )


def _ported(progress: PortCoverage) -> Mapping[str, int]:
    rows = (row for row in progress.rows if row.scope is Scope.MODULE and row.name)
    return {row.name: row.ported.code for row in rows if row.ported.code}


def _ratios(efforts: Sequence[Effort], ported: Mapping[str, int]) -> Iterator[_Ratio]:
    unknown = {one.module for one in efforts if one.method is None}
    for one in efforts:
        lines = ported.get(one.module or "")
        is_known = lines is not None and one.amount is not None
        per_100 = _per_100(one.amount or Decimal(0), lines) if lines and is_known else None
        yield _Ratio(one, lines, per_100, one.module in unknown)


def _per_100(amount: Decimal, lines: int) -> Decimal:
    return (amount * 100 / lines).quantize(_CENT, ROUND_HALF_EVEN)


def _place(one: _Ratio) -> tuple[bool, str, str]:
    return one.effort.module is None, one.effort.module or "", str(one.effort.method)


def _modules(ratios: Sequence[_Ratio]) -> list[str]:
    return list(dict.fromkeys(one.effort.module or "" for one in ratios))


def _methods(known: Sequence[_Ratio]) -> set[Method]:
    return {one.effort.method for one in known if one.effort.method is not None}


def _sample(efforts: Sequence[Effort], known: Sequence[_Ratio]) -> str:
    return gettext(
        "%(sessions)s, %(modules)s with ported lines",
        sessions=counted(sum(one.sessions for one in efforts), "session"),
        modules=counted(len(_modules(known)), "module"),
    )


def _finding(kind: _Kind, known: Sequence[_Ratio]) -> str:
    if not known:
        return gettext("What ported lines took is not known for any module.")
    if len(_modules(known)) < FEWEST_POINTS or len(_methods(known)) > 1:
        return gettext(
            "What 100 ported lines took is known for %(modules)s.",
            modules=counted(len(_modules(known)), "module"),
        )
    low, high = min(known, key=_value), max(known, key=_value)
    return gettext(
        "100 ported lines took from %(low)s in %(first)s to %(high)s in %(last)s.",
        low=_words(kind, low),
        first=shortened(low.effort.module or "", _LONGEST_NAME),
        high=_words(kind, high),
        last=shortened(high.effort.module or "", _LONGEST_NAME),
    )


def _value(one: _Ratio) -> Decimal:
    return one.per_100 or Decimal(0)


def _words(kind: _Kind, one: _Ratio) -> str:
    words = f"{'≥ ' if one.is_least else ''}{kind.words(_value(one))}"
    return quoted(words, one.effort.method)


def _form(kind: _Kind, known: Sequence[_Ratio]) -> Bars:
    groups = [
        BarGroup(name, tuple(_bar(kind, one) for one in known if one.effort.module == name))
        for name in _modules(known)[:_MOST_DRAWN]
    ]
    return Bars(axis_words(gettext(kind.axis), _methods(known)), tuple(groups), kind.measure)


def _bar(kind: _Kind, one: _Ratio) -> Bar:
    method = one.effort.method
    series = f"{gettext(str(method.basis))}, {method.rule}" if method else ""
    token = "axis" if method and method.is_claim else "ink"
    return Bar(series, _value(one), _words(kind, one), token)


def _notes(ratios: Sequence[_Ratio], known: Sequence[_Ratio], *, drawable: bool) -> Iterator[str]:
    apart = len({one.effort.module for one in ratios}) - len(_modules(known))
    if apart:
        yield gettext(
            "Left out: %(modules)s without known ported lines or amount.",
            modules=counted(apart, "module"),
        )
    if any(one.is_least for one in known):
        yield gettext("≥: some sessions of the module are not known.")
    yield gettext("The modules differ in what they do; this describes them and ranks nothing.")
    if drawable and len(_modules(known)) > _MOST_DRAWN:
        yield drawn_note(_MOST_DRAWN, len(_modules(known)))
    if not drawable:
        yield gettext("No picture: it takes %(n)s such modules.", n=FEWEST_POINTS)


def _row(one: _Ratio, kind: _Kind) -> tuple[Cell, ...]:
    effort = one.effort
    basis, rule = method_cells(effort.method)
    least = 2 if kind.kind is Kind.MONEY else 0
    amount = None if effort.amount is None else Decimal(plain_digits(effort.amount, least))
    return (effort.module, basis, rule, effort.sessions, amount, one.lines, one.per_100)
