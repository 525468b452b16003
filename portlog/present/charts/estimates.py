"""The chart of how large modules were expected to be, and how large they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portlog.analytics.method import TYPED_BY_HAND, Method
from portlog.present.charts.chart import FEWEST_POINTS, Chart, Column, Figures, Kind
from portlog.present.charts.dots import Dot, DotRow, Dots, Series
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import counted, grouped, of_all
from portlog.records.loc import LOC_RULE
from portlog.records.outcome import Basis
from portlog.records.plan import PlannedModule

COUNTED = Method(Basis.OBSERVED, LOC_RULE)
_COLUMNS = (
    Column("module", translatable("Module")),
    Column("phase", translatable("Phase"), Kind.COUNT, translatable("none")),
    Column("estimate", translatable("Estimate, lines"), Kind.COUNT, translatable("none")),
    Column("counted", translatable("Counted, lines"), Kind.COUNT, translatable("not ported yet")),
)
_MOST_DRAWN = 20


@dataclass(frozen=True, slots=True)
class _Module:
    """What a module of the plan was expected to be, and is; None is unknown."""

    name: str
    phase: int | None
    estimate: int | None
    counted: int | None

    @property
    def is_comparable(self) -> bool:
        """Whether both are known."""
        return self.estimate is not None and self.counted is not None


def estimates(plan: Sequence[PlannedModule], port: Mapping[str, int | None] | None) -> Chart | None:
    """Draw the plan's estimates against the counted lines; None where the plan estimates none."""
    if not any(one.loc_port_est is not None for one in plan):
        return None
    counts = port or {}
    modules = [
        _Module(one.module, one.phase, one.loc_port_est, counts.get(one.module)) for one in plan
    ]
    known = [one for one in modules if one.is_comparable]
    drawable = len(known) >= FEWEST_POINTS
    return Chart(
        id="estimates",
        name=gettext("Estimates against measurements"),
        finding=_finding(known, modules),
        reading=gettext(
            "How many lines of code the plan expects of each module of the port, and how many "
            "its files have."
        ),
        unit="lines",
        sample=gettext(
            "%(modules)s of the plan, %(known)s with both",
            modules=counted(len(modules), "module"),
            known=grouped(len(known)),
        ),
        methods=(*([COUNTED] if known else []), TYPED_BY_HAND),
        notes=tuple(_notes(modules, drawable=drawable)),
        figures=Figures(
            _COLUMNS, tuple((one.name, one.phase, one.estimate, one.counted) for one in modules)
        ),
        form=_form(modules) if drawable else None,
        query="plan_list",
    )


def _finding(known: Sequence[_Module], modules: Sequence[_Module]) -> str:
    if not known:
        return gettext(
            "Estimated: %(modules)s; nothing of it is counted yet.",
            modules=counted(sum(one.estimate is not None for one in modules), "module"),
        )
    over = sum((one.counted or 0) > (one.estimate or 0) for one in known)
    return gettext(
        "Larger than estimated: %(modules)s; together %(counted)s lines against “%(estimate)s”.",
        modules=of_all(over, len(known), "module"),
        counted=grouped(sum(one.counted or 0 for one in known)),
        estimate=grouped(sum(one.estimate or 0 for one in known)),
    )


def _form(modules: Sequence[_Module]) -> Dots:
    estimate = Series(gettext("estimate, claimed"), Tone("axis", "square"))
    measured = Series(gettext("counted, observed"), Tone("port", "circle"))
    drawn = [one for one in modules if one.estimate is not None or one.counted is not None]
    rows = tuple(
        DotRow(
            one.name,
            (_dot(estimate, one.estimate), _dot(measured, one.counted)),
            spans=one.is_comparable,
        )
        for one in drawn[:_MOST_DRAWN]
    )
    return Dots(gettext("Lines of code of the port"), (estimate, measured), rows)


def _dot(series: Series, lines: int | None) -> Dot:
    said = gettext("not known") if lines is None else grouped(lines)
    return Dot(series, lines, f"{series.name}: {said}")


def _notes(modules: Sequence[_Module], *, drawable: bool) -> Iterator[str]:
    unported = sum(one.counted is None for one in modules)
    if unported:
        words = counted(unported, "module")
        yield gettext("Without a counted port: %(modules)s.", modules=words)
        if drawable:
            yield gettext("A dashed square at the right edge: not known.")
    if drawable and len(modules) > _MOST_DRAWN:
        yield gettext(
            "Drawn are the first %(drawn)s of %(modules)s; the table has all.",
            drawn=_MOST_DRAWN,
            modules=counted(len(modules), "module"),
        )
    if not drawable:
        yield gettext("No picture: it takes %(n)s modules with both.", n=FEWEST_POINTS)
