"""A clone without the merge driver: `doctor --fix` merges what git left, from its three stages."""

from pathlib import Path

import pytest
from clones import Clone, cloned, first_clone
from support import Cli

pytestmark = pytest.mark.needs("git")


@pytest.fixture
def pair(tmp_path: Path, cli: Cli) -> tuple[Clone, Clone]:
    """Return two clones; the second has no driver."""
    first = first_clone(tmp_path / "first", cli.home)
    return first, cloned(first, tmp_path / "second", driver=False)


def pull(clone: Clone) -> None:
    clone.git("pull", "-q", "--no-rebase", "--no-edit", check=False)


def diverge(one: Clone, other: Clone) -> tuple[str, str, str]:
    """Let both append a session, and one remove what both have."""
    gone = one.add("2026-03-01")
    one.commit("Begin the log")
    pull(other)
    one.remove(gone)
    ours = one.add("2026-03-05")
    one.commit("Ours")
    theirs = other.add("2026-03-05")
    other.commit("Theirs")
    pull(other)
    assert "<<<<<<< " in other.text
    return gone, ours, theirs


def test_a_clone_without_the_driver_is_named_and_set_up(pair: tuple[Clone, Clone]) -> None:
    _, other = pair

    found = other.portlog("doctor")
    mended = other.portlog("doctor", "--fix")

    assert found.code == 1
    assert "git in this clone has no merge driver for the log" in found.out
    assert mended.err == "set up the merge driver in this clone's git configuration\n"
    assert other.portlog("doctor").code == 0


def test_a_driver_whose_interpreter_is_gone_is_named(pair: tuple[Clone, Clone]) -> None:
    one, _ = pair
    key = "merge.portlog.driver"
    one.git("config", key, one.git("config", key).out.replace("/python", "/no-python").strip())

    assert "no merge driver" in one.portlog("doctor").out


def test_attributes_that_do_not_name_the_driver_are_mended(pair: tuple[Clone, Clone]) -> None:
    one, _ = pair
    attributes = one.portlog.path("data/.gitattributes")
    attributes.write_text("*.csv -text\nx/*.csv -text\n*.md text")

    found = one.portlog("doctor")
    mended = one.portlog("doctor", "--fix")

    assert "data/.gitattributes: is not as this portlog writes it" in found.out
    assert mended.code == 0
    assert attributes.read_text() == "x/*.csv -text\n*.md text\n*.csv -text merge=portlog\n"


def test_what_git_left_is_merged_and_staged(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    _, ours, theirs = diverge(one, other)

    found = other.portlog("doctor")
    mended = other.portlog("doctor", "--fix")

    assert "data/sessions.csv: git has not merged it" in found.out
    assert "merged data/sessions.csv from git's three stages and staged it\n" in mended.err
    assert mended.code == 0
    assert other.names == sorted([ours, theirs])
    other.git("commit", "-q", "--no-edit")
    assert other.portlog("doctor").code == 0


def test_a_real_conflict_is_shown_once_and_left_to_a_person(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    name = one.add("2026-03-05")
    kept = one.add("2026-03-06")
    one.commit("Begin the log")
    pull(other)
    for clone, tokens in ((one, "1"), (other, "2")):
        clone.edit(name, tokens)
        clone.add("2026-03-07")
        clone.commit("Edit")
    pull(other)

    first = other.portlog("doctor", "--fix")
    text = other.text
    second = other.portlog("doctor", "--fix")

    assert first.code == second.code == 1
    assert f"merged data/sessions.csv but for one row: {name} was edited on both sides" in first.err
    assert text == other.text
    assert text.count("<<<<<<< ours\n") == 1
    assert kept in other.names
    assert text.count("2026-03-07,") == 2
    assert other.git("ls-files", "--unmerged").out != ""


def test_what_a_person_has_worked_on_since_is_left_alone(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    diverge(one, other)
    path = other.portlog.path("data/sessions.csv")
    path.write_text(path.read_text().replace("agent/loop", "agent/shell", 1))
    before = path.read_text()

    answer = other.portlog("doctor", "--fix")

    assert answer.code == 1
    assert path.read_text() == before


def test_a_file_that_one_side_removed_is_left_alone(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    one.add("2026-03-05")
    one.commit("Begin the log")
    pull(other)
    one.portlog.path("data/sessions.csv").unlink()
    one.commit("Remove the file")
    other.add("2026-03-06")
    other.commit("Add")
    pull(other)
    before = other.text

    answer = other.portlog("doctor", "--fix")

    assert answer.code == 1
    assert "data/sessions.csv: git has not merged it" in answer.out
    assert other.text == before
