"""Every chart and every page of the site: one line each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portlog.analytics.cost import COST_SO_FAR
from portlog.analytics.crate_verdicts import CRATE_VERDICTS
from portlog.analytics.effort import EFFORT_BY_MODULE
from portlog.analytics.extent import EXTENT
from portlog.analytics.hallucinations import HALLUCINATIONS
from portlog.analytics.model_costs import MODEL_SESSIONS
from portlog.analytics.plan import PLAN
from portlog.analytics.question import Answers, Question
from portlog.analytics.so_far import HALLUCINATIONS_SO_FAR, TESTS_SO_FAR
from portlog.analytics.token_classes import TOKENS_BY_CLASS
from portlog.analytics.tokens import TOKENS_BY_MODULE
from portlog.analytics.two_sides import LINES_BY_SESSION
from portlog.present.charts.both_sides import lines_by_module, lines_by_session
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.coverage_history import coverage_history
from portlog.present.charts.coverage_treemap import coverage_treemap
from portlog.present.charts.crate_verdicts import crate_verdicts
from portlog.present.charts.estimates import estimates
from portlog.present.charts.hallucinations import hallucinations_per_session
from portlog.present.charts.hallucinations_per_lines import hallucinations_per_lines
from portlog.present.charts.models_side_by_side import models_side_by_side
from portlog.present.charts.per_hundred_lines import cost_per_100_lines, time_per_100_lines
from portlog.present.charts.tests_passing import tests_passing
from portlog.present.charts.tokens_by_class import tokens_by_class
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.language import translatable
from portlog.present.site import asked
from portlog.present.site.chart_list import charts
from portlog.present.site.colophon import colophon
from portlog.present.site.corrections_page import corrections
from portlog.present.site.crate_list import crates
from portlog.present.site.data_page import data
from portlog.present.site.embed import snippets
from portlog.present.site.home import home
from portlog.present.site.matter_page import matter
from portlog.present.site.model_list import models
from portlog.present.site.module_list import modules, phases
from portlog.present.site.module_page import module_pages
from portlog.present.site.post_page import post_pages
from portlog.present.site.progress_page import progress
from portlog.present.site.record import Record
from portlog.present.site.series_page import series_index
from portlog.present.site.session_list import older_sessions, sessions
from portlog.present.site.session_page import session_pages
from portlog.present.site.stack_page import stack

Facts = Mapping[str, Any]


def _as_answered(facts: Facts) -> Facts:
    return facts


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A question and the function that makes a chart of its answer, which is never empty.

    The function also gets what the build was given by the names in `beside` (`Edition.given`),
    None where it was given nothing. None in place of a chart: there is nothing of it to show.
    """

    question: Question[Any]
    draw: Callable[..., Chart | None]
    beside: tuple[str, ...] = ()

    def chart(self, answers: Answers, given: Facts) -> Chart | None:
        """Return the chart of an answer, if there is anything to show."""
        return self.draw(answers[self.question], *(given.get(name) for name in self.beside))


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page: where it lies, its name, its template, and what it asks the log.

    The template gets the answers by name, what the build was given (`Edition.given`) and all
    `figures`, as `view` shapes them; `charts` names those that it shows. A kind with `records`
    makes a page for each of them, its key in place of `{key}` in the path; the navigation does not
    name these. A lasting page shows its record and nothing else of the log: not the edition's
    commit or digest, so that a build can leave it as it is. An unlisted one is for nobody to find.
    The navigation names a page at the head or, with `in_foot`, at the foot of each page.
    """

    path: str
    name: str
    template: str
    questions: Mapping[str, Question[Any]] = field(default_factory=dict)
    view: Callable[[Facts], Facts] = _as_answered
    charts: tuple[str, ...] = ()
    records: Callable[[Facts], Iterable[Record]] | None = None
    is_lasting: bool = False
    is_listed: bool = True
    in_foot: bool = False

    @property
    def is_navigable(self) -> bool:
        """Whether the navigation names it, at the head of each page or at its foot."""
        return self.records is None and self.is_listed


def _chart_pages(facts: Facts) -> Iterable[Record]:
    for one in facts["figures"].values():
        yield Record(one.chart.id, one.chart.name, {"figure": one, "snippets": snippets})


CHARTS = (
    ChartKind(COST_SO_FAR, cost_so_far),
    ChartKind(TOKENS_BY_MODULE, tokens_by_module),
    ChartKind(HALLUCINATIONS, hallucinations_per_session),
    ChartKind(TOKENS_BY_CLASS, tokens_by_class),
    ChartKind(EFFORT_BY_MODULE, cost_per_100_lines, ("progress",)),
    ChartKind(EFFORT_BY_MODULE, time_per_100_lines, ("progress",)),
    ChartKind(HALLUCINATIONS_SO_FAR, hallucinations_per_lines, ("progress",)),
    ChartKind(TESTS_SO_FAR, tests_passing),
    ChartKind(EXTENT, coverage_treemap, ("progress",)),
    ChartKind(EXTENT, coverage_history, ("progress",)),
    ChartKind(LINES_BY_SESSION, lines_by_session),
    ChartKind(EXTENT, lines_by_module, ("progress", "port_lines")),
    ChartKind(PLAN, estimates, ("port_lines",)),
    ChartKind(CRATE_VERDICTS, crate_verdicts),
    ChartKind(MODEL_SESSIONS, models_side_by_side),
)

_HOME_CHARTS = ("cost-so-far", "tokens-by-module", "hallucinations-per-session")
PAGES = (
    PageKind("index.html", translatable("Log"), "home.html", asked.HOME, home, charts=_HOME_CHARTS),
    PageKind("sessions/index.html", translatable("Sessions"), "sessions.html", asked.LOG, sessions),
    PageKind("sessions/page-{key}.html", "", "sessions.html", asked.LOG, records=older_sessions),
    PageKind(
        "sessions/{key}.html",
        translatable("Each session"),
        "session.html",
        asked.SESSION,
        records=session_pages,
        is_lasting=True,
    ),
    PageKind(
        "modules/index.html",
        translatable("Modules"),
        "modules.html",
        asked.MODULES,
        modules,
        charts=("lines-by-module", "estimates"),
    ),
    PageKind(
        "modules/{key}.html",
        translatable("Each module"),
        "module.html",
        asked.MODULE,
        records=module_pages,
        is_lasting=True,
    ),
    PageKind(
        "progress.html",
        translatable("Progress"),
        "progress.html",
        asked.PROGRESS,
        progress,
        charts=("coverage-treemap", "coverage-history"),
    ),
    PageKind(
        "crates/index.html",
        translatable("Crates"),
        "crates.html",
        asked.CRATES,
        crates,
        charts=("crate-verdicts",),
    ),
    PageKind(
        "models.html",
        translatable("Models"),
        "models.html",
        asked.GROUPS,
        models,
        charts=("models-side-by-side",),
    ),
    PageKind(
        "series/index.html", translatable("Series"), "series.html", asked.SERIES, series_index
    ),
    PageKind(
        "posts/{key}.html", "", "post.html", asked.SERIES, records=post_pages, is_lasting=True
    ),
    PageKind("matter.html", translatable("Does it matter?"), "matter.html", view=matter),
    PageKind("charts/index.html", translatable("Charts"), "charts.html", view=charts),
    PageKind("charts/{key}.html", "", "chart.html", records=_chart_pages),
    PageKind(
        "charts/{key}-embed.html",
        "",
        "chart_embed.html",
        records=_chart_pages,
        is_listed=False,
    ),
    PageKind(
        "phases/index.html",
        translatable("Phases"),
        "phases.html",
        asked.MODULES,
        phases,
        in_foot=True,
    ),
    PageKind("stack.html", translatable("Stack"), "stack.html", asked.CRATES, stack, in_foot=True),
    PageKind(
        "corrections.html",
        translatable("Corrections"),
        "corrections.html",
        view=corrections,
        in_foot=True,
    ),
    PageKind("data/index.html", translatable("Data"), "data.html", view=data, in_foot=True),
    PageKind(
        "colophon.html",
        translatable("Colophon"),
        "colophon.html",
        asked.COLOPHON,
        colophon,
        in_foot=True,
    ),
    PageKind("404.html", translatable("Not found"), "missing.html", is_listed=False),
)


def questions(pages: Iterable[PageKind], charts: Iterable[ChartKind]) -> frozenset[Question[Any]]:
    """Return every question that the pages and charts ask, the extent of the log included."""
    asked = {question for page in pages for question in page.questions.values()}
    return frozenset({EXTENT, *asked, *(chart.question for chart in charts)})
