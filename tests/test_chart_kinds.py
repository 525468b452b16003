"""What each of the further charts says, and what it leaves unsaid."""

from decimal import Decimal
from typing import Any

from invented import answer, full_session, imported, session, two_months
from invented_charts import SIZES, charts_over, crates, plan, progress

from portlog.analytics.crate_verdicts import CRATE_VERDICTS
from portlog.analytics.effort import EFFORT_BY_MODULE
from portlog.analytics.extent import EXTENT
from portlog.analytics.model_costs import MODEL_SESSIONS
from portlog.analytics.plan import PLAN
from portlog.analytics.so_far import HALLUCINATIONS_SO_FAR, TESTS_SO_FAR
from portlog.analytics.token_classes import TOKENS_BY_CLASS
from portlog.analytics.two_sides import LINES_BY_SESSION
from portlog.present.charts.both_sides import lines_by_module, lines_by_session
from portlog.present.charts.chart import Chart
from portlog.present.charts.coverage_history import coverage_history
from portlog.present.charts.coverage_treemap import coverage_treemap
from portlog.present.charts.crate_verdicts import crate_verdicts
from portlog.present.charts.estimates import estimates
from portlog.present.charts.hallucinations_per_lines import hallucinations_per_lines
from portlog.present.charts.models_side_by_side import models_side_by_side
from portlog.present.charts.per_hundred_lines import cost_per_100_lines
from portlog.present.charts.tests_passing import tests_passing as passing_tests
from portlog.present.charts.tokens_by_class import tokens_by_class
from portlog.records.tally import Tally


