"""A build leaves what has not changed, and is always equal to one from nothing."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portlog.jobs.add_session import SessionDraft, add_sessions
from portlog.jobs.build_site import build_site
from portlog.jobs.renew_site import renew_site
from portlog.jobs.site_order import BuiltSite, SiteOrder
from portlog.jobs.start_experiment import start_experiment
from portlog.present.charts import kept_pictures
from portlog.present.site import pages
from portlog.present.site.page_digest import page_digest
from portlog.records.session import Languages
from portlog.workspace import Settings, Workspace, here

ENGLISH = SiteOrder(languages=("en",))
# a theme's own way to turn pages
TURN = "{% macro turn(earlier, later, before, after, to) %}<p>{{ before }}</p>{% endmacro %}"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _portlog_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody who edits portlog meanwhile change what is tested, and no picture take long."""
    for module in ("site_stamps", "build_site"):
        monkeypatch.setattr(f"portlog.jobs.{module}.code_stamp", lambda: "portlog")
    monkeypatch.setattr(kept_pictures, "_painted", lambda one: one.svg.encode())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = start_experiment(tmp_path / "port", Settings("Port", Languages())).workspace
    log(made, 1, 2, 3, 4)
    return made


def log(workspace: Workspace, *days: int) -> None:
    cells = {"llm": "claude", "model": "opus-4.6", "module": "agent/loop", "cost_usd": "1.20"}
    drafts = [SessionDraft({**cells, "date": f"2026-03-{day:02d}"}) for day in days]
    add_sessions(workspace, drafts, NOW)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def renewed(workspace: Workspace) -> BuiltSite:
    return renew_site(here(workspace.root), ENGLISH)


def from_nothing(workspace: Workspace) -> dict[str, bytes]:
    other = workspace.root.parent / "other"
    build_site(here(workspace.root), SiteOrder(other, ("en",)))
    return tree(other)


def test_where_nothing_has_changed_nothing_is_read_or_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = renewed(workspace)
    monkeypatch.setattr("portlog.jobs.build_site.build_in", None)

    again = renewed(workspace)

    assert (again.sessions, again.put.written) == (4, 0)
    assert again.put.unchanged == first.put.written


