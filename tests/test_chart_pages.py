"""Every chart on pages of its own and on one page together, before validators and in a browser."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented import EDITION, answers, laid_out
from invented_charts import GIVEN, HOSTILE_GIVEN, charts_over, hostile_log, whole_log
from jinja2 import ChoiceLoader, DictLoader
from support import REPOSITORY
from test_site_browser import (  # noqa: F401  the fixtures are asked for by name
    ONLY_WHAT_IS_SHOWN,
    browser,
    opened,
    over_the_edge,
    wake_all,
)

from portlog.present.site.alone import chart_page
from portlog.present.site.build import site_files
from portlog.present.site.catalogue import CHARTS, PAGES, PageKind
from portlog.present.site.templating import templates

RULES = {"extends": ["html-validate:standard"], "rules": {"no-inline-style": "error"}}
GALLERY = """{% extends "base.html" %}
{% from "components/figure.html" import figure as figure_of with context %}
{% block main %}<section class="entry"><div class="entry__body"><h1>All</h1><h2>Charts</h2>
{% for one in figures.values() %}{{ figure_of(one, edition, to) }}{% endfor %}
</div></section>{% endblock %}"""
# letters of a live chart that have no colour
UNSEEN = """[...document.querySelectorAll(".figure__live text, .figure__live tspan")]
    .filter((one) => one.textContent && getComputedStyle(one).fill === "none")
    .map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the folders of two sites, each with all its charts on `gallery.html` as well."""
    environment, own = templates(), templates().loader
    environment.loader = ChoiceLoader([DictLoader({"gallery.html": GALLERY}), own])  # type: ignore[list-item]
    pages = (*PAGES, PageKind("gallery.html", "Gallery", "gallery.html"))
    logs = {"whole": (whole_log(), GIVEN), "hostile": (hostile_log(), HOSTILE_GIVEN)}
    found = {}
    for name, (log, given) in logs.items():
        edition = replace(EDITION, given=given, is_sample=name == "whole")
        files = site_files(answers(log), edition, {}, pages, CHARTS)
        found[name] = laid_out(tmp_path_factory.mktemp(name), files).parent
        for chart in list(charts_over(log, **given).values())[:2]:
            (found[name] / f"alone-{chart.id}.html").write_text(chart_page(chart, edition), "utf-8")
    environment.loader = own
    return found


def checked(sites: dict[str, Path], *names: str) -> list[Path]:
    """Return pages by their names; by itself each kind of page with a chart, and every chart."""
    kinds = names or ("gallery.html", "charts/tests*.html", "charts/index.html")
    return [page for folder in sites.values() for name in kinds for page in folder.glob(name)]


def output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr


@pytest.mark.needs("html-validate")
def test_html_validate_has_nothing_to_say(sites: dict[str, Path], tmp_path: Path) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(RULES))

    pages = [*checked(sites), *checked(sites, "alone-*.html")]
    said = output(REPOSITORY / "node_modules/.bin/html-validate", "-c", rules, *pages)

    assert "rror" not in said, said


@pytest.mark.needs("vnu")
def test_the_nu_html_checker_has_nothing_to_say(sites: dict[str, Path]) -> None:
    jar = REPOSITORY / "node_modules/vnu-jar/build/dist/vnu.jar"
    pictures = sorted((sites["hostile"] / "charts").glob("*-dark.svg"))[:3]

    said = output("java", "-jar", jar, "--errors-only", "--format", "gnu", *checked(sites))
    drawn = output("java", "-jar", jar, "--svg", "--errors-only", "--format", "gnu", *pictures)

    assert (said, drawn) == ("", "")


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("name", "width", "scheme"), [("whole", 1440, "light"), ("hostile", 360, "dark")]
)
def test_every_chart_wakes_within_the_page_and_axe_finds_nothing(
    opened: Any,  # noqa: F811
    sites: dict[str, Path],
    name: str,
    width: int,
    scheme: str,
) -> None:
    page = opened((sites[name] / "gallery.html").as_uri(), width, color_scheme=scheme)
    asleep = Axe().run(page, options=ONLY_WHAT_IS_SHOWN)

    wake_all(page)
    awake = Axe().run(page, options=ONLY_WHAT_IS_SHOWN)

    assert page.locator("[data-wake]").count() == len(CHARTS)
    assert asleep.violations_count == 0, asleep.generate_report()
    assert awake.violations_count == 0, awake.generate_report()
    assert over_the_edge(page) == {}
    assert page.evaluate(UNSEEN) == []
    assert [one for one in page.evaluate("window.violations") if "style" not in one] == []


@pytest.mark.needs("chromium")
def test_a_frame_shows_the_figure_and_leads_out_of_itself(
    opened: Any,  # noqa: F811
    sites: dict[str, Path],
) -> None:
    place = sites["whole"] / "framed.html"
    place.write_text('<!doctype html><iframe src="charts/estimates-embed.html"></iframe>')

    frame = opened(place.as_uri()).frames[1]

    assert frame.locator("svg.plot").count() == 2
    assert frame.locator("base").get_attribute("target") == "_top"
