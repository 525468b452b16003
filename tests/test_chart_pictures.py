"""The drawn pictures: valid, describing themselves, with nothing outside their frame."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import (
    Beside,
    answer,
    full_session,
    hostile_sessions,
    mixed_log,
    session,
    two_months,
)

from portlog.analytics.cost import COST_SO_FAR
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.scale import day_labels, day_ticks, round_ticks
from portlog.present.charts.spread import spread
from portlog.present.charts.svg import CUTS, Cut, fitted, picture, text_width
from portlog.present.site.catalogue import CHARTS, ChartKind

each_chart = pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.question.query)
each_cut = pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)

LOGS: dict[str, list[Any]] = {
    "two months": two_months(),
    "hostile": hostile_sessions(),
    "one day": [
        session(
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
each_log = pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)


def drawn(kind: ChartKind, sessions: Sequence[Beside], cut: Cut) -> ET.Element:
    chart = kind.draw(answer(kind.question, sessions))
    assert chart.form is not None
    svg = picture(chart.form.drawing(cut), cut, chart.id, chart.name, chart.finding)
    return ET.fromstring(svg)  # noqa: S314  our own text


@each_chart
@each_cut
@each_log
def test_nothing_is_drawn_outside_the_picture(kind: ChartKind, cut: Cut, log: list[Beside]) -> None:
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
    is_bold = bool({"t-b", "t-sea", "t-brass", "t-violet"} & set(classes))
    width = text_width(text.text or "", cut.text_size, bold=is_bold)
    start = x - (width if "end" in classes else width / 2 if "mid" in classes else 0)
    return start, start + width


def _starts(steps: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", steps)]


@each_chart
@each_cut
def test_a_picture_names_and_describes_itself(kind: ChartKind, cut: Cut) -> None:
    svg = drawn(kind, two_months(), cut)

    named = svg.attrib["aria-labelledby"].split()
    assert [child.attrib["id"] for child in list(svg)[:2]] == named
    assert [child.tag for child in list(svg)[:2]] == ["title", "desc"]
    assert svg.attrib["role"] == "img"


@each_chart
@each_cut
def test_a_picture_has_classes_and_no_styles(kind: ChartKind, cut: Cut) -> None:
    svg = drawn(kind, hostile_sessions(), cut)

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
