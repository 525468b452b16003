"""The pages beside the home page: what each says, and what it says where nothing is known."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as given_some
from hypothesis import settings
from hypothesis import strategies as st
from invented import EDITION, HOSTILE, LOG, full_session, imported, session, site, two_months
from invented_port import (
    a_plan,
    covered,
    given,
    hostile_given,
    hostile_rows,
    look_up,
    progress,
    rows_of_a_port,
)
from ruamel.yaml import YAML
from test_site_page import Page

from portlog.analytics.totals import UNION_RULE
from portlog.jobs.import_logs import entry
from portlog.jobs.provenance.fill_lines import PLAN_RULE
from portlog.jobs.time_session import RULE
from portlog.present.citation import citation
from portlog.present.datapackage import Dataset
from portlog.present.site import figure, session_list
from portlog.present.site.anchor import file_key
from portlog.present.site.catalogue import PAGES
from portlog.present.site.plain_table import Column, PlainTable, Told, without_empty
from portlog.present.site.rule_words import rule_words
from portlog.present.site.stack_page import answer_about
from portlog.records.churn import Churn
from portlog.records.loc import LOC_RULE
from portlog.records.origin import TYPED
from portlog.records.port_coverage import Scope
from portlog.records.session import Session
from portlog.records.session_details import SessionDetails
from portlog.records.symbol import SYMBOL_RULE
from portlog.records.verdict import Verdict


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return site(rows_of_a_port(), given=given(), languages=("en", "es"))


def text(files: dict[str, bytes], path: str, within: str = "main") -> str:
    return Page(files[path]).text(within)


def module_page(module: str) -> str:
    return f"modules/{file_key(module)}.html"


def test_the_modules_stand_in_the_plans_order_with_both_sides_and_the_estimate(
    files: dict[str, bytes],
) -> None:
    said = text(files, "modules/index.html")

    names = ("agent/loop", "agent/memory", "cli/replay", "later", "no module")
    assert [said.index(name) for name in names] == sorted(said.index(name) for name in names)
    assert "agent/loop 4 “ 4.95 ” “ 2 h 48 min ”" in said
    assert "200 132 “80”" in said
    assert "no module 1 “ 0.50 ” not known not known not known – – not known" in said


def test_a_module_that_nobody_has_begun_lacks_figures_rather_than_hides_them(
    files: dict[str, bytes],
) -> None:
    said = text(files, "modules/index.html")

    assert "agent/memory none – – – – not known 0 –" in said
    assert "cli/replay none – – – – – 0 “140” –" in said
    assert "No session of this module has been logged yet." in text(files, module_page("later"))


def test_a_module_has_a_page_with_its_sessions_and_ways_to_its_neighbours(
    files: dict[str, bytes],
) -> None:
    said = text(files, module_page("agent/loop"))

    assert "Module 1 of 4. Sessions of 5 March to 8 March 2026." in said
    assert "Original reference/loop.py" in said
    assert "Cost, API-equivalent list price “$4.95” claimed (typed) · all 4 sessions" in said
    assert "Tests passed “3 of 4” claimed (typed) · as the last session that knows them" in said
    assert "Port 132 “ 80 ” 165 %" in said
    assert "Ported 12 120 60 % 60 %" in said
    assert "After it agent/memory" in said
    for number in range(4):
        assert (
            full_session(number, module="agent/loop").session_id
            in files[module_page("agent/loop")].decode()
        )


def test_sums_of_one_module_that_rules_tell_apart_are_not_added() -> None:
    rows = [full_session(0, module="a", cost_usd=Decimal(2)), *imported(1, module="a")]

    said = text(site(rows), "modules/index.html")

    assert "“ 2.00 ” claimed 1 of 2 sessions 0.25 1 of 2 sessions" in said
    assert "2.25" not in said


def test_each_phase_has_its_modules_and_what_is_open(files: dict[str, bytes]) -> None:
    said = text(files, "phases/index.html")

    assert "Phase 1 2 4 “ 4.95 ” “ 2 h 48 min ” 200 120 60 % 0 80" in said
    assert "Phase 2 1 none – – not known not known not known not known" in said
    assert "No phase" in said


def test_the_progress_page_keeps_its_denominators_in_sight(files: dict[str, bytes]) -> None:
    said = text(files, "progress.html")

    assert (
        "Of the original’s 300 lines of code 60 are left out on purpose; "
        "of the other 240 the port claims 120."
    ) in said
    assert "Ported and verified 40 lines, 13.3 %" in said
    assert "Ported, not verified 80 lines, 26.6 %" in said
    assert "Left out on purpose 60 lines, 20 %" in said
    assert "Open 120 lines, 40 %" in said
    assert "Ported 12 120 40 % 50 %" in said
    assert "Ported, and it compiles not known not known not known not known" in said
    assert "reference/mail.py the whole file nobody reads mail 25 April 2026 by a person" in said
    assert "perhaps 25 April 2026 proposed by an agent: still open" in said
    assert "on a day that is not recorded 1 10" in said
    assert "Not counted, because they could not be read: reference/broken.py" in said


def test_a_column_of_figures_that_no_module_knows_is_named_and_not_shown() -> None:
    rows = [session(number, module="a", cost_usd=Decimal(1)) for number in range(2)]

    said = text(site(rows), "modules/index.html")

    assert "Module Sessions API-equivalent list price, USD claimed a 2 “ 2.00 ”" in said
    assert "Not known of any: Time · Tokens read · Tokens written · Lines, original" in said


def test_a_plan_that_nobody_has_begun_says_that_there_are_no_sessions() -> None:
    said = text(site(a_plan()), "phases/index.html")

    assert "Phase 1 2 none Phase 2 1 none" in said
    assert "API-equivalent" not in said


def test_a_column_that_is_about_nothing_is_left_out_without_a_word() -> None:
    table = PlainTable(
        "",
        (Column("a"), Column("b", is_figure=True), Column("c", is_figure=True)),
        [("x", Told("–"), "1"), ("y", (), None)],
        ("all", "", "1"),
    )

    left = without_empty(table)

    assert [column.head for column in left.columns] == ["a", "c"]
    assert (left.rows, left.sums, left.note) == ([["x", "1"], ["y", None]], ["all", "1"], "")


def test_the_charts_that_are_not_drawn_are_named_with_what_they_lack(
    files: dict[str, bytes],
) -> None:
    said = text(site([full_session(number) for number in range(3)]), "charts/index.html")

    assert "Not drawn" in said
    assert "Cost per 100 ported lines, Time per 100 ported lines" in said
    assert "headers in the port’s files have to say what of the original was ported" in said
    assert "Crates asked for : no crate was looked up." in said
    assert "Cost per 100 ported lines," not in text(files, "charts/index.html")


def test_a_table_that_is_cut_keeps_the_newest_days_and_else_the_first_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figure, "MOST_ROWS", 4)
    figures = site([full_session(number, module=f"m{number}") for number in range(5)])

    by_module = text(figures, "charts/tokens-by-module.html")
    by_day = text(figures, "charts/cost-so-far.html")

    shown = by_module.partition("Shown are the first 4 of 10 rows; the CSV has all.")[2]
    assert ("m4" in shown, "m1" in shown) == (True, False)
    assert "Shown are the last 4 of 5 rows; the CSV has all." in by_day
    assert "2026-03-05-claude-000000" not in by_day


def test_a_list_of_sessions_rounds_costs_to_four_decimals() -> None:
    rows = [session(0, cost_usd=Decimal("1.234567891")), session(1, cost_usd=Decimal("1.5"))]

    said = text(site(rows), "sessions/index.html")

    assert "1.2346" in said
    assert "1.50" in said
    assert "1.23456" not in said


def test_months_of_a_list_begin_with_a_capital_in_every_language(files: dict[str, bytes]) -> None:
    assert "Marzo de 2026" in text(files, "es/sessions/index.html")


def test_an_empty_original_is_no_division_by_zero() -> None:
    nothing = replace(progress(), rows=(covered(Scope.ALL, "", 0, 0),), history=(), pins=())

    said = text(site(rows_of_a_port(), given={**given(), "progress": nothing}), "progress.html")

    assert "The original has no code to port." in said
    assert "The original is not pinned" in said


def test_crates_that_found_something_stand_first_and_name_their_session(
    files: dict[str, bytes],
) -> None:
    said = text(files, "crates/index.html")

    assert "Of 4 questions, 3 found something wrong and 0 could not be checked." in said
    assert "For 3 of them nobody recorded the session in which they came up." in said
    assert said.index("tokio::sync::mpmc absent") < said.index("exists as version 1.48.0")
    assert "the registry has serde_json" in said
    assert f"{full_session(0).session_id} opus-4.6, 25 April 2026" in said


def test_models_are_described_in_the_order_of_their_names() -> None:
    names = ("zeta", "alpha")
    rows = [full_session(number, llm="a", model=names[number % 2]) for number in range(6)]

    said = text(site(rows), "models.html")

    assert said.index("a alpha") < said.index("a zeta")
    assert "no ranking" in said
    assert "n = 6 sessions, 2 models." in said
    assert "average" in said
    assert "Tasks" in said
    assert "not told" in said


def test_metrics_show_claims_as_claims_and_old_values_struck(files: dict[str, bytes]) -> None:
    said = text(files, "matter.html")

    assert "Six guesses." in said
    assert "6 metrics, 4 of them measured. Verdicts: 1 yes, 2 no, 1 undecided, 2 open." in said
    assert "First answer “ 180 ms ” “ 6 ms ” “ 9 ms ” claimed n = 300 calls, median" in said
    assert "“ 11.4 MB ” claimed 8.9 MB corrected on 25 April 2026" in said
    assert "<s><bdi>8.9 MB</bdi>" in files["matter.html"].decode()
    assert "1,234.5 lines observed n = 12" in said
    assert "“ 7 ” claimed" in said
    assert "Nobody knows not known not known not measured no verdict yet" in said
    assert "select 1234.5 as value" in said


def test_metrics_and_stack_speak_the_readers_language(files: dict[str, bytes]) -> None:
    assert "Primera respuesta" in text(files, "es/matter.html")
    assert "1.234,5 lines" in text(files, "es/matter.html")
    assert "Ajustes" in text(files, "es/stack.html")
    assert "a mano" in text(files, "es/stack.html")


def test_the_stack_says_of_each_crate_whether_it_was_looked_up(files: dict[str, bytes]) -> None:
    said = text(files, "stack.html")

    assert "Async asyncio tokio tokio exists, 25 April 2026 it is kept up" in said
    assert "dotenvy@0.15 not looked up toml not looked up" in said
    assert "Router litellm by hand no crate –" in said


def test_of_several_answers_about_a_crate_the_plainest_and_latest_counts() -> None:
    plain = look_up(1, Verdict.EXISTS, name="cron", requirement="0.15")
    later = look_up(2, Verdict.NO_MATCHING_VERSION, name="cron", requirement="9")
    featured = look_up(3, Verdict.NO_SUCH_FEATURE, name="cron", features=("x",))
    rows = [plain, later, featured]

    assert answer_about("cron@0.15", rows) is plain
    assert answer_about("cron", rows) is later
    assert answer_about("toml", rows) is None


def test_the_data_page_has_every_file_with_its_rows_and_the_meaning_of_each_column(
    files: dict[str, bytes],
) -> None:
    said = text(files, "data/index.html")

    assert "Licence of the data: CC-BY-4.0." in said
    assert "sessions.csv one sitting with one LLM agent 3 and 1 unread 1 kB" in said
    assert "data/README.md" in said
    assert "9.0 MB" not in said
    assert "tokens_in integer may be empty tokens all the model read, caches included" in said
    assert 'href="../data/sessions.csv"' in files["data/index.html"].decode()
    assert 'href="../../data/sessions.csv"' in files["es/data/index.html"].decode()
    assert "una sesión de trabajo con un agente LLM" in text(files, "es/data/index.html")


def test_the_colophon_names_rules_queries_commit_and_what_is_not_logged(
    files: dict[str, bytes],
) -> None:
    said = text(files, "colophon.html")

    assert "4f2c9e1" + "0" * 33 in said
    assert "typed A person or a program typed it." in said
    assert "cost in 5" in said
    assert "claude 5 March to 25 April 2026 8 5 1 0 2 0 25 April 2026" in said
    assert "Of 20 commits, 12 are named by a session, 3 were made while one went on, and 5" in said
    asked = {one.query for kind in PAGES for one in kind.questions.values()}
    assert asked <= set(re.findall(r'queries/(\w+)\.sql"', files["colophon.html"].decode()))


def test_every_rule_of_the_code_has_words() -> None:
    rules = {value for name, value in vars(entry).items() if name.endswith("_RULE")}

    assert len(rules) >= 3
    for rule in (*rules, UNION_RULE, PLAN_RULE, RULE, LOC_RULE, TYPED, SYMBOL_RULE):
        assert rule_words(rule), rule
    assert rule_words("unheard/1") is None


def test_an_empty_site_says_on_each_page_what_to_do_first() -> None:
    files = site([])

    for path, command in {
        "modules/index.html": "portlog plan suggest",
        "phases/index.html": "portlog plan add",
        "progress.html": "portlog provenance pin",
        "crates/index.html": "portlog verify-crate",
        "models.html": "portlog session add",
        "matter.html": "[[metric]]",
        "stack.html": "[[layer]]",
        "colophon.html": "portlog session coverage",
    }.items():
        assert command in text(files, path, "pre"), path
    assert "All sessions as CSV" in text(files, "data/index.html")


def test_hostile_texts_stay_text_on_every_page() -> None:
    files = site(hostile_rows(), given=hostile_given())

    for path in [path for path in files if path.endswith(".html") and "embed" not in path]:
        page = Page(files[path])
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"img", "iframe"}, path
        links = [one.get("href") or "" for tag, one in page.tags if tag == "a"]
        assert not [link for link in links if link.lower().startswith(("javascript:", "data:"))]
        assert not [name for _, one in page.tags for name in one if name.startswith("on")]
    for path in ("matter.html", "stack.html", "crates/index.html", "progress.html"):
        said = text(files, path)
        assert all(" ".join(name.split()) in said for name in HOSTILE), path


def test_the_address_of_a_post_or_an_issue_is_a_link_only_where_it_is_one() -> None:
    page = site(hostile_rows(), given=given())[module_page("unsafe")].decode()

    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page
    assert (
        'href="https://example.org/1"' in site(rows_of_a_port())[module_page("agent/loop")].decode()
    )


def test_a_session_has_its_usage_with_the_price_lists_day_and_how_each_cell_is_known() -> None:
    rows = imported(3, unpriced=2, module="agent/loop")
    one = next(row for row in rows if isinstance(row, Session))
    details = SessionDetails(
        one.session_id,
        effort="high",
        hooks=("verify-crates", "fmt"),
        mcp_servers=("git",),
        commits=("a" * 40,),
        wall_min=Decimal(55),
    )
    told = [details, *(row for row in rows if not isinstance(row, SessionDetails))]
    asked = look_up(1, Verdict.YANKED, session_id=one.session_id)
    files = site([*told, Churn(one.session_id, "rust", 420, 37, 400, None), asked])

    said = text(files, f"sessions/{one.session_id}.html")

    assert "Hooks verify-crates, fmt MCP servers git" in said
    assert "Commits aaaaaaaaaaaa" in said
    assert "not known no price for 2 calls" in said
    assert "Tokens read 1,000 logged (all_input/1) · of which 40 not from a cache" in said
    assert "30 min computed (active_10min/1) · 55 min with its gaps" in said
    assert "claude-opus-4-6 standard 40 160 800 90 10 7 0.25 genai-prices 1 8 March 2026" in said
    assert "claude-opus-4-6 fast 0 0 0 0 0 2 no price –" in said
    assert "rust 420 37 400 not known" in said
    assert "crate-1 yanked" in said
    assert (
        f'href="../{module_page("agent/loop")}"'
        in files[f"sessions/{one.session_id}.html"].decode()
    )


def test_a_session_that_ends_on_another_day_names_it() -> None:
    one = session(0)
    begin = datetime(2026, 3, 5, 23, 10, tzinfo=UTC)
    details = SessionDetails(one.session_id, begin, begin + timedelta(hours=2))

    said = text(site([one, details]), f"sessions/{one.session_id}.html")

    assert "From, to (UTC) 23:10 – 6 March 2026, 01:10" in said


def test_many_sessions_stand_on_several_pages_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_list, "ON_A_PAGE", 10)

    files = site(two_months())

    shown = [
        link
        for path in ("sessions/index.html", "sessions/page-2.html", "sessions/page-3.html")
        for link in re.findall(r'href="\.\./(sessions/2026[^"]*)"', files[path].decode())
    ]
    assert len(shown) == len(set(shown)) == 24
    assert "sessions/page-4.html" not in files
    assert 'aria-current="page">2</a>' in files["sessions/page-2.html"].decode()


def test_a_session_page_carries_nothing_that_changes_with_every_build() -> None:
    rows = [session(number, module="a") for number in range(3)]
    name = f"sessions/{rows[0].session_id}.html"

    first = site(rows)
    later = site([*rows, session(9, module="b")], commit=None)

    assert first[name] == later[name]
    assert "colophon.html" in first[name].decode()


PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)


@settings(deadline=None)
@given_some(title=PRINTABLE | st.sampled_from([*HOSTILE[:-1], "a: b # c", "- x"]), author=PRINTABLE)
def test_a_citation_is_yaml_whatever_the_experiment_is_called(title: str, author: str) -> None:
    dataset = Dataset(title, LOG, "CC0-1.0", is_sample=True)

    alone = YAML(typ="safe").load(citation(dataset, EDITION.commit, address="https://a.example"))
    signed = YAML(typ="safe").load(citation(dataset, authors=[author]))

    assert alone["title"] == f"The log of {title}"
    assert alone["authors"] == [{"name": title}]
    assert alone["commit"] == "4f2c9e1" + "0" * 33
    assert (alone["type"], alone["license"], alone["url"]) == (
        "dataset",
        "CC0-1.0",
        "https://a.example",
    )
    assert signed["authors"] == [{"name": author}]
