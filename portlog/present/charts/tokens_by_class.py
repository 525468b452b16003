"""The chart of tokens by module and class, on a scale that holds all four classes."""

from collections.abc import Sequence

from portlog.analytics.method import Method
from portlog.analytics.token_classes import TokenClasses
from portlog.present.charts.basis_words import axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.dots import Dot, DotRow, Dots, Series
from portlog.present.charts.tokens_by_module import drawn_note
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext, translatable
from portlog.present.wording import NO_MODULE, counted, grouped
from portlog.records.outcome import Basis

# the agents' logs tell the classes
LOGGED = Method(Basis.LOGGED, "agent_log/1")
_CLASSES: dict[str, tuple[str, Tone]] = {
    "written": (translatable("written"), Tone("ink", "circle")),
    "uncached": (translatable("uncached"), Tone("ink", "triangle")),
    "cache_writes": (translatable("cache writes"), Tone("ink", "square")),
    "cache_reads": (translatable("cache reads"), Tone("axis", "diamond")),
}
_NOT_TOLD = translatable("not told")
_COLUMNS = (
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("sessions", translatable("Sessions"), Kind.COUNT),
    Column("told_sessions", translatable("of them with usage"), Kind.COUNT),
    Column("uncached", translatable("Uncached"), Kind.COUNT, _NOT_TOLD),
    Column("cache_writes", translatable("Cache writes"), Kind.COUNT, _NOT_TOLD),
    Column("cache_reads", translatable("Cache reads"), Kind.COUNT, _NOT_TOLD),
    Column("written", translatable("Written"), Kind.COUNT, _NOT_TOLD),
)
_MOST_DRAWN = 16


def tokens_by_class(modules: Sequence[TokenClasses]) -> Chart | None:
    """Draw the four classes of tokens of each module; None where no log tells them."""
    told = [one for one in modules if one.told_sessions]
    if not told:
        return None
    ordered = sorted(modules, key=_place)
    drawable = len(told) >= FEWEST_POINTS
    return Chart(
        id="tokens-by-class",
        name=gettext("Tokens by module and class"),
        finding=_finding(told),
        reading=gettext(
            "Tokens of a module’s sessions that were read past all caches, written to a cache, "
            "read from one, and written by the model. Each line of the grid is ten or more times "
            "the one before; the classes have different prices and are not added."
        ),
        unit="tokens",
        sample=gettext(
            "%(told)s of %(sessions)s with usage",
            told=grouped(sum(one.told_sessions for one in modules)),
            sessions=counted(sum(one.sessions for one in modules), "session"),
        ),
        methods=(LOGGED,),
        notes=tuple(_notes(modules, told, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(one) for one in ordered)),
        form=_form([one for one in ordered if one.told_sessions]) if drawable else None,
        query="tokens_by_class",
    )


def _place(one: TokenClasses) -> tuple[bool, int, str]:
    return one.module is None, -one.largest, one.module or ""


def _series() -> dict[str, Series]:
    return {name: Series(gettext(words), tone) for name, (words, tone) in _CLASSES.items()}


def _form(modules: Sequence[TokenClasses]) -> Dots:
    series = _series()
    rows = [
        DotRow(
            gettext(NO_MODULE) if one.module is None else one.module,
            tuple(_dot(series[name], getattr(one, name)) for name in _CLASSES),
        )
        for one in modules[:_MOST_DRAWN]
    ]
    axis = axis_words(gettext("Tokens, by powers of ten"), (LOGGED,))
    return Dots(axis, tuple(series.values()), tuple(rows), logarithmic=True)


def _dot(series: Series, tokens: int | None) -> Dot:
    said = gettext("not known") if tokens is None else grouped(tokens)
    return Dot(series, tokens, f"{said} {series.name}")


def _finding(told: Sequence[TokenClasses]) -> str:
    sums = {name: sum(getattr(one, name) or 0 for one in told) for name in _CLASSES}
    return gettext(
        "%(uncached)s tokens read past all caches, %(cache_writes)s written to caches, "
        "%(cache_reads)s read from them; the models wrote %(written)s.",
        **{name: grouped(amount) for name, amount in sums.items()},
    )


def _notes(
    modules: Sequence[TokenClasses], told: Sequence[TokenClasses], *, drawable: bool
) -> list[str]:
    notes = []
    untold = sum(one.sessions - one.told_sessions for one in modules)
    if untold:
        sessions = counted(untold, "session")
        notes.append(
            gettext("Left out: %(sessions)s whose log tells no classes.", sessions=sessions)
        )
    if drawable and len(told) > _MOST_DRAWN:
        notes.append(drawn_note(_MOST_DRAWN, len(told)))
    if not drawable:
        notes.append(
            gettext("No picture: it takes %(n)s modules with known tokens.", n=FEWEST_POINTS)
        )
    return notes


def _row(one: TokenClasses) -> tuple[Cell, ...]:
    counts = (one.uncached, one.cache_writes, one.cache_reads, one.written)
    return (one.module, one.sessions, one.told_sessions, *counts)
