"""Every chart and every page of the site: one line each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portlog.analytics.cost import COST_SO_FAR, UNPRICED
from portlog.analytics.extent import EXTENT
from portlog.analytics.hallucinations import HALLUCINATIONS
from portlog.analytics.module_tests import MODULE_TESTS
from portlog.analytics.question import Question
from portlog.analytics.session_log import SESSION_LOG
from portlog.analytics.session_records import (
    CHURN_BY_SESSION,
    CRATES_BY_SESSION,
    DETAILS_BY_SESSION,
    USAGE_BY_SESSION,
)
from portlog.analytics.tokens import TOKENS_BY_MODULE, TOKENS_READ
from portlog.analytics.totals import TOTALS
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.hallucinations import hallucinations_per_session
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.language import translatable
from portlog.present.site.home import home
from portlog.present.site.record import Record
from portlog.present.site.session_page import session_pages
from portlog.present.site.session_table import sessions

Facts = Mapping[str, Any]


def _as_answered(facts: Facts) -> Facts:
    return facts


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A question and the function that makes a chart of its answer, which is never empty."""

    question: Question[Any]
    draw: Callable[[Any], Chart]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page: where it lies, its name, its template, and what it asks the log.

    The template gets the answers by name, what the build was given (`Edition.given`) and all
    `figures`, as `view` shapes them; `charts` names those that it shows. A kind with `records`
    makes a page for each of them, its key in place of `{key}` in the path; the navigation does not
    name these.
    """

    path: str
    name: str
    template: str
    questions: Mapping[str, Question[Any]] = field(default_factory=dict)
    view: Callable[[Facts], Facts] = _as_answered
    charts: tuple[str, ...] = ()
    records: Callable[[Facts], Iterable[Record]] | None = None

    @property
    def is_navigable(self) -> bool:
        """Whether the navigation names it."""
        return self.records is None


def _chart_pages(facts: Facts) -> Iterable[Record]:
    for one in facts["figures"].values():
        yield Record(one.chart.id, one.chart.name, {"figure": one})


CHARTS = (
    ChartKind(COST_SO_FAR, cost_so_far),
    ChartKind(TOKENS_BY_MODULE, tokens_by_module),
    ChartKind(HALLUCINATIONS, hallucinations_per_session),
)

_HOME: Mapping[str, Question[Any]] = {
    "extent": EXTENT,
    "totals": TOTALS,
    "reads": TOKENS_READ,
    "unpriced": UNPRICED,
    "tests": MODULE_TESTS,
    "hallucinations": HALLUCINATIONS,
    "log": SESSION_LOG,
}
_LOG: Mapping[str, Question[Any]] = {"log": SESSION_LOG}
_SESSION: Mapping[str, Question[Any]] = {
    "log": SESSION_LOG,
    "usage": USAGE_BY_SESSION,
    "churn": CHURN_BY_SESSION,
    "details": DETAILS_BY_SESSION,
    "crates": CRATES_BY_SESSION,
}
_HOME_CHARTS = ("cost-so-far", "tokens-by-module", "hallucinations-per-session")
PAGES = (
    PageKind("index.html", translatable("Log"), "home.html", _HOME, home, charts=_HOME_CHARTS),
    PageKind("sessions/index.html", translatable("Sessions"), "sessions.html", _LOG, sessions),
    PageKind("sessions/{key}.html", "", "session.html", _SESSION, records=session_pages),
    PageKind("charts/index.html", translatable("Charts"), "charts.html"),
    PageKind("charts/{key}.html", "", "chart.html", records=_chart_pages),
)


def questions(pages: Iterable[PageKind], charts: Iterable[ChartKind]) -> frozenset[Question[Any]]:
    """Return every question that the pages and charts ask, the extent of the log included."""
    asked = {question for page in pages for question in page.questions.values()}
    return frozenset({EXTENT, *asked, *(chart.question for chart in charts)})