def there(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def rows(chart: Chart) -> list[dict[str, Any]]:
    keys = [column.key for column in chart.figures.columns]
    return [dict(zip(keys, row, strict=True)) for row in chart.figures.rows]


def test_charts_of_which_nothing_is_recorded_are_not_there() -> None:
    drawn = {
        chart.id for chart in charts_over([session()], progress=None, port_lines=None).values()
    }

    assert drawn == {
        "cost-so-far",
        "tokens-by-module",
        "hallucinations-per-session",
        "models-side-by-side",
    }


def test_classes_of_tokens_are_told_apart_and_not_added() -> None:
    log = [one for n in range(3) for one in imported(n, module=f"m{n}")]

    chart = there(tokens_by_class(answer(TOKENS_BY_CLASS, [*log, session(9, module="typed")])))

    assert chart.finding == (
        "120 tokens read past all caches, 480 written to caches, 2,400 read from them; "
        "the models wrote 270."
    )
    assert "Left out: 1 session whose log tells no classes." in chart.notes
    assert rows(chart)[-1] == {
        **dict.fromkeys(("uncached", "cache_writes", "cache_reads", "written")),
        "module": "typed",
        "sessions": 1,
        "told_sessions": 0,
    }


def test_cost_per_100_lines_is_over_what_is_ported_and_says_the_rule() -> None:
    sessions = [session(n, module=f"agent/part{n % 3}", cost_usd=Decimal("4.50")) for n in range(6)]

    chart = there(cost_per_100_lines(answer(EFFORT_BY_MODULE, sessions), progress()))

    assert chart.finding == (
        "100 ported lines took from “$2.00” in agent/part0 to “$3.33” in agent/part2."
    )
    assert "rule loc/1" in chart.reading
    assert rows(chart)[0] == {
        "module": "agent/part0",
        "basis": "claimed",
        "rule": "typed",
        "sessions": 2,
        "cost_usd": Decimal("9.00"),
        "ported_lines": 450,
        "per_100_lines": Decimal("2.00"),
    }


def test_a_module_with_a_session_of_unknown_cost_has_a_lower_bound() -> None:
    sessions = [session(n, module=f"agent/part{n}", cost_usd=Decimal(9)) for n in range(3)]

    efforts = answer(EFFORT_BY_MODULE, [*sessions, session(9, module="agent/part0")])
    chart = there(cost_per_100_lines(efforts, progress()))

    assert "“≥ $2.00” in agent/part0" in chart.finding
    assert "≥: some sessions of the module are not known." in chart.notes


def test_a_module_without_ported_lines_has_no_ratio_and_is_left_out() -> None:
    sessions = [session(n, module=f"m{n}", cost_usd=Decimal(9)) for n in range(3)]

    chart = there(cost_per_100_lines(answer(EFFORT_BY_MODULE, sessions), progress()))

    assert chart.form is None
    assert chart.finding == "What ported lines took is not known for any module."
    assert {row["per_100_lines"] for row in rows(chart)} == {None}


def test_hallucinations_per_1000_lines_begin_with_the_first_ported_line() -> None:
    sessions = [session(n, hallucinations=1) for n in range(-2, 8)]

    counts = answer(HALLUCINATIONS_SO_FAR, [*sessions, session(9)])
    chart = there(hallucinations_per_lines(counts, progress()))

    rates = [row["per_1000_lines"] for row in rows(chart)]
    assert rates == [
        *(None, None),
        *map(Decimal, ("15.00", "20.00", "25.00", "30.00", "35.00", "40.00", "22.50", "25.00")),
        None,
    ]
    assert chart.finding == "“25” claimed per 1,000 lines, over 400 ported lines so far."
    assert "Left out: 1 session not reviewed; the rate is a lower bound." in chart.notes


def test_a_rate_after_a_session_that_nobody_reviewed_is_a_lower_bound() -> None:
    known = [session(n, hallucinations=1) for n in (0, 1, 2, 4)]

    counts = answer(HALLUCINATIONS_SO_FAR, [*known, session(3)])
    chart = there(hallucinations_per_lines(counts, progress()))

    assert chart.finding.startswith("“≥ ")


def test_tests_are_those_of_each_module_as_last_known() -> None:
    told = [("a", 1, 4), ("b", 2, 2), ("a", 3, 5), (None, 9, 9)]
    sessions = [
        session(n, module=name, tests_pass=Tally(passed, total))
        for n, (name, passed, total) in enumerate(told)
    ]

    chart = there(passing_tests(answer(TESTS_SO_FAR, sessions)))

    sums = [(row["passed_so_far"], row["total_so_far"]) for row in rows(chart)]
    assert sums == [(1, 4), (3, 6), (5, 7), (None, None)]
    assert chart.finding == "“5 of 7” tests pass in the last known state."
    assert chart.notes[0].startswith("Not added: 1 session of no module")


def test_coverage_says_what_is_ported_of_what_is_to_port() -> None:
    chart = there(coverage_treemap(answer(EXTENT, two_months()), progress()))

    assert chart.finding == "The port claims 1,350 of 3,200 lines to port, 42.1 %."
    assert "Not known how much is verified: no run is recorded." in chart.notes
    assert rows(chart)[0]["verified_lines"] is None


def test_the_history_of_a_port_reaches_its_last_recorded_day() -> None:
    extent = answer(EXTENT, two_months())

    chart = there(coverage_history(extent, progress()))

    assert chart.finding == "On 4 April 2026 the port claimed 1,200 of 3,200 lines to port."
    assert coverage_history(extent, progress(days=0)) is None


def test_two_days_of_porting_get_a_table_and_no_picture() -> None:
    chart = there(coverage_history(answer(EXTENT, two_months()), progress(days=2)))

    assert chart.form is None
    assert chart.notes[-1] == "No picture: it takes 3 days of porting."


def test_the_two_sides_of_a_session_are_shown_and_never_added() -> None:
    sessions = [full_session(0), full_session(1, loc_port=5), full_session(2), session(3)]

    chart = there(lines_by_session(answer(LINES_BY_SESSION, sessions)))

    assert chart.finding == "The port is said to be the longer side in 2 of 3 sessions."
    assert len(chart.figures.rows) == 3


def test_a_module_that_could_not_be_counted_is_no_module_of_0_lines() -> None:
    port = {**dict.fromkeys(SIZES, 100), "agent/part1": None}

    chart = there(lines_by_module(answer(EXTENT, two_months()), progress(), port))

    assert rows(chart)[1] == {"module": "agent/part1", "loc_original": 360, "loc_port": None}
    assert "Not in the sums: 1 module that could not be counted." in chart.notes


def test_estimates_are_claims_beside_what_was_counted() -> None:
    chart = there(estimates(answer(PLAN, plan()), dict.fromkeys(SIZES, 250)))

    assert chart.finding == (
        "Larger than estimated: 2 of 4 modules; together 1,000 lines against “960”."
    )
    assert rows(chart)[-1]["estimate"] is None
    assert estimates(answer(PLAN, []), {}) is None


def test_crates_that_exist_are_counted_apart_from_those_that_do_not() -> None:
    chart = there(crate_verdicts(answer(CRATE_VERDICTS, crates())))

    assert chart.finding == "2 of 5 crates and items that were looked up exist as asked for."
    assert chart.sample == "4 crates, 1 item"


def test_models_are_described_in_the_order_of_their_names() -> None:
    sessions = [full_session(n, model=f"model-{n % 2}") for n in range(4)]

    chart = models_side_by_side(answer(MODEL_SESSIONS, sessions))

    assert chart.finding == "2 sessions with claude model-0 and 2 sessions with codex model-1."
    assert "nothing is ranked and no average is made" in chart.notes[0]
