"""The chart of how much of each module is ported, as areas."""

from collections.abc import Iterator, Sequence

from portlog.analytics.extent import Extent as LogExtent
from portlog.analytics.method import Method
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.treemap import Plot, Share, Treemap
from portlog.present.language import gettext, translatable
from portlog.present.port_coverage import percent
from portlog.present.wording import counted, exact, grouped
from portlog.records.outcome import Basis
from portlog.records.port_coverage import Covered, PortCoverage, Scope

NO_MODULE_OF_PLAN = translatable("in no module of the plan")
_NO_RECORD = translatable("nothing recorded")
_COLUMNS = (
    Column("module", translatable("Module"), unknown=NO_MODULE_OF_PLAN),
    Column("total_lines", translatable("Lines"), Kind.COUNT),
    Column("ported_lines", translatable("Ported"), Kind.COUNT),
    Column("left_out_lines", translatable("Left out on purpose"), Kind.COUNT),
    Column("open_lines", translatable("Open"), Kind.COUNT),
    Column("verified_lines", translatable("Verified"), Kind.COUNT, _NO_RECORD),
    Column("reviewed_lines", translatable("Reviewed"), Kind.COUNT, _NO_RECORD),
)
_PARTS = ("ported", "left_out", "open")


def coverage_treemap(_: LogExtent, progress: PortCoverage | None) -> Chart | None:
    """Draw the modules of the original by size and state; None where no original is known."""
    if progress is None or not progress.whole.total.code:
        return None
    rows = [row for row in progress.rows if row.scope is Scope.MODULE]
    if len(rows) < FEWEST_POINTS:
        rows = [row for row in progress.rows if row.scope is Scope.FILE]
    drawable = len(rows) >= FEWEST_POINTS
    method = Method(Basis.OBSERVED, progress.rule)
    whole = progress.whole
    return Chart(
        id="coverage-treemap",
        name=gettext("How much is ported"),
        finding=_finding(whole),
        reading=gettext(
            "Each area is a module of the original by its lines of code, tests left out; what is "
            "ported is what a header in the port names, verified or not."
        ),
        unit="lines",
        sample=f"{counted(whole.total.symbols, 'symbol')}, {counted(whole.total.code, 'line')}",
        methods=(method,),
        notes=tuple(_notes(progress, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(row) for row in rows)),
        form=_form(rows) if drawable else None,
        query="portlog provenance coverage",
    )


def _finding(whole: Covered) -> str:
    share = percent(whole.ported, whole.to_port)
    if share is None:
        return gettext("Nothing of the original is to be ported.")
    return gettext(
        "The port claims %(ported)s of %(lines)s to port, %(percent)s %%.",
        ported=grouped(whole.ported.code),
        lines=counted(whole.to_port.code, "line"),
        percent=exact(share),
    )


def _form(rows: Sequence[Covered]) -> Treemap:
    shares = (
        Share(gettext("ported"), "port", is_hatched=True),
        Share(gettext("left out on purpose"), "axis", is_solid=True),
        Share(gettext("open"), "axis"),
    )
    return Treemap(gettext("Lines of code of the original"), shares, tuple(map(_plot, rows)))


def _plot(row: Covered) -> Plot:
    sizes = tuple(getattr(row, part).code for part in _PARTS)
    share = percent(row.ported, row.to_port)
    label = counted(row.total.code, "line") if share is None else f"{exact(share)} %"
    words = gettext(
        "%(ported)s ported, %(left_out)s left out, %(open)s open",
        **{part: grouped(size) for part, size in zip(_PARTS, sizes, strict=True)},
    )
    return Plot(row.name or gettext(NO_MODULE_OF_PLAN), label, sizes, words)


def _notes(progress: PortCoverage, *, drawable: bool) -> Iterator[str]:
    whole = progress.whole
    if whole.changed.code:
        lines = counted(whole.changed.code, "line")
        yield gettext("%(lines)s of it have changed in the original since.", lines=lines)
    if whole.verified is None:
        yield gettext("Not known how much is verified: no run is recorded.")
    if progress.uncounted:
        yield gettext(
            "%(n)s files of the original could not be read and are not in it.",
            n=grouped(len(progress.uncounted)),
        )
    if not drawable:
        yield gettext("No picture: it takes %(n)s modules or files.", n=FEWEST_POINTS)


def _row(row: Covered) -> tuple[Cell, ...]:
    return (
        row.name or None,
        *(row.total.code, row.ported.code, row.left_out.code, row.open.code),
        None if row.verified is None else row.verified.code,
        None if row.reviewed is None else row.reviewed.code,
    )
