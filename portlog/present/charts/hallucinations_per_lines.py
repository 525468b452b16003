"""The chart of hallucinations per 1,000 ported lines, as both grew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from portlog.analytics.method import Method
from portlog.analytics.so_far import CountSoFar
from portlog.present.charts.basis_words import axis_words, begun, method_cells, quoted, series_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.measure import NUMBERS
from portlog.present.charts.step_line import Step, StepLine
from portlog.present.charts.steps import Steps
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import counted, exact, grouped, listed, long_day
from portlog.records.outcome import Basis
from portlog.records.port_coverage import PortCoverage

_HUNDREDTH = Decimal("0.01")
_COLUMNS = (
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column(
        "hallucinations",
        translatable("Hallucinations"),
        Kind.COUNT,
        unknown=translatable("not reviewed"),
    ),
    Column("so_far", translatable("So far"), Kind.COUNT, translatable("not reviewed")),
    Column("ported_lines", translatable("Ported lines by then"), Kind.COUNT),
    Column("per_1000_lines", translatable("per 1,000 lines"), Kind.NUMBER),
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A session's counts, and what they are over the lines ported by then."""

    count: CountSoFar
    lines: int | None
    rate: Decimal | None


def hallucinations_per_lines(
    counts: Sequence[CountSoFar], progress: PortCoverage | None
) -> Chart | None:
    """Draw the hallucinations so far over the lines ported so far; None without such lines."""
    if progress is None or not progress.history:
        return None
    points = [_point(one, progress) for one in counts]
    known = [one for one in points if one.rate is not None]
    drawable = len(known) >= FEWEST_POINTS
    methods = sorted({one.count.method for one in known if one.count.method is not None})
    return Chart(
        id="hallucinations-per-1000-lines",
        name=gettext("Hallucinations per 1,000 lines"),
        finding=_finding(points, known, methods),
        reading=gettext(
            "All hallucinations up to each session, over the lines of code of the original that "
            "were ported by then (rule %(rule)s), times 1,000.",
            rule=progress.rule,
        ),
        unit="hallucinations per 1,000 lines",
        sample=gettext(
            "%(sessions)s, %(known)s reviewed after the first port",
            sessions=counted(len(counts), "session"),
            known=grouped(len(known)),
        ),
        methods=(*methods, Method(Basis.OBSERVED, progress.rule)),
        notes=tuple(_notes(points, progress, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(map(_row, points))),
        form=_form(known, methods) if drawable else None,
        query="hallucinations_so_far",
    )


def _point(one: CountSoFar, progress: PortCoverage) -> _Point:
    milestones = [step.ported.code for step in progress.history if step.day <= one.day]
    lines = milestones[-1] if milestones and milestones[-1] else None
    if lines is None or one.so_far is None:
        return _Point(one, lines, None)
    rate = (Decimal(one.so_far) * 1000 / lines).quantize(_HUNDREDTH, ROUND_HALF_EVEN)
    return _Point(one, lines, rate)


def _finding(points: Sequence[_Point], known: Sequence[_Point], methods: Sequence[Method]) -> str:
    if not known:
        return gettext("Hallucinations per 1,000 ported lines are not known.")
    before = points[: points.index(known[-1])]
    least = "≥ " if any(one.count.count is None for one in before) else ""
    said = [_last_words(method, known, least) for method in methods]
    if len(said) > 1:
        return begun(gettext("%(rates)s so far, which are not added.", rates=listed(said)))
    return begun(gettext("%(rate)s so far.", rate=said[0]))


def _last_words(method: Method, known: Sequence[_Point], least: str) -> str:
    last = [one for one in known if one.count.method == method][-1]
    words = {
        "rate": quoted(f"{least}{exact(last.rate or Decimal(0))}", method),
        "lines": grouped(last.lines or 0),
    }
    if method.is_claim:
        return gettext("%(rate)s claimed per 1,000 lines, over %(lines)s ported lines", **words)
    return gettext("%(rate)s confirmed per 1,000 lines, over %(lines)s ported lines", **words)


def _form(known: Sequence[_Point], methods: Sequence[Method]) -> Steps:
    lines = tuple(_line(method, known, several=len(methods) > 1) for method in methods)
    axis = axis_words(gettext("Hallucinations per 1,000 ported lines"), methods)
    return Steps(axis, lines, known[0].count.day, known[-1].count.day, NUMBERS)


def _line(method: Method, known: Sequence[_Point], *, several: bool) -> StepLine:
    own = [one for one in known if one.count.method == method]
    tone = Tone("axis" if method.is_claim else "ink", "circle")
    steps = tuple(_step(one) for one in own)
    basis = str(method.basis) if several else ""
    name = gettext("rate")
    return StepLine(series_words(method), tone, steps, (), name, basis, NUMBERS)


def _step(one: _Point) -> Step:
    words = gettext(
        "%(day)s: %(count)s over %(lines)s lines, %(rate)s per 1,000",
        day=long_day(one.count.day),
        count=grouped(one.count.so_far or 0),
        lines=grouped(one.lines or 0),
        rate=exact(one.rate or Decimal(0)),
    )
    return Step(one.count.day, one.rate or Decimal(0), words)


def _notes(points: Sequence[_Point], progress: PortCoverage, *, drawable: bool) -> Iterator[str]:
    unreviewed = sum(one.count.count is None for one in points)
    if unreviewed:
        yield gettext(
            "Left out: %(sessions)s not reviewed; the rate is a lower bound.",
            sessions=counted(unreviewed, "session"),
        )
    if progress.undated.code:
        lines = counted(progress.undated.code, "line")
        yield gettext("Left out: %(lines)s ported on a day that nobody recorded.", lines=lines)
    if not drawable:
        yield gettext("No picture: it takes %(n)s reviewed sessions.", n=FEWEST_POINTS)


def _row(one: _Point) -> tuple[Cell, ...]:
    count = one.count
    basis, rule = method_cells(count.method)
    return (
        *(count.day, count.session_id, basis, rule, count.count, count.so_far),
        *(one.lines, one.rate),
    )
