"""The chart of what registries said of the crates and items that were asked for."""

from collections.abc import Iterator, Sequence

from portlog.analytics.crate_verdicts import VerdictCount
from portlog.analytics.method import Method
from portlog.present.charts.bars import Bar, BarGroup, Bars
from portlog.present.charts.basis_words import axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Chart, Column, Figures, Kind
from portlog.present.language import gettext, translatable
from portlog.present.site.verdict_words import verdict_words
from portlog.present.wording import counted, grouped
from portlog.records.item import ItemVerdict
from portlog.records.outcome import Basis
from portlog.records.verdict import Verdict

LOOKED_UP = Method(Basis.OBSERVED, "registry")
_ITEMS = frozenset(ItemVerdict)


def words_of(verdict: str) -> str:
    """Return a verdict of a crate or an item in words."""
    return verdict_words(ItemVerdict(verdict) if verdict in _ITEMS else Verdict(verdict))


_COLUMNS = (
    Column("verdict", translatable("Verdict"), Kind.TERM, words=words_of),
    Column("crates", translatable("Crates"), Kind.COUNT),
    Column("items", translatable("Items"), Kind.COUNT),
    Column("of_a_model", translatable("of them said to be a model’s"), Kind.COUNT),
)


def crate_verdicts(counts: Sequence[VerdictCount]) -> Chart | None:
    """Draw how many crates and items got which verdict; None where nothing was looked up."""
    if not counts:
        return None
    crates, items = sum(one.crates for one in counts), sum(one.items for one in counts)
    drawable = len(counts) >= FEWEST_POINTS
    return Chart(
        id="crate-verdicts",
        name=gettext("Crates asked for"),
        finding=_finding(counts),
        reading=gettext(
            "The newest answer of the registry to each crate and item that was looked up, once "
            "for each claim. “Not found” alone does not mean that a model made it up."
        ),
        unit="look-ups",
        sample=f"{counted(crates, 'crate')}, {counted(items, 'item')}",
        methods=(LOOKED_UP,),
        notes=tuple(_notes(counts, drawable=drawable)),
        figures=Figures(
            _COLUMNS,
            tuple((one.verdict, one.crates, one.items, one.of_a_model) for one in counts),
        ),
        form=_form(counts) if drawable else None,
        query="crate_verdicts",
    )


def _finding(counts: Sequence[VerdictCount]) -> str:
    looked_up = sum(one.crates + one.items for one in counts)
    there = sum(one.crates + one.items for one in counts if one.verdict == Verdict.EXISTS)
    return gettext(
        "%(there)s of %(all)s crates and items that were looked up exist as asked for.",
        there=grouped(there),
        all=grouped(looked_up),
    )


def _form(counts: Sequence[VerdictCount]) -> Bars:
    groups = tuple(BarGroup(words_of(one.verdict), tuple(_bars(one))) for one in counts)
    return Bars(axis_words(gettext("Crates and items"), (LOOKED_UP,)), groups)


def _bars(one: VerdictCount) -> Iterator[Bar]:
    if one.crates:
        yield Bar(gettext("crates"), one.crates, counted(one.crates, "crate"), "ink")
    if one.items:
        yield Bar(gettext("items"), one.items, counted(one.items, "item"), "axis")


def _notes(counts: Sequence[VerdictCount], *, drawable: bool) -> Iterator[str]:
    silent = sum(one.crates for one in counts if one.verdict == Verdict.UNVERIFIABLE)
    if silent:
        crates = counted(silent, "crate")
        yield gettext("Of %(crates)s nothing is known: the registry did not answer.", crates=crates)
    if not drawable:
        yield gettext("No picture: it takes %(n)s different verdicts.", n=FEWEST_POINTS)