def test_one_more_session_makes_its_page_and_leaves_those_it_does_not_touch(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed(workspace)
    log(workspace, 5)
    made: list[str] = []
    whole = pages._rendered  # noqa: SLF001  what a page costs

    def watched(page: pages.Page, material: pages.Material) -> bytes:
        made.append(page.address.file)
        return whole(page, material)

    monkeypatch.setattr(pages, "_rendered", watched)
    renewed(workspace)

    sessions = {path for path in made if path.startswith("sessions/2026")}
    assert len(sessions) == 2, "its own, and the one before it, which leads to it"
    assert tree(workspace.root / "site" / "dist") == from_nothing(workspace)


def test_a_build_after_any_change_is_equal_to_one_from_nothing(workspace: Workspace) -> None:
    dist = workspace.root / "site" / "dist"
    renewed(workspace)

    for number, some in enumerate(changes(workspace)):
        for change in some:
            change()
        renewed(workspace)

        assert tree(dist) == from_nothing(workspace), number


def changes(workspace: Workspace) -> tuple[tuple[Callable[[], object], ...], ...]:
    """Return what may happen to an experiment and its site between one build and the next."""
    site, text = workspace.root / "site", workspace.data / "sessions.csv"
    dist, post = site / "dist", site / "posts" / "one.md"

    def written(path: Path, content: str) -> Callable[[], object]:
        path.parent.mkdir(parents=True, exist_ok=True)
        return partial(path.write_text, content)

    def edited(old: str, new: str) -> object:
        assert old in text.read_text()
        return text.write_text(text.read_text().replace(old, new, 1))

    def removed_last() -> None:
        text.write_text(text.read_text().rpartition("2026-03-10")[0])

    plan = "module,phase,order,originals,loc_rust_est,issue_url,post\n"
    told = '---\ntitle: "{}"\ndate: 2026-03-05\nmodule: agent/loop\n---\nWords.\n'
    return (
        (partial(log, workspace, 9, 10), written(post, told.format("One"))),
        (
            partial(edited, "1.20", "7.00"),
            partial(edited, "claude,opus-4.6,agent/loop", "codex,gpt-5.5,tools/shell"),
            written(post, told.format("One, told again")),
        ),
        (
            removed_last,
            written(workspace.data / "plan.csv", f"{plan}tools/shell,1,1,a.py::b,90,,\n"),
            post.unlink,
        ),
        (
            written(site / "site.toml", 'title = "Other"\nbase_url = "https://a.example"'),
            written(site / "templates" / "components" / "turn.html", TURN),
        ),
        (
            lambda: next(dist.glob("sessions/2026*.html")).unlink(),
            lambda: next(dist.glob("modules/agent*.html")).write_text("something else"),
            (dist / "charts" / "index.html").unlink,
        ),
    )


def test_a_second_language_comes_and_goes_as_in_a_build_from_nothing(workspace: Workspace) -> None:
    both = SiteOrder(languages=("es", "en"))
    renewed(workspace)

    renew_site(here(workspace.root), both)
    added = tree(workspace.root / "site" / "dist")
    log(workspace, 6)
    renew_site(here(workspace.root), both)
    grown = tree(workspace.root / "site" / "dist")
    build_site(here(workspace.root), replace(both, out=workspace.root.parent / "both"))
    renewed(workspace)

    assert {path for path in added if path.startswith("en/sessions/2026")}
    assert grown == tree(workspace.root.parent / "both")
    assert tree(workspace.root / "site" / "dist") == from_nothing(workspace)


def test_every_page_of_a_session_module_or_post_is_known_by_what_it_is_told_from(
    workspace: Workspace,
) -> None:
    post = workspace.root / "site" / "posts" / "one.md"
    post.parent.mkdir(parents=True)
    post.write_text("---\ntitle: One\ndate: 2026-03-05\n---\nWords.\n")
    renewed(workspace)

    (kept,) = (workspace.cache / "site").glob("*.json")
    known = set(json.loads(kept.read_bytes())["lasting"])

    dist = workspace.root / "site" / "dist"
    there = [
        path for one in ("sessions/2026*", "modules/*-*", "posts/*") for path in dist.glob(one)
    ]
    assert {str(path.relative_to(dist)) for path in there} == known
    assert len(known) == 6


def test_portlog_itself_and_the_hour_are_part_of_what_a_site_is_made_from(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portlog.jobs import site_stamps  # noqa: PLC0415  the module is what is changed here

    before = site_stamps.inputs_of(workspace, ENGLISH, NOW)
    tomorrow = site_stamps.inputs_of(workspace, ENGLISH, datetime(2026, 11, 22, tzinfo=UTC))
    monkeypatch.setattr(site_stamps, "code_stamp", lambda: "another")
    upgraded = site_stamps.inputs_of(workspace, ENGLISH, NOW)

    assert len({before, tomorrow, upgraded}) == 3


def test_what_is_remembered_of_a_build_may_be_lost_or_spoilt(workspace: Workspace) -> None:
    renewed(workspace)
    (kept,) = (workspace.cache / "site").glob("*.json")
    kept.write_text('{"inputs": 7')

    again = renewed(workspace)

    assert again.put.written == 0
    assert again.put.unchanged > 0


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(workspace: Workspace) -> None:
    (workspace.cache / "site").parent.mkdir(parents=True, exist_ok=True)
    (workspace.cache / "site").write_text("a file where the folder should be")

    built = renewed(workspace)

    assert built.put.written > 0
    assert renewed(workspace).put.written == 0


@given(st.dictionaries(st.text(), st.none() | st.integers(0, 9) | st.text() | st.lists(st.text())))
def test_equal_facts_have_equal_digests_and_others_have_not(facts: dict[str, object]) -> None:
    assert page_digest("a", facts) == page_digest("a", dict(facts)) != ""
    assert page_digest("a", facts) != page_digest("b", facts)
    assert page_digest("a", facts) != page_digest("a", {**facts, "one more": 1})


def test_facts_without_a_plain_form_have_no_digest() -> None:
    assert page_digest({"a": (one for one in "ab")}) == ""
    assert page_digest({"a": lambda: None}) == ""
    assert page_digest({"a": Markup("<b>")}) == page_digest({"a": Markup("<b>")}) != ""
    assert page_digest({"a": os.getcwd}) == page_digest({"a": os.getcwd})
