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
from portlog.analytics.tokens import TOKENS_BY_MODULE, TOKENS_READ
from portlog.analytics.totals import TOTALS
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.hallucinations import hallucinations_per_session
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.site.home import home

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
    """A page: where it lies, its name in the navigation, its template, and what it asks the log.

    The template gets the answers by name, and what was `paid`, as `view` shapes them.
    """

    path: str
    name: str
    template: str
    questions: Mapping[str, Question[Any]] = field(default_factory=dict)
    view: Callable[[Facts], Facts] = _as_answered

    @property
    def root(self) -> str:
        """The way from the page to the top of the site; empty at the top, else ends in a slash."""
        return "../" * self.path.count("/")


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
PAGES = (PageKind("index.html", "Log", "home.html", _HOME, home),)


def questions(pages: Iterable[PageKind], charts: Iterable[ChartKind]) -> frozenset[Question[Any]]:
    """Return every question that the pages and charts ask, the extent of the log included."""
    asked = {question for page in pages for question in page.questions.values()}
    return frozenset({EXTENT, *asked, *(chart.question for chart in charts)})
