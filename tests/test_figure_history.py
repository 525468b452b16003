"""Published figures: git's history tells what they were, and since when they are others."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from clones import Clone
from support import Cli

from portlog.jobs.figure_history import figure_history
from portlog.records.figure_history import NO_HISTORY, FigureHistory
from portlog.workspace import here

pytestmark = pytest.mark.needs("git")
HEADER = (
    "date,llm,model,module,tokens_in,tokens_out,cost_usd,duration_min,loc_python,loc_rust,"
    "hallucinations,tests_pass"
)
NAME, OTHER = "2026-03-05-claude-aaaaaa", "2026-03-06-claude-bbbbbb"


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "port"
    (folder / "data").mkdir(parents=True)
    (folder / "portlog.toml").write_text("[experiment]\n")
    (folder / ".gitignore").write_text(".portlog/\n")
    clone = Clone(folder, Cli(folder, tmp_path / "home"))
    clone.git("init", "-q", "-b", "main")
    return clone


def write(clone: Clone, **costs: str) -> None:
    """Let the log have these costs, of the sessions NAME and OTHER."""
    names = {"cost": NAME, "other": OTHER}
    rows = [
        f"{names[one][:10]},claude,opus-4.6,agent/loop,45000,,{cost},,,,,,{names[one]}"
        for one, cost in costs.items()
    ]
    text = "\n".join([f"{HEADER},session_id", *rows, ""])
    clone.portlog.path("data/sessions.csv").write_text(text)


def history(clone: Clone) -> FigureHistory:
    return figure_history(here(clone.portlog.folder))


def told(found: FigureHistory) -> list[tuple[str, object, object]]:
    return [(one.figure, one.was, one.now) for one in found.changed]


def test_a_committed_figure_that_changes_is_known_with_its_day_and_its_old_value(
    clone: Clone,
) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="1.30")
    clone.commit("The log", "2026-04-21")

    found = history(clone)

    (one,) = found.changed
    assert (one.session_id, one.figure) == (NAME, "cost_usd")
    assert (one.was, one.now) == (Decimal("1.20"), Decimal("1.30"))
    assert one.day == date(2026, 4, 21)
    assert one.commit == clone.git("rev-parse", "HEAD").out.strip()
    assert found.by_session == {NAME: [one]}


def test_what_was_unknown_and_became_known_is_no_change(clone: Clone) -> None:
    write(clone, cost="")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="1.30")
    clone.commit("The log", "2026-04-21")

    assert told(history(clone)) == []


def test_a_figure_that_was_taken_back_is_a_change_to_unknown(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="")
    clone.commit("The log", "2026-04-21")

    assert told(history(clone)) == [("cost_usd", Decimal("1.20"), None)]


def test_a_change_that_no_commit_has_yet_has_no_day(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="1.30")

    (one,) = history(clone).changed

    assert (one.day, one.commit) == (None, "")


def test_a_removed_session_is_known_with_its_last_figures_until_it_returns(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone)
    clone.commit("The log", "2026-04-21")

    (gone,) = history(clone).removed
    write(clone, cost="1.50")
    clone.commit("The log", "2026-05-01")
    back = history(clone)

    assert (gone.session_id, gone.day) == (NAME, date(2026, 4, 21))
    assert gone.figures["cost_usd"] == Decimal("1.20")
    assert gone.figures["tokens_out"] is None
    assert back.removed == ()
    assert told(back) == [("cost_usd", Decimal("1.20"), Decimal("1.50"))]


def test_each_build_goes_on_where_the_last_one_ended_and_ends_as_one_that_begins_anew(
    clone: Clone,
) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    for number, cost in enumerate(("1.30", "1.40", "1.30"), start=1):
        write(clone, cost=cost)
        clone.commit("The log", f"2026-04-{number:02d}")
        step_by_step = history(clone)
    clone.portlog.path(".portlog/cache/figures.json").unlink()

    assert history(clone) == step_by_step
    assert [str(one.was) for one in step_by_step.changed] == ["1.20", "1.30", "1.40"]


def test_another_branch_is_another_history(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    clone.git("branch", "other")
    write(clone, cost="1.30")
    clone.commit("The log", "2026-04-21")
    on_main = told(history(clone))
    clone.git("checkout", "-q", "other")

    assert on_main == [("cost_usd", Decimal("1.20"), Decimal("1.30"))]
    assert told(history(clone)) == []


def test_a_merge_brings_the_changes_of_its_branch_on_its_own_day(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    clone.git("checkout", "-q", "-b", "other")
    for cost in ("1.30", "1.40"):
        write(clone, cost=cost)
        clone.commit("The log", "2026-04-01")
    clone.git("checkout", "-q", "main")
    clone.portlog.path("notes.txt").write_text("Something else\n")
    clone.commit("No log", "2026-04-02")
    clone.git(
        *("merge", "-q", "--no-edit", "other"),
        GIT_COMMITTER_DATE="2026-04-09T12:00:00Z",
    )

    (one,) = history(clone).changed

    assert (one.was, one.now) == (Decimal("1.20"), Decimal("1.40"))
    assert one.day == date(2026, 4, 9)


def test_a_version_that_is_no_table_is_passed_over(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    path = clone.portlog.path("data/sessions.csv")
    for broken in ("", "what is this\n"):
        path.write_text(broken)
        clone.commit("The log", "2026-03-06")
        history(clone)
    write(clone, cost="1.30")
    clone.commit("The log", "2026-03-07")

    found = history(clone)

    assert told(found) == [("cost_usd", Decimal("1.20"), Decimal("1.30"))]
    assert found.removed == ()
    assert found.changed[0].session_id == NAME


def test_lines_in_another_order_are_no_change(clone: Clone) -> None:
    write(clone, cost="1.20", other="2.00")
    clone.commit("The log", "2026-03-06")
    write(clone, other="2.00", cost="1.20")
    clone.commit("The log", "2026-03-07")

    assert history(clone).changed == ()
    assert history(clone).removed == ()


def test_an_adopted_log_is_followed_by_the_names_of_its_rows(clone: Clone) -> None:
    row = "2026-03-05,claude,opus-4.6,agent/loop,45000,,1.20,,,,,"
    clone.portlog.path("portlog.toml").unlink()
    clone.portlog.path("llm-usage.csv").write_text(f"{HEADER}\n{row}\n")
    assert clone.portlog("init", "--adopt", "llm-usage.csv").code == 0
    clone.commit("The log", "2026-03-05")
    name = clone.portlog.path("data/session_ids.csv").read_text().split()[-1].split(",")[0]
    assert clone.portlog("session", "edit", name, "--cost-usd", "1.30").code == 0
    clone.commit("The log", "2026-04-21")

    found = history(clone)

    assert told(found) == [("cost_usd", Decimal("1.20"), Decimal("1.30"))]
    assert found.changed[0].session_id == name
    assert found.removed == ()


def test_a_clone_without_its_history_says_so(clone: Clone, tmp_path: Path) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    write(clone, cost="1.30")
    clone.commit("The log", "2026-04-21")
    shallow = tmp_path / "shallow"
    clone.git("clone", "-q", "--depth", "1", f"file://{clone.top}", str(shallow))

    found = figure_history(here(shallow))

    assert found.is_cut
    assert found.changed == ()
    assert found.since == date(2026, 4, 21)
    assert not history(clone).is_cut


def test_where_there_is_no_git_nobody_knows(clone: Clone) -> None:
    write(clone, cost="1.20")
    clone.commit("The log", "2026-03-05")
    shutil.rmtree(clone.top / ".git")

    assert history(clone) == NO_HISTORY
