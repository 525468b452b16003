"""Sessions from agents' logs as they are shown: of no module, by parts, without a price."""

import json
import os
import pty
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from typing import Any

import pytest
from agent_corpus import make_corpus
from invented import HOSTILE, answer, imported, mixed_log, session, site
from support import Cli
from test_site_page import Page, home

from portlog.analytics.cost import COST_SO_FAR
from portlog.analytics.module_tests import MODULE_TESTS
from portlog.analytics.tokens import TOKENS_BY_MODULE, TOKENS_READ
from portlog.present.charts.bars import Bar, BarGroup, Bars
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.live import live_json
from portlog.present.charts.svg import CUTS
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.site.catalogue import CHARTS
from portlog.records.churn import Churn
from portlog.records.session import Session
from portlog.records.tally import Tally
from portlog.store.database import Database
from portlog.workspace import here

Write = Callable[..., str]


@pytest.fixture
def write(experiment: Cli) -> Write:
    """Return a way to put rows into the log; it gives back the name of the last session."""

    def put(*rows: Any) -> str:
        workspace = here(experiment.folder)
        tables = {table.make: table for table in workspace.log.tables}
        with workspace.store.writing() as step:
            for row in sorted(rows, key=lambda row: type(row) is not Session):
                step.add(tables[type(row)], row)
        return str(rows[-1].session_id)

    return put


