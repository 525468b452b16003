"""Published figures stay: on the pages of sessions, of corrections, and beside posts."""

import json
from datetime import date
from pathlib import Path

import pytest
from clones import Clone
from invented import site
from invented_port import given, history, rows_of_a_port
from support import Cli
from test_site_page import Page

from portlog.jobs.build_site import build_site
from portlog.present.site.anchor import file_key
from portlog.records.figure_history import NO_HISTORY, FigureHistory
from portlog.workspace import here

HEADER = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,loc_python,loc_rust,"
    "hallucinations,tests_pass,session_id"
)
NAME, OTHER = "2026-03-05-claude-aaaaaa", "2026-03-08-claude-bbbbbb"
POST = "---\ntitle: The loop\ndate: 2026-03-06\nmodule: agent/loop\n{more}---\nText.\n"


def text(files: dict[str, bytes], path: str) -> str:
    return Page(files[path]).text()


def test_a_session_shows_what_was_published_of_it_before() -> None:
    files = site(rows_of_a_port(), given=given())

    said = text(files, f"sessions/{file_key('2026-03-05-claude-000000')}.html")

    assert "“$1.05” claimed (typed) $1.00 until 25 April 2026" in said
    assert "1,234,567 as last committed" in said
    assert "3/4 until 25 April 2026" in said


def test_a_change_that_reads_the_same_is_not_shown_beside_the_figure() -> None:
    (one, *_) = history().changed
    same = FigureHistory(date(2026, 3, 9), 2, changed=(one, one, one, one, one))
    files = site(rows_of_a_port(), given={**given(), "history": same})

    said = text(files, f"sessions/{file_key('2026-03-05-claude-000000')}.html")

    assert said.count("$1.00 until 25 April 2026") == 3
    assert "and 2 more before" in said


def test_the_page_of_corrections_names_each_with_both_values_day_and_commit() -> None:
    said = text(site(rows_of_a_port(), given=given()), "corrections.html")

    assert "7 versions of the log since 9 March 2026." in said
    assert "Tests passed 3/4 taken back 25 April 2026 bbbbbbb" in said
    assert "Tokens read 1,234,567 40,000 not committed yet –" in said
    assert "-gone $2.50 Cost, API-equivalent list price 9,000 Tokens read 25 April" in said
    assert said.index("Tokens read 1,234,567") < said.index("Tests passed 3/4")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (NO_HISTORY, "the log is in no commit"),
        (FigureHistory(date(2026, 3, 9), 1), "No figure of a session was changed"),
        (FigureHistory(date(2026, 3, 9), 1, is_cut=True), "changes before 9 March 2026 are not"),
    ],
)
def test_no_correction_is_told_from_nobody_knows(known: FigureHistory, said: str) -> None:
    files = site(rows_of_a_port(), given={**given(), "history": known})

    assert said in text(files, "corrections.html")


def test_corrections_are_there_for_programs() -> None:
    told = json.loads(site(rows_of_a_port(), given=given())["api/v1/corrections.json"])

    assert told["since"] == "2026-03-09"
    assert told["changed"][0]["was"] == 1.0
    assert told["changed"][1] | {"now": None, "day": "2026-04-25"} == told["changed"][1]
    assert told["removed"][0]["figures"]["tokens_in"] == 9_000


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "port"
    (folder / "site" / "posts").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "portlog.toml").write_text("[experiment]\n")
    (folder / ".gitignore").write_text(".portlog/\nsite/dist/\n")
    clone = Clone(folder, Cli(folder, tmp_path / "home"))
    clone.git("init", "-q", "-b", "main")
    return clone


def write(clone: Clone, **costs: str) -> None:
    names = {"cost": NAME, "other": OTHER}
    rows = [
        f"{names[one][:10]},claude,opus-4.6,agent/loop,45000,,{cost},,,,,,{names[one]}"
        for one, cost in costs.items()
    ]
    clone.portlog.path("data/sessions.csv").write_text("\n".join([HEADER, *rows, ""]))


def built(clone: Clone, path: str) -> str:
    build_site(here(clone.portlog.folder))
    return Page(clone.portlog.path(f"site/dist/{path}").read_bytes()).text()


def publish(clone: Clone, more: str = "") -> None:
    """Commit a log and a post, and a log that is another one two days later."""
    clone.portlog.path("site/posts/loop.md").write_text(POST.format(more=more))
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="1.30", other="2.00")
    clone.commit("The log", "2026-03-08")


@pytest.mark.needs("git")
def test_a_post_keeps_the_figures_of_its_day_and_names_those_of_today(clone: Clone) -> None:
    publish(clone)

    said = built(clone, "posts/loop.html")

    assert "list price “$1.20” claimed" in said
    assert "as of 6 March 2026 Changed since; now: list price “$3.30” claimed" in said


@pytest.mark.needs("git")
@pytest.mark.parametrize("place", ["post", "series"])
def test_live_figures_are_asked_for(clone: Clone, place: str) -> None:
    publish(clone, "figures: live\n" if place == "post" else "")
    if place == "series":
        clone.portlog.path("site/site.toml").write_text('[series]\nfigures = "live"\n')

    said = built(clone, "posts/loop.html")

    assert "list price “$3.30” claimed" in said
    assert "as of" not in said


@pytest.mark.needs("git")
def test_a_post_that_no_later_commit_follows_shows_the_log_as_it_is(clone: Clone) -> None:
    publish(clone)
    head = POST.format(more="").replace("2026-03-06", "2026-03-08")
    clone.portlog.path("site/posts/loop.md").write_text(head)

    said = built(clone, "posts/loop.html")

    assert "list price “$3.30” claimed" in said
    assert "as of" not in said


@pytest.mark.needs("git")
def test_the_address_of_a_removed_session_leads_to_what_is_left_of_it(clone: Clone) -> None:
    publish(clone)
    write(clone, cost="1.30")
    clone.commit("The log", "2026-03-09")

    page = f"sessions/{file_key(OTHER)}.html"
    said = built(clone, "corrections.html")

    assert "Removed sessions" in said
    moved = clone.portlog.path(f"site/dist/{page}").read_text()
    assert 'url=../corrections.html#removed"' in moved
    spanish = clone.portlog.path(f"site/dist/es/{page}").read_text()
    assert 'url=../../es/corrections.html#removed"' in spanish


@pytest.mark.needs("git")
def test_the_build_says_where_history_is_cut(clone: Clone, tmp_path: Path) -> None:
    publish(clone)
    clone.git("clone", "-q", "--depth", "1", f"file://{clone.top}", str(tmp_path / "cut"))

    notes = build_site(here(tmp_path / "cut")).notes

    assert any("git fetch --unshallow" in note for note in notes)
