"""The chart of what each session cost, model by model: a description, no ranking."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from portlog.analytics.method import Method
from portlog.analytics.model_costs import ModelSession
from portlog.present.charts.basis_words import axis_words, method_cells
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.dots import Dot, DotRow, Dots, Series
from portlog.present.charts.measure import DOLLARS
from portlog.present.charts.tones import Tone, tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import (
    LIST_PRICE,
    NO_MODULE,
    counted,
    listed,
    long_day,
    module_words,
    money,
    of_all,
    plain_digits,
    shortened,
)

_COLUMNS = (
    Column("llm", translatable("LLM")),
    Column("model", translatable("Model")),
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column("cost_usd", translatable("API-equivalent list price, USD"), Kind.MONEY),
)
_MOST_DRAWN = 16
_MOST_NAMED = 3
_LONGEST_NAME = 40


def models_side_by_side(sessions: Sequence[ModelSession]) -> Chart:
    """Draw the cost of each session by its model, in the order of the models' names."""
    models = {name: list(own) for name, own in groupby(sessions, key=_name)}
    priced = [one for one in sessions if one.cost_usd is not None]
    drawable = len(priced) >= FEWEST_POINTS
    methods = sorted({one.method for one in priced if one.method is not None})
    return Chart(
        id="models-side-by-side",
        name=gettext("Models side by side"),
        finding=_finding(models),
        reading=gettext(
            "Each mark is a session and what its tokens cost at %(list_price)s; models stand in "
            "the order of their names.",
            list_price=gettext(LIST_PRICE),
        ),
        unit="USD",
        sample=gettext(
            "%(sessions)s, %(priced)s priced",
            sessions=counted(len(sessions), "session"),
            priced=len(priced),
        ),
        methods=tuple(methods),
        notes=tuple(_notes(models, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(map(_row, sessions))),
        form=_form(models, methods) if drawable else None,
        query="model_sessions",
    )


def _name(one: ModelSession) -> str:
    return f"{one.llm} {one.model}"


def _finding(models: dict[str, list[ModelSession]]) -> str:
    if len(models) > _MOST_NAMED:
        return gettext(
            "%(sessions)s with %(models)s, which did different work.",
            sessions=counted(sum(map(len, models.values())), "session"),
            models=counted(len(models), "model"),
        )
    said = [
        gettext(
            "%(sessions)s with %(model)s",
            sessions=counted(len(own), "session"),
            model=shortened(name, _LONGEST_NAME),
        )
        for name, own in models.items()
    ]
    return f"{listed(said)}."


def _form(models: dict[str, list[ModelSession]], methods: Sequence[Method]) -> Dots:
    series = {method: Series(_series_name(method), _tone(method, methods)) for method in methods}
    rows = tuple(
        DotRow(name, tuple(_dot(one, series) for one in own))
        for name, own in list(models.items())[:_MOST_DRAWN]
    )
    axis = axis_words(gettext("List price of a session, USD"), methods)
    return Dots(axis, tuple(series.values()), rows, DOLLARS)


def _series_name(method: Method) -> str:
    return f"{gettext(str(method.basis))}, {method.rule}"


def _tone(method: Method, methods: Sequence[Method]) -> Tone:
    shape = tone(list(methods).index(method)).shape
    return Tone("axis" if method.is_claim else "ink", shape)


def _dot(one: ModelSession, series: Mapping[Method, Series]) -> Dot:
    label = f"{long_day(one.day)}, {module_words(one.module)}"
    if one.method is None or one.cost_usd is None:
        unknown = gettext("not known")
        return Dot(Series(unknown, Tone("axis", "square")), None, f"{label}: {unknown}")
    return Dot(series[one.method], one.cost_usd, f"{label}: {money(one.cost_usd)}")


def _notes(models: dict[str, list[ModelSession]], *, drawable: bool) -> Iterator[str]:
    yield gettext(
        "Sessions differ in task and module; only paired runs of one task could be compared, so "
        "nothing is ranked and no average is made."
    )
    sessions = [one for own in models.values() for one in own]
    unknown = sum(one.cost_usd is None for one in sessions)
    if unknown:
        said = of_all(unknown, len(sessions), "session")
        yield gettext("Cost not known: %(sessions)s.", sessions=said)
        if drawable:
            yield gettext("A dashed square at the right edge: not known.")
    if drawable and len(models) > _MOST_DRAWN:
        yield gettext(
            "Drawn are the first %(drawn)s of %(models)s; the table has all.",
            drawn=_MOST_DRAWN,
            models=counted(len(models), "model"),
        )
    if not drawable:
        yield gettext("No picture: it takes %(n)s priced sessions.", n=FEWEST_POINTS)


def _row(one: ModelSession) -> tuple[Cell, ...]:
    basis, rule = method_cells(one.method)
    cost = None if one.cost_usd is None else Decimal(plain_digits(one.cost_usd, 2))
    return (one.llm, one.model, one.day, one.session_id, one.module, basis, rule, cost)