def on_a_terminal(cli: Cli, columns: int, *arguments: str) -> str:
    """Return what a command prints on a terminal of so many columns."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "portlog", *arguments],
        cwd=cli.folder,
        env=cli.environment(),
        stdout=theirs,
    )
    os.close(theirs)
    parts = list(iter(lambda: _read(ours), b""))
    process.wait()
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def tokens(*rows: Any) -> Chart:
    return tokens_by_module(answer(TOKENS_BY_MODULE, rows))


@pytest.mark.parametrize("kind", CHARTS[:3], ids=lambda kind: kind.question.query)
def test_no_chart_calls_the_lack_of_a_module_none(kind: Any) -> None:
    chart = kind.draw(answer(kind.question, mixed_log()))

    told = json.loads(chart_json(chart, {}))
    assert "None" not in chart_csv(chart).decode() + chart.finding + chart.reading
    assert {row["module"] for row in told["rows"]} >= {None, "agent/loop"}


def test_the_page_of_fifty_imported_sessions_says_no_module_in_words() -> None:
    page = home(site(mixed_log()))

    assert "None" not in page.text()
    assert page.cells().count("no module") >= 25
    assert "17 modules (25 sessions of no module), 2 llms" in page.text("section")


def test_the_names_of_imported_sessions_stay_text() -> None:
    rows = [row for number, name in enumerate(HOSTILE) for row in imported(number, module=name)]

    page = home(site([*rows, *imported(99)]))

    assert "img" not in {tag for tag, _ in page.tags}


def test_no_module_stands_last_and_keeps_its_figures() -> None:
    small = [session(n, module=f"m{n}", tokens_in=5, tokens_out=1) for n in range(3)]

    chart = tokens(*small, *imported(9))

    assert [row[0] for row in chart.figures.rows][-1] is None
    assert "21 tokens" not in chart.finding
    assert "1,000 by all_input/1" in chart.finding


def test_no_module_never_has_the_most_tokens_of_a_module() -> None:
    rows = [*imported(1), *imported(2, module="a"), *imported(3, module="a"), *imported(4)]

    finding = tokens(*rows, *imported(5, module="b"), *imported(6)).finding

    assert finding == (
        "a has the most tokens read: 2,000 of 6,000; 3,000 of no module; 240 uncached."
    )


def test_a_log_of_no_module_at_all_is_told_so() -> None:
    rows = [row for number in range(4) for row in imported(number)]

    chart = tokens(*rows)

    assert chart.finding == "4,000 tokens read, all of no module; 160 uncached."
    assert chart.sample == "4 sessions, 0 modules, 4 sessions of no module"


def test_no_module_is_drawn_beside_the_largest_twenty() -> None:
    rows = [row for n in range(25) for row in imported(n, module=f"m{n:02}")]

    chart = tokens(*rows, *imported(30))

    assert chart.form is not None
    names = [group.name for group in chart.form.groups]  # type: ignore[attr-defined]
    assert (len(names), names[-1]) == (21, "no module")
    assert "Drawn are the 20 largest of 25 modules; the table has all." in chart.notes


def test_tests_of_no_module_are_in_no_modules_sum() -> None:
    typed = session(0, module="a", tests_pass=Tally(3, 4))
    rows = imported(1, tests_pass=Tally(5, 5))

    found = answer(MODULE_TESTS, [typed, *rows])
    page = home(site([typed, *rows]))

    assert [(one.modules, str(one.tally)) for one in found] == [(1, "3/4"), (0, "5/5")]
    said = page.text("dl")
    assert "last known state of the only module" in said
    assert "last session of no module" in said
    assert "not added: tests of no module may be any of these" in said


def test_what_was_read_is_told_by_its_parts_only_where_usage_tells() -> None:
    typed = session(0, tokens_in=5_000)
    edited = imported(2, tokens_in=7)

    reads = answer(TOKENS_READ, [typed, *imported(1), *edited])

    told = [(one.method.rule, one.tokens, one.sessions, one.split_sessions) for one in reads]
    assert told == [("typed", 5_000, 1, 0), ("all_input/1", 1_007, 2, 1)]
    assert reads[0].parts is None
    assert (reads[1].parts.uncached, reads[1].parts.cache_writes) == (40, 160)
    assert reads[1].parts.cache_reads == 800


def test_a_bar_of_what_was_read_shows_its_parts_and_names_the_uncached() -> None:
    rows = [row for n, name in enumerate("abc") for row in imported(n, module=name)]

    chart = tokens(*rows, session(9, module="d", tokens_in=1_000))

    assert chart.form is not None
    bars = {group.name: group.bars[0] for group in chart.form.groups}  # type: ignore[attr-defined]
    assert bars["a"].label == "1,000 read, 40 uncached"
    assert bars["a"].steps == (("uncached", 40), ("cache writes", 160), ("cache reads", 800))
    assert (bars["d"].label, bars["d"].steps) == ("“1,000” read", ())
    assert "the thick part of a bar is uncached" in chart.reading


def test_a_part_of_no_tokens_is_not_drawn() -> None:
    whole = Bar("read", 100, "100 read", "axis", steps=(("uncached", 100), ("cache reads", 0)))
    form = Bars("Tokens", (BarGroup("a", (whole,)),))

    [bar] = [mark for mark in form.drawing(CUTS[0]).marks if "f-axis" in mark]

    assert bar.count("M") == 1


def test_calls_without_a_price_are_counted_wherever_costs_are_summed() -> None:
    rows = [*imported(0), *imported(1), *imported(2), *imported(3, unpriced=7), session(4)]

    chart = cost_so_far(answer(COST_SO_FAR, rows))
    page = home(site(rows))

    assert chart.notes[0] == (
        "Sums leave out 2 of 5 sessions: 1 session (7 calls) without a price and "
        "cost not known in 1 session."
    )
    assert chart.finding.startswith("At least $0.75 at API-equivalent list price so far")
    said = page.text("dl")
    assert "1 session (7 calls) without a price, not known in 1 of 5 sessions" in said
    assert "no price for 7 calls" in page.cells()


def test_a_typed_cost_of_a_session_without_prices_counts_as_typed() -> None:
    rows = imported(0, unpriced=7, cost_usd=None)
    rows[-1] = session(0, cost_usd=1, tokens_in=1_000)

    page = home(site(rows))

    assert "without a price" not in page.text("dl")


def test_typed_and_computed_costs_are_labelled_apart_in_the_picture() -> None:
    chart = cost_so_far(answer(COST_SO_FAR, mixed_log()))

    assert chart.form is not None
    lines = {(one.label, one.basis): one for one in chart.form.lines}  # type: ignore[attr-defined]
    assert lines["claude", "claimed"].total_words.startswith("“≥ $")
    assert lines["claude", "computed"].total_words.startswith("≥ $")
    assert "“$4.95” typed and" in chart.finding


def test_columns_that_no_session_knows_are_named_and_take_no_room() -> None:
    page = home(site([*imported(0), *imported(1)]))

    heads = [words for path, words in page.texts if "thead" in path and words.strip()]
    assert "Lines, port" not in heads
    assert "original lines, port lines, hallucinations, tests" in page.text("caption")


def test_a_subscription_is_a_line_of_its_own_on_the_page(experiment: Cli, write: Write) -> None:
    write(*imported(0), *imported(60))
    _bill(experiment, "claude", "Max 20x", "200")

    experiment("site", "build")
    said = Page(experiment.path("site/dist/index.html").read_bytes()).text("dl")

    assert "Paid for subscriptions “$600.00” claimed (typed)" in said
    assert "claude Max 20x, 3 months touched by the log, 1 March to 31 May 2026" in said
    assert "$600.50" not in said


def _bill(cli: Cli, llm: str, plan: str, usd: str) -> None:
    with cli.path("portlog.toml").open("a") as settings:
        settings.write(
            f'\n[[billing]]\nllm = "{llm}"\nplan = "{plan}"\nprice_usd = {usd}\nfrom = 2026-03-01\n'
        )


def test_status_tells_what_was_paid_apart_from_list_prices(experiment: Cli, write: Write) -> None:
    write(*imported(0), *imported(1))
    _bill(experiment, "claude", "Max 20x", "200")
    _bill(experiment, "codex", "", "20.50")

    shown = experiment("status", "--format", "csv").out
    told = json.loads(experiment("status", "--format", "json").out)["status"]

    assert '"Cost, API-equivalent list price",$0.50,computed,list_price/1,all 2 sessions' in shown
    assert "Paid for subscriptions,$200.00,claimed,typed," in shown
    assert "Paid for subscriptions,$20.50,claimed,typed," in shown
    assert told["paid"]["paid_usd"] == 220.5
    assert [one["amount"] for one in told["totals"] if one["measure"] == "cost_usd"] == [0.5]


def test_an_empty_log_has_touched_no_subscription(experiment: Cli) -> None:
    _bill(experiment, "claude", "Max 20x", "200")

    shown = experiment("status", "--format", "json")

    assert json.loads(shown.out)["status"]["paid"] is None


def test_status_and_its_line_show_the_uncached_part(experiment: Cli, write: Write) -> None:
    write(*imported(0), *imported(1, unpriced=2), session(3, tokens_in=70_000))

    shown = experiment("status", "--format", "csv").out
    line = experiment("status", "--line").out

    assert 'Tokens read,"2,000",logged,all_input/1,2 of 3 sessions' in shown
    assert '"Tokens read, uncached",80,logged,all_input/1,all 2 sessions' in shown
    assert '"Tokens read, cache reads","1,600",logged,all_input/1,all 2 sessions' in shown
    assert "No module,2 sessions," in shown
    assert line == (
        "3 sessions, API-equivalent list price $0.25 computed for 1, "
        "1 session (2 calls) without a price, "
        "tokens read 70 k claimed for 1, 2,000 (80 uncached) logged for 2\n"
    )


def test_status_says_that_overlapping_time_is_an_upper_bound(experiment: Cli, write: Write) -> None:
    day = session(0).date
    write(*imported(0), *imported(1, date=day))

    shown = experiment("status", "--format", "csv").out
    told = json.loads(experiment("status", "--format", "json").out)["status"]

    assert "≤ 40 min,computed,active_10min/1" in shown
    assert "2 of which overlap: an upper bound (union/1)" in shown
    [time] = [one for one in told["totals"] if one["measure"] == "duration_min"]
    assert (time["amount"], time["overlapping_sessions"], time["added_by"]) == (40, 2, "union/1")


def test_sessions_of_no_module_can_be_listed(experiment: Cli, write: Write) -> None:
    write(*imported(0), session(1, module="a"))

    none = json.loads(experiment("session", "list", "--module", "", "--format", "json").out)
    named = json.loads(experiment("session", "list", "--module", "a", "--format", "json").out)

    assert [one["module"] for one in none["sessions"]] == [None]
    assert [one["module"] for one in named["sessions"]] == ["a"]


def test_a_listing_has_the_uncached_part_beside_all_that_was_read(
    experiment: Cli, write: Write
) -> None:
    write(*imported(0), session(1, tokens_in=5_000))

    told = json.loads(experiment("session", "list", "--format", "json").out)["sessions"]
    table = experiment("session", "list").out
    markdown = experiment("session", "list", "--format", "markdown").out

    assert [one["uncached_in"] for one in told] == [40, None]
    assert told[0]["known"]["uncached_in"] == {"basis": "logged", "rule": "all_input/1"}
    assert re.search(r"no module +1,000 +40 +90 +0\.25", table)
    assert "| no module | 1000 | 40 | 90 |" in markdown
    assert experiment("session", "list", "--format", "csv").out == (
        experiment.path("data/sessions.csv").read_text()
    )


def test_a_listing_says_which_columns_nobody_knows_and_what_has_no_price(
    experiment: Cli, write: Write
) -> None:
    write(*imported(0), *imported(1, unpriced=4))

    lines = experiment("session", "list").out.splitlines()

    assert lines[-2:] == [
        "cost_usd: API-equivalent list price; 1 session (4 calls) without a price",
        "not known of any: loc_python, loc_rust, hallucinations, tests_pass",
    ]
    assert "no price" in lines[4]


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_a_listing_of_many_imported_sessions_fits_a_terminal(
    experiment: Cli, write: Write, columns: int
) -> None:
    rows = [row for n in range(40) for row in imported(n, tokens_in=9_876_543)]
    named: dict[str, Any] = {"llm": "codex", "session_id": "2026-04-24-codex-000050"}
    write(*rows, *imported(50, module="tools/shell", model="gpt-5.1-codex-max", **named))

    table = on_a_terminal(experiment, columns, "session", "list")

    lines = table.splitlines()
    assert max(map(len, lines)) <= columns
    assert sum("2026-" in line for line in lines) == 41
    assert all(re.search(r"2026-\d\d-\d\d-\w+-\d{6}$", line) for line in lines if "2026-" in line)


def test_where_a_session_moved_to_another_day_its_origins_go_with_it(
    experiment: Cli, write: Write
) -> None:
    name = write(*imported(0))
    experiment("session", "edit", name, "--date", "2026-04-20")

    shown = experiment("session", "list", "--since", "2026-04-01", "--format", "json")

    [one] = json.loads(shown.out)["sessions"]
    assert one["known"]["tokens_in"] == {"basis": "logged", "rule": "all_input/1"}


def test_a_session_is_shown_with_its_usage_its_prices_and_its_churn(
    experiment: Cli, write: Write
) -> None:
    name = write(Churn(session(0).session_id, "rust", 12, 3, 10), *imported(0, unpriced=2))

    shown = experiment("session", "show", name).out
    told = json.loads(experiment("session", "show", name, "--format", "json").out)["session"]

    assert re.search(r"module +no module +unknown", shown)
    assert re.search(r"uncached_in +40 +logged +all_input/1", shown)
    assert re.search(r"cost_usd +unknown +2 calls without a price", shown)
    assert re.search(r"started_at +2026-03-05T09:00:00Z", shown)
    assert re.search(r"claude-opus-4-6 +standard +40 +160 +800 +90 +10", shown)
    assert re.search(r"claude-opus-4-6 +fast +2 +0 +no price", shown)
    assert re.search(r"standard +7 +0 +0\.25 +genai-prices 1 +2026-03-05", shown)
    assert re.search(r"rust +12 +3 +10 +not known", shown)
    assert [row["cost_usd"] for row in told["usage"]] == [None, 0.25]
    assert told["churn"] == [
        {
            "language": "rust",
            "added": 12,
            "removed": 3,
            "committed_added": 10,
            "committed_removed": None,
        }
    ]
    assert told["details"]["recorded_by"] == "import"
    assert (told["module"], told["uncached_in"]) == (None, 40)


def test_a_typed_session_has_no_usage_to_show(experiment: Cli, write: Write) -> None:
    name = write(session(0, tokens_in=5))

    shown = experiment("session", "show", name).out
    told = json.loads(experiment("session", "show", name, "--format", "json").out)["session"]

    assert "uncached" not in shown
    assert "usage" not in shown
    assert (told["details"], told["usage"], told["churn"]) == (None, [], [])


def test_every_place_copes_with_what_claude_code_logged(experiment: Cli, tmp_path: Path) -> None:
    make_corpus(tmp_path / "logs", 7, claude_mb=0.3, codex_mb=0, experiment=experiment.folder)
    home_of_logs = str(tmp_path / "logs" / "claude")
    assert experiment("session", "import", "claude", CLAUDE_CONFIG_DIR=home_of_logs).code == 0
    listed = json.loads(experiment("session", "list", "--format", "json").out)["sessions"]

    answers = [
        experiment("status"),
        experiment("status", "--line"),
        experiment("session", "list"),
        experiment("session", "show", listed[0]["session_id"]),
        experiment("site", "build"),
    ]

    assert [one.code for one in answers] == [0] * 5
    assert "None" not in "".join(one.out for one in answers)
    assert None in {one["module"] for one in listed}
    assert all(0 < one["uncached_in"] <= one["tokens_in"] for one in listed)


def test_the_queries_sort_no_module_last(experiment: Cli, write: Write) -> None:
    write(*imported(0), session(1, module="z", tokens_in=1), session(2, module="a"))

    with here(experiment.folder).store.reading() as database:
        modules = _modules(database)

    assert modules == ["a", "a", "z", "z", None, None]


def _modules(database: Database) -> list[str | None]:
    return [row[0] for row in database.named("tokens_by_module").fetchall()]


def test_the_parts_of_what_was_read_follow_one_another_in_the_live_figure() -> None:
    rows = [row for n, name in enumerate("abc") for row in imported(n, module=name)]

    chart = tokens(*rows)

    assert chart.form is not None
    traces = json.loads(live_json(chart.form.live()))["data"]
    read = [one for one in traces if one["name"].startswith("read")]
    assert [(one["name"], one["base"][0], one["x"][0]) for one in read] == [
        ("read, all_input/1 by part: uncached", 0, 40),
        ("read, all_input/1 by part: cache writes", 40, 160),
        ("read, all_input/1 by part: cache reads", 200, 800),
    ]
    assert len({one["offsetgroup"] for one in read}) == 1
