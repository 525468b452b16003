"""The chart of how much was ported up to each day."""

from collections.abc import Iterator
from decimal import Decimal

from portlog.analytics.extent import Extent as LogExtent
from portlog.analytics.method import Method
from portlog.present.charts.basis_words import axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Chart, Column, Figures, Kind
from portlog.present.charts.measure import COUNTS
from portlog.present.charts.step_line import Step, StepLine
from portlog.present.charts.steps import Steps
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import counted, grouped, long_day
from portlog.records.outcome import Basis
from portlog.records.port_coverage import Milestone, PortCoverage

_COLUMNS = (
    Column("date", translatable("Date"), Kind.DAY),
    Column("ported_symbols", translatable("Ported symbols"), Kind.COUNT),
    Column("ported_lines", translatable("Ported lines"), Kind.COUNT),
)


def coverage_history(_: LogExtent, progress: PortCoverage | None) -> Chart | None:
    """Draw the ported lines so far by day; None where no day of a port is recorded."""
    if progress is None or not progress.history:
        return None
    history = progress.history
    drawable = len(history) >= FEWEST_POINTS
    method = Method(Basis.OBSERVED, progress.rule)
    return Chart(
        id="coverage-history",
        name=gettext("Ported so far"),
        finding=gettext(
            "On %(day)s the port claimed %(ported)s of %(lines)s to port.",
            day=long_day(history[-1].day),
            ported=grouped(history[-1].ported.code),
            lines=counted(progress.whole.to_port.code, "line"),
        ),
        reading=gettext(
            "Lines of code of the original, as it is now, that were ported up to each day on "
            "which a port was recorded. The axis reaches what is to be ported."
        ),
        unit="lines",
        sample=gettext(
            "%(days)s, %(symbols)s ported",
            days=counted(len(history), "day"),
            symbols=counted(history[-1].ported.symbols, "symbol"),
        ),
        methods=(method,),
        notes=tuple(_notes(progress, drawable=drawable)),
        figures=Figures(
            _COLUMNS, tuple((one.day, one.ported.symbols, one.ported.code) for one in history)
        ),
        form=_form(progress, method) if drawable else None,
        query="portlog provenance coverage",
    )


def _form(progress: PortCoverage, method: Method) -> Steps:
    history = progress.history
    line = StepLine(
        gettext("ported"), Tone("port", "circle"), tuple(map(_step, history)), measure=COUNTS
    )
    axis = axis_words(gettext("Lines of code of the original"), (method,))
    ceiling = Decimal(progress.whole.to_port.code)
    return Steps(axis, (line,), history[0].day, history[-1].day, COUNTS, ceiling)


def _step(one: Milestone) -> Step:
    words = f"{long_day(one.day)}: {counted(one.ported.code, 'line')}"
    return Step(one.day, Decimal(one.ported.code), words)


def _notes(progress: PortCoverage, *, drawable: bool) -> Iterator[str]:
    if progress.undated.code:
        lines = counted(progress.undated.code, "line")
        yield gettext("Left out: %(lines)s ported on a day that nobody recorded.", lines=lines)
    if not drawable:
        yield gettext("No picture: it takes %(n)s days of porting.", n=FEWEST_POINTS)
