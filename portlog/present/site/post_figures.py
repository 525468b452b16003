"""The raw figures of the module that a post tells of, each with how it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portlog.analytics.method import Method
from portlog.analytics.module_figures import Cost, ModuleFigures
from portlog.present.language import gettext
from portlog.present.site.anchor import file_key
from portlog.present.wording import counted, grouped, money, of_all


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure in words; a method of None says that it is not known.

    More of the same as the figure before has no label of its own.
    """

    label: str
    words: str
    method: Method | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class PostFigures:
    """A module by its name, the path of its page where it has one, and its figures."""

    module: str
    page: str | None
    figures: tuple[ToldFigure, ...]


def post_figures(module: str, figures: ModuleFigures | None) -> PostFigures:
    """Return the figures of a module; without a session there are none yet."""
    if figures is None:
        return PostFigures(module, None, (ToldFigure("", gettext("no session logged"), None),))
    groups = (_costs(figures), _hallucinations(figures), [_tests(figures)])
    told = tuple(one for group in groups for one in _labelled_once(group))
    return PostFigures(module, f"modules/{file_key(module)}.html", told)


def _labelled_once(figures: Iterable[ToldFigure]) -> Iterator[ToldFigure]:
    for place, one in enumerate(figures):
        yield replace(one, label="") if place else one


def _costs(figures: ModuleFigures) -> Iterator[ToldFigure]:
    label = gettext("list price")
    for cost in figures.costs:
        yield ToldFigure(label, money(cost.usd), cost.method, _of_sessions(cost, figures))
    if not figures.costs:
        yield ToldFigure(label, gettext("not known"), None)
    elif figures.uncosted:
        sessions = of_all(figures.uncosted, figures.sessions, "session")
        words = gettext("not known in %(sessions)s", sessions=sessions)
        yield ToldFigure(label, words, None)


def _of_sessions(cost: Cost, figures: ModuleFigures) -> str:
    if len(figures.costs) == 1 and not figures.uncosted:
        return ""
    return of_all(cost.sessions, figures.sessions, "session")


def _hallucinations(figures: ModuleFigures) -> Iterator[ToldFigure]:
    label = gettext("hallucinations")
    for count, method in figures.hallucinations:
        confirmed = gettext("%(n)s confirmed", n=grouped(count))
        yield ToldFigure(label, grouped(count) if method.is_claim else confirmed, method)
    if figures.unreviewed:
        sessions = counted(figures.unreviewed, "session")
        words = gettext("%(sessions)s not reviewed", sessions=sessions)
        yield ToldFigure(label, words, None)


def _tests(figures: ModuleFigures) -> ToldFigure:
    label = gettext("tests passed")
    if figures.tests is None:
        return ToldFigure(label, gettext("not known"), None)
    tally, method = figures.tests
    return ToldFigure(label, tally, method)
