"""The drawn pictures: valid, describing themselves, with nothing outside their frame."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import (
    answer,
    full_session,
    mixed_log,
    session,
    two_months,
)
from invented_charts import HOSTILE_GIVEN, charts_over, hostile_log, whole_log

from portlog.analytics.cost import COST_SO_FAR
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.dots import Dot, DotRow, Dots, Series
from portlog.present.charts.keel import hatching
from portlog.present.charts.scale import day_labels, day_ticks, round_ticks
from portlog.present.charts.spread import spread
from portlog.present.charts.svg import CUTS, WIDE, Cut, fitted, picture, text_width
from portlog.present.charts.tones import Tone
from portlog.present.charts.treemap import Area, squarified
from portlog.present.site.catalogue import CHARTS, ChartKind

each_chart = pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.draw.__name__)
each_cut = pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)

LOGS: dict[str, list[Any]] = {
    "two months": two_months(),
    "hostile": hostile_log(),
    "one day": [
        full_session(
            n,
            date=date(2026, 3, 5),
            module=f"m{n}",
            cost_usd=Decimal(1),
            tokens_in=5,
            hallucinations=1,
        )
        for n in range(4)
    ],
    "all zero": [
        full_session(n, cost_usd=Decimal(0), tokens_in=0, tokens_out=0, hallucinations=0)
        for n in range(6)
    ],
    "huge": [
        full_session(n, tokens_in=2**62, cost_usd=Decimal(10) ** 8, hallucinations=10**9)
        for n in range(5)
    ],
    "mixed": mixed_log(),
    "many": [full_session(n, llm=f"llm-{n % 17}", module=f"module/{n % 40}") for n in range(300)],
    "ages": [
        session(0, date=date(1, 1, 1), cost_usd=Decimal(1), hallucinations=1),
        *two_months(),
        session(99, date=date(9999, 12, 31), cost_usd=Decimal(1), hallucinations=1),
    ],
}
# what a log needs beside its own rows, so that every chart has a picture
EXTRAS = [row for row in whole_log() if row not in two_months()]
each_log = pytest.mark.parametrize("log", LOGS)


@cache
def charts(log: str) -> dict[ChartKind, Chart]:
    given = HOSTILE_GIVEN if log == "hostile" else {}
    return charts_over([*LOGS[log], *EXTRAS], **given)


def drawn(kind: ChartKind, log: str, cut: Cut) -> ET.Element:
    chart = charts(log)[kind]
    assert chart.form is not None
    svg = picture(chart.form.drawing(cut), cut, chart.id, chart.name, chart.finding)
    return ET.fromstring(svg)  # noqa: S314  our own text


@each_chart
@each_cut
@each_log
def test_nothing_is_drawn_outside_the_picture(kind: ChartKind, cut: Cut, log: str) -> None:
    svg = drawn(kind, log, cut)

    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    for text in svg.iter("text"):
        left, right = _reach(text, cut)
        assert left >= -1, text.text
        assert right <= width + 1, text.text
        assert 0 < float(text.attrib["y"]) <= height
    for shape in svg.iter("path"):
        for x, y in _starts(shape.attrib["d"]):
            assert -1 <= x <= width + 1
            assert 0 <= y <= height


def _reach(text: ET.Element, cut: Cut) -> tuple[float, float]:
    x, classes = float(text.attrib["x"]), text.get("class", "").split()
    is_bold = bool({"t-b", "t-sea", "t-brass", "t-violet", "t-port", "t-star"} & set(classes))
    width = text_width(text.text or "", cut.text_size, bold=is_bold)
    start = x - (width if "end" in classes else width / 2 if "mid" in classes else 0)
    return start, start + width


def _starts(steps: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", steps)]


@each_chart
@each_cut
def test_a_picture_names_and_describes_itself(kind: ChartKind, cut: Cut) -> None:
    svg = drawn(kind, "two months", cut)

    named = svg.attrib["aria-labelledby"].split()
    assert [child.attrib["id"] for child in list(svg)[:2]] == named
    assert [child.tag for child in list(svg)[:2]] == ["title", "desc"]
    assert svg.attrib["role"] == "img"


@each_chart
@each_cut
def test_a_picture_has_classes_and_no_styles(kind: ChartKind, cut: Cut) -> None:
    svg = drawn(kind, "hostile", cut)

    names = {name for element in svg.iter() for name in element.attrib}
    assert names <= {"class", "d", "id", "x", "y", "viewBox", "role", "aria-labelledby"}


@each_cut
def test_labels_at_the_ends_of_lines_do_not_cover_one_another(cut: Cut) -> None:
    sessions = [full_session(n, llm=f"llm-{n % 6}", cost_usd=Decimal(1)) for n in range(12)]
    chart = cost_so_far(answer(COST_SO_FAR, sessions))
    assert chart.form is not None

    marks = "\n".join(chart.form.drawing(cut).marks)

    heights = sorted(float(y) for y in re.findall(r'"t-\w+" x="[\d.]+" y="([\d.]+)">llm', marks))
    assert len(heights) == 6
    assert all(later - earlier >= 16 for earlier, later in pairwise(heights))


@settings(deadline=None)
@given(st.dates(), st.dates(), st.integers(4, 8))
def test_an_axis_of_days_names_a_few_days_of_the_log(one: date, other: date, most: int) -> None:
    first, last = sorted((one, other))

    ticks = day_ticks(first, last, most)

    assert 0 < len(ticks) <= most
    assert ticks == sorted(set(ticks))
    assert all(first <= day <= last for day in ticks)
    assert len(day_labels(ticks)) == len(ticks)


@settings(deadline=None)
@given(st.floats(1e-6, 1e18), st.integers(2, 6))
def test_an_axis_of_values_reaches_the_largest_in_a_few_round_steps(
    largest: float, most: int
) -> None:
    ticks = round_ticks(largest, most)

    assert ticks[0] == 0
    assert 2 <= len(ticks) <= most + 1
    assert ticks[-1] >= largest * (1 - 1e-9)


@settings(deadline=None)
@given(st.lists(st.floats(0, 300), max_size=8))
def test_labels_are_moved_apart_and_stay_in_their_order(wanted: list[float]) -> None:
    places = spread(wanted, 16, 0, 300)

    ordered = [place for _, place in sorted(zip(wanted, places, strict=True))]
    assert all(later - earlier >= 15.999 for earlier, later in pairwise(ordered))
    assert all(0 <= place <= 300 for place in places)


@settings(deadline=None)
@given(st.text(max_size=300), st.floats(30, 200))
def test_words_are_cut_to_the_room_there_is(words: str, room: float) -> None:
    cut = fitted(words, room, 13)

    assert text_width(cut, 13) <= room
    assert cut == words or cut.endswith("…")


def test_a_long_span_is_named_by_its_years() -> None:
    ticks = day_ticks(date(2020, 2, 1), date(2020, 2, 1) + timedelta(days=2000), 6)

    assert day_labels(ticks) == ["2021", "2022", "2023", "2024", "2025"]


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
def test_the_areas_of_a_treemap_are_in_proportion_and_fill_it(sizes: list[int]) -> None:
    ordered = sorted(sizes, reverse=True)

    areas = squarified(ordered, Area(10, 20, 700, 300))

    total = sum(ordered)
    for size, area in zip(ordered, areas, strict=True):
        assert area.width * area.height == pytest.approx(size / total * 700 * 300, rel=1e-6)
        assert 10 - 1e-6 <= area.x <= area.x + area.width <= 710 + 1e-6
        assert 20 - 1e-6 <= area.y <= area.y + area.height <= 320 + 1e-6


@settings(deadline=None)
@given(st.floats(0, 500), st.floats(0, 60))
def test_hatching_stays_inside_what_it_fills(width: float, height: float) -> None:
    ends = [
        tuple(map(float, end.split()))
        for line in hatching(5, 7, width, height)
        for end in line.removeprefix("M").split("L")
    ]

    assert all(5 <= x <= 5.1 + width and 7 <= y <= 7.1 + height for x, y in ends)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=30))
def test_a_scale_of_powers_holds_every_value_and_zero_apart(values: list[int]) -> None:
    series = Series("tokens", Tone("ink", "circle"))
    rows = tuple(DotRow(f"m{n}", (Dot(series, value, ""),)) for n, value in enumerate(values))

    drawing = Dots("Tokens", (series,), rows, logarithmic=True).drawing(WIDE)

    starts = [start for mark in drawing.marks for start in _starts(mark)]
    assert all(-1 <= x <= WIDE.width + 1 and 0 <= y <= drawing.height for x, y in starts)


@each_cut
@pytest.mark.parametrize("height", [120, 260, 5_000])
def test_a_form_within_a_height_is_no_higher_or_has_one_row_left(cut: Cut, height: int) -> None:
    for chart in charts("many").values():
        assert chart.form is not None

        form = chart.form.within(height, cut)

        assert form.rows_drawn <= chart.form.rows_drawn
        if form.rows_drawn > 1:
            assert form.drawing(cut).height <= height
