"""What the charts find, and that picture, table and files hold the same figures."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import (
    EDITION,
    HOSTILE,
    answer,
    counted_from_text,
    database,
    full_session,
    session,
)
from invented_charts import (
    HOSTILE_GIVEN,
    charts_over,
    hostile_log,
    whole_log,
)

from portlog.analytics.cost import COST_SO_FAR
from portlog.analytics.hallucinations import HALLUCINATIONS, counter
from portlog.analytics.method import Method
from portlog.analytics.tokens import TOKENS_BY_MODULE
from portlog.present.charts.chart import FIGURE_KINDS, Chart, Column, Figures, Kind
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.hallucinations import hallucinations_per_session
from portlog.present.charts.live import Live, UndrawableTraceError, live_json
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.site.catalogue import CHARTS, ChartKind
from portlog.present.site.figure import figure
from portlog.records.origin import Origin
from portlog.records.outcome import Basis
from portlog.records.session import Session

each_chart = pytest.mark.parametrize("kind", CHARTS, ids=lambda kind: kind.draw.__name__)


def cost(*costs: str | None) -> Chart:
    """Return the chart of one llm's sessions with these costs."""
    sessions = [
        session(number, cost_usd=None if usd is None else Decimal(usd))
        for number, usd in enumerate(costs)
    ]
    return cost_so_far(answer(COST_SO_FAR, sessions))


def tokens(*sessions: Session, origins: tuple[Origin, ...] = ()) -> Chart:
    return tokens_by_module(answer(TOKENS_BY_MODULE, sessions, origins))


def hallucinations(*counts: int | None) -> Chart:
    sessions = [session(number, hallucinations=count) for number, count in enumerate(counts)]
    return hallucinations_per_session(answer(HALLUCINATIONS, sessions))


@cache
def drawn() -> dict[ChartKind, Chart]:
    return charts_over(whole_log())


@cache
def hostile() -> dict[ChartKind, Chart]:
    return charts_over(hostile_log(), **HOSTILE_GIVEN)


def live(chart: Chart) -> Any:
    assert chart.form is not None
    return json.loads(live_json(chart.form.live()), parse_float=Decimal)


def test_typed_costs_are_said_to_be_claimed() -> None:
    chart = cost("1.20", "2.30", "0.50")

    assert chart.finding == (
        "The log claims $4.00 at API-equivalent list price so far, all with claude."
    )
    assert chart.methods == (Method(Basis.CLAIMED, "typed"),)


def test_a_sum_that_leaves_a_session_out_is_a_lower_bound() -> None:
    chart = cost("1.20", None, "2.30", "0.50")

    assert chart.finding == (
        "The log claims at least $4.00 at API-equivalent list price so far, all with claude."
    )
    assert "Sums leave out 1 of 4 sessions: cost not known." in chart.notes
    assert chart.sample == "4 sessions, 3 priced"


def test_costs_nobody_knows_are_not_a_cost_of_zero() -> None:
    chart = cost(None, None, None)

    assert chart.finding == "Cost not known: all 3 sessions."
    assert "$0" not in chart.finding
    assert chart.form is None


def test_an_llm_of_unknown_cost_stands_beside_one_of_known_cost() -> None:
    known = [session(number, cost_usd=Decimal(1)) for number in range(3)]
    chart = cost_so_far(answer(COST_SO_FAR, [*known, session(3, llm="codex")]))

    assert chart.finding.endswith("$3.00 with claude and an unknown amount with codex.")


def test_costs_of_two_rules_are_neither_added_nor_drawn_as_one_line() -> None:
    sessions = [session(number, cost_usd=Decimal(number + 1)) for number in range(4)]
    rule = Origin(sessions[0].session_id, ("cost_usd",), Basis.COMPUTED, "list_price_at_use v2")

    chart = cost_so_far(answer(COST_SO_FAR, sessions, [rule]))

    assert "not added" in chart.finding
    assert [trace["name"] for trace in live(chart)["data"]] == [
        "claude, typed",
        "claude, list_price_at_use v2",
    ]


def test_costs_that_portlog_computed_are_not_called_claims() -> None:
    sessions = [session(number, cost_usd=Decimal(1)) for number in range(3)]
    rules = [
        Origin(one.session_id, ("cost_usd",), Basis.COMPUTED, "list_price_at_use v2")
        for one in sessions
    ]

    chart = cost_so_far(answer(COST_SO_FAR, sessions, rules))

    assert chart.finding == "$3.00 at API-equivalent list price so far, all with claude."
    assert live(chart)["layout"]["title"]["text"] == "List price, USD, computed"


