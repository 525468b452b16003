"""The raw figures of the module that a post tells of, each with how it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from portlog.analytics.method import Method
from portlog.analytics.module_figures import Cost, ModuleFigures
from portlog.present.language import gettext
from portlog.present.site.anchor import file_key
from portlog.present.wording import counted, grouped, long_day, money, of_all


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
    """A module by its name, the path of its page where it has one, and its figures.

    `as_of` says of which day they are, empty for those of the log as it is; `now` are those of the
    log, as far as they are others since.
    """

    module: str
    page: str | None
    figures: tuple[ToldFigure, ...]
    as_of: str = ""
    now: tuple[ToldFigure, ...] = ()


def post_figures(module: str, figures: ModuleFigures | None) -> PostFigures:
    """Return the figures of a module as they are; without a session there are none yet."""
    page = None if figures is None else f"modules/{file_key(module)}.html"
    return PostFigures(module, page, _told(figures))


def published_figures(
    module: str, day: date, then: ModuleFigures | None, now: ModuleFigures | None
) -> PostFigures:
    """Return the figures of a module as a post of a day was published with them."""
    told = post_figures(module, now)
    as_of = gettext("as of %(day)s", day=long_day(day))
    return replace(told, figures=_told(then), as_of=as_of, now=() if then == now else told.figures)


def _told(figures: ModuleFigures | None) -> tuple[ToldFigure, ...]:
    if figures is None:
        return (ToldFigure("", gettext("no session logged"), None),)
    groups = (_costs(figures), _hallucinations(figures), [_tests(figures)])
    return tuple(one for group in groups for one in _labelled_once(group))


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
