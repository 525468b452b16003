"""Growing the site: a page kind is a query, a template and a line; a chart a function and one."""

from dataclasses import replace
from typing import Any

import pytest
from invented import EDITION, answer, answers, two_months
from jinja2 import ChoiceLoader, DictLoader

from portlog.analytics.question import Answers, Question
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.site.build import site_files
from portlog.present.site.catalogue import CHARTS, PAGES, ChartKind, PageKind, questions
from portlog.present.site.templating import templates

MODULES = Question("module_tests", lambda frame: frame.rows(named=True))
TEMPLATE = (
    '{% extends "base.html" %}{% block main %}'
    "<ul>{% for one in modules %}<li>{{ one.module }}</li>{% endfor %}</ul>{% endblock %}"
)


@pytest.fixture
def modules_template(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = templates()
    loader = ChoiceLoader([DictLoader({"tested.html": TEMPLATE}), environment.loader])  # type: ignore[list-item]
    monkeypatch.setattr(environment, "loader", loader)


def built(pages: tuple[PageKind, ...], charts: tuple[ChartKind, ...]) -> dict[str, bytes]:
    sessions = two_months()
    asked = {one: answer(one, sessions) for one in questions(pages, charts)}
    return site_files(Answers(asked), EDITION, {}, pages, charts)


@pytest.mark.usefixtures("modules_template")
def test_a_page_kind_is_a_query_a_template_and_a_line() -> None:
    line = PageKind("tested/index.html", "Tested", "tested.html", {"modules": MODULES})

    files = built((*PAGES, line), CHARTS)

    page = files["tested/index.html"].decode()
    assert "<li>agent/part0</li>" in page
    assert '<a href="../tested/index.html" aria-current="page">Tested</a>' in page
    assert 'href="../assets/style.css"' in page
    assert '<a href="tested/index.html">Tested</a>' in files["index.html"].decode()


def test_a_chart_is_a_function_and_a_line() -> None:
    def cost_again(steps: Any) -> Chart:
        return replace(cost_so_far(steps), id="cost-again", name="Cost again")

    drawn = sum(path.endswith("-dark.svg") for path in built(PAGES, CHARTS))
    files = built(PAGES, (*CHARTS, ChartKind(CHARTS[0].question, cost_again)))

    beside = {"csv", "json", "svg", "png", "html"}
    assert {f"charts/cost-again.{ending}" for ending in beside} < set(files)
    page = files["charts/cost-again.html"].decode()
    assert 'id="cost-again"' in page
    assert f"Figure {drawn + 1}" in page
    assert 'href="../charts/cost-again.html"' in files["charts/index.html"].decode()


def test_only_what_the_pages_and_charts_ask_is_asked() -> None:
    asked = {one.query for one in questions((), ())}

    assert asked == {"log_extent"}
    assert answers(two_months())[CHARTS[0].question]