def test_each_line_grows_in_the_order_of_the_log_even_within_a_day() -> None:
    day = session(0).date
    sessions = [
        session(number, date=day, cost_usd=Decimal(number + 1), session_id=f"s{number}")
        for number in range(3)
    ]

    chart = cost_so_far(answer(COST_SO_FAR, sessions))

    assert [row[-2] for row in chart.figures.rows] == [Decimal(1), Decimal(3), Decimal(6)]


def test_two_points_get_a_table_and_a_reason_but_no_picture() -> None:
    chart = cost("1.20", "2.30")

    assert chart.form is None
    assert "No picture: it takes 3 priced sessions." in chart.notes
    assert len(chart.figures.rows) == 2


def test_the_module_with_most_tokens_is_named_with_what_is_left_out() -> None:
    chart = tokens(
        session(0, module="a", tokens_in=10, tokens_out=1),
        session(1, module="b", tokens_in=30, tokens_out=1),
        session(2, module="c", tokens_in=20, tokens_out=1),
        session(3, module="c"),
    )

    assert chart.finding == ("b has the most tokens read of those known (as claimed): 30 of 60.")
    assert "Sums leave out 1 session whose tokens are not known." in chart.notes


def test_a_tie_is_said_as_a_tie() -> None:
    chart = tokens(*(session(n, module=name, tokens_in=9 - n // 2) for n, name in enumerate("bac")))

    assert chart.finding == ("a and b have the most tokens read (as claimed): 9 each of 26.")


def test_one_module_is_not_said_to_have_the_most() -> None:
    chart = tokens(session(0, module="a", tokens_in=9, tokens_out=1))

    assert chart.finding == "a: 9 tokens read (as claimed)."


def test_modules_that_are_all_equal_are_not_ranked() -> None:
    chart = tokens(*(session(n, module=f"m{n}", tokens_in=0, tokens_out=0) for n in range(5)))

    assert chart.finding == "5 modules: 0 tokens read each (as claimed)."


def test_tokens_counted_from_text_are_an_estimate_that_is_not_added() -> None:
    sessions = [session(n, module=name, tokens_in=1_000) for n, name in enumerate("abc")]

    chart = tokens(*sessions, origins=(counted_from_text(sessions[0]),))

    assert chart.finding == (
        "Tokens read: “2,000” typed and about 1,000 counted from text, which are not added."
    )
    drawn = live(chart)["data"]
    assert {trace["name"]: trace["meta"]["open"] for trace in drawn if "x" in trace} == {
        "not known": False,
        "read, o200k_base": True,
        "read, typed": False,
    }
    assert any("~1,000 read" in words for trace in drawn for words in trace["customdata"])


def test_hallucinations_that_were_typed_stay_claims() -> None:
    chart = hallucinations(1, 0, 2, None)

    assert chart.finding == (
        "“3” hallucinations claimed in 3 of 4 sessions, at most 2 in one; 1 session not reviewed."
    )


def test_hallucinations_from_evidence_are_confirmed_and_never_share_a_series() -> None:
    sessions = [session(number, hallucinations=1) for number in range(4)]
    evidence = Origin(sessions[0].session_id, ("hallucinations",), Basis.OBSERVED, "incidents v1")

    counts = answer(HALLUCINATIONS, sessions, [evidence])

    assert (counter(counts).confirmed, counter(counts).claimed) == (1, 3)
    names = [trace["name"] for trace in live(hallucinations_per_session(counts))["data"]]
    assert names == ["claimed, typed", "observed, incidents v1"]


def test_a_cell_that_a_person_changed_since_is_a_claim_again() -> None:
    one = session(0, hallucinations=1)
    edited = Origin(
        one.session_id, ("hallucinations",), Basis.OBSERVED, "incidents v1", ("hallucinations",)
    )

    counts = answer(HALLUCINATIONS, [one], [edited])

    assert counts[0].method == Method(Basis.CLAIMED, "typed")


def test_a_session_that_nobody_reviewed_is_not_one_without_hallucinations() -> None:
    chart = hallucinations(0, 0, 0, None)
    data = {trace["name"]: trace for trace in live(chart)["data"]}

    assert len(data["claimed, typed"]["x"]) == 3
    assert data["not reviewed"]["type"] == "scatter"
    assert chart.figures.rows[-1][-1] is None


def test_no_review_at_all_is_said_so() -> None:
    chart = hallucinations(None, None, None)

    assert chart.finding == (
        "No session has been reviewed, so nothing is known about hallucinations."
    )


@each_chart
def test_csv_json_and_table_hold_the_same_figures(kind: ChartKind) -> None:
    chart = drawn()[kind]

    rows = list(csv.DictReader(io.StringIO(chart_csv(chart).decode())))
    told = json.loads(chart_json(chart, EDITION.made_from()), parse_float=str, parse_int=str)
    table = [[cell.words for cell in row] for row in figure(1, chart).rows]

    assert rows == [{key: value or "" for key, value in row.items()} for row in told["rows"]]
    columns = chart.figures.columns
    assert table == [
        [_on_the_page(value, column) for value, column in zip(row.values(), columns, strict=True)]
        for row in rows
    ]


def _on_the_page(value: str, column: Column) -> str:
    if not value:
        return column.unknown
    if column.kind is Kind.TERM:
        return column.words(value)
    return value if column.kind in {Kind.TEXT, Kind.DAY} else f"{Decimal(value):,f}"


@each_chart
def test_the_figures_are_those_of_the_query_to_the_last_digit(kind: ChartKind) -> None:
    chart = drawn()[kind]

    asked = pl.DataFrame(database(whole_log()).named(kind.question.query))

    shared = [
        (place, column.key)
        for place, column in enumerate(chart.figures.columns)
        if column.key in asked.columns and column.kind in FIGURE_KINDS
    ]
    for place, key in shared:
        known = sorted(
            Decimal(str(row[place])) for row in chart.figures.rows if row[place] is not None
        )
        assert known == sorted(
            Decimal(value) for value in _measured(asked, chart)[key] if value is not None
        )
    assert shared or chart.query != kind.question.query or chart.id == "estimates"


def _measured(asked: pl.DataFrame, chart: Chart) -> pl.DataFrame:
    """Return the rows of the measure that a chart is about, where a query has several."""
    if chart.query != "effort_by_module":
        return asked
    measure = next(c.key for c in chart.figures.columns if c.key in {"cost_usd", "duration_min"})
    return asked.filter(pl.col("measure") == measure)


@each_chart
def test_a_live_figure_is_bars_and_scatters_of_plain_lists(kind: ChartKind) -> None:
    spec = live(drawn()[kind])

    assert {trace["type"] for trace in spec["data"]} <= {"bar", "scatter"}
    assert all(isinstance(trace[axis], list) for trace in spec["data"] for axis in "xy")
    assert "template" not in spec["layout"]


def test_a_trace_that_the_bundle_cannot_draw_is_refused() -> None:
    with pytest.raises(UndrawableTraceError, match="heatmap"):
        live_json(Live([{"type": "heatmap", "z": [[1]]}], {}))


@each_chart
def test_a_live_figure_is_one_that_plotly_knows(kind: ChartKind) -> None:
    form = drawn()[kind].form
    assert form is not None
    live = form.live()

    figure = live.figure()

    assert [trace.type for trace in figure.data] == [trace["type"] for trace in live.traces]
    with pytest.raises(ValueError, match="Invalid property"):
        Live([{**live.traces[0], "no_such_property": 1}], live.layout).figure()


def test_live_money_is_the_same_to_the_last_digit() -> None:
    chart = cost("0.123456789", "1000000.000000001", "0.1")

    points = live(chart)["data"][0]["y"]

    assert points[:3] == [
        Decimal("0.123456789"),
        Decimal("1000000.123456790"),
        Decimal("1000000.223456790"),
    ]


@each_chart
def test_hostile_names_are_inert_in_the_live_data(kind: ChartKind) -> None:
    chart = hostile()[kind]
    assert chart.form is not None

    written = live_json(chart.form.live())

    assert not set(written) & set("<>&")
    texts = [
        text
        for trace in json.loads(written)["data"]
        for text in (trace["name"], *trace["customdata"], *map(str, trace["x"] + trace["y"]))
    ]
    assert not [text for text in texts if "<" in text]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text(st.characters(exclude_categories=["C", "Z"]))),
            st.one_of(st.none(), st.integers(0, 2**63 - 1)),
            st.one_of(st.none(), st.decimals(0, 10**9, places=9)),
        )
    )
)
def test_what_is_written_as_csv_reads_back_the_same(rows: list[tuple[Any, ...]]) -> None:
    columns = (Column("name", "Name"), Column("n", "N", Kind.COUNT), Column("usd", "$", Kind.MONEY))
    chart = replace(cost("1"), figures=Figures(columns, tuple(rows)))

    read = list(csv.reader(io.StringIO(chart_csv(chart).decode(), newline="")))[1:]

    assert [
        (_unguarded(name), number and int(number), usd and Decimal(usd))
        for name, number, usd in read
    ] == [
        (name or "", "" if number is None else number, "" if usd is None else usd)
        for name, number, usd in rows
    ]


def _unguarded(cell: str) -> str:
    guarded = cell.startswith("'") and cell[1:].startswith(("=", "+", "-", "@", "\t", "\r", "'"))
    return cell[1:] if guarded else cell


@pytest.mark.parametrize("name", HOSTILE)
def test_a_finding_never_carries_a_whole_novel(name: str) -> None:
    sessions = [full_session(number, module=f"{name}{number}", llm=name) for number in range(4)]

    charts = charts_over(sessions).values()

    assert len(charts) > 8
    assert all(len(chart.finding) < 300 for chart in charts)
