"""A build leaves what has not changed, and is always equal to one from nothing."""

import os
from collections.abc import Callable
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
from portlog.present.site import pages
from portlog.present.site.page_digest import page_digest
from portlog.records.session import Languages
from portlog.workspace import Settings, Workspace, here

ENGLISH = SiteOrder(languages=("en",))
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _portlog_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody who edits portlog meanwhile change what is tested."""
    for module in ("site_stamps", "build_site"):
        monkeypatch.setattr(f"portlog.jobs.{module}.code_stamp", lambda: "portlog")


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
    changes: tuple[Callable[[], object], ...] = (
        partial(log, workspace, 9, 10),
        lambda: (workspace.root / "site" / "site.toml").write_text('title = "Other"'),
        lambda: (workspace.root / "site" / "site.toml").write_text(
            'base_url = "https://a.example"'
        ),
        lambda: (workspace.data / "sessions.csv").write_text(
            (workspace.data / "sessions.csv").read_text().replace("1.20", "7.00")
        ),
        lambda: next(dist.glob("sessions/2026*.html")).unlink(),
        lambda: next(dist.glob("sessions/2026*.html")).write_text("something else"),
        (dist / "charts" / "index.html").unlink,
    )

    for number, change in enumerate(changes):
        change()
        renewed(workspace)

        assert tree(dist) == from_nothing(workspace), number


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
