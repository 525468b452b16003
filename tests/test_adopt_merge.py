"""Git merges clones of an adopted log: rows by their names, though the file has none."""

import json
from itertools import permutations
from pathlib import Path

import pytest
from adopted import HEADER, NAME, SIDECAR, adopt, names, sessions, ties
from clones import Clone, cloned
from support import Cli

pytestmark = pytest.mark.needs("git")
ROWS = tuple(f",,,,,,,,{tokens},agent/loop,opus-4.6,claude,2026-03-0{tokens}" for tokens in "4321")


def first_clone(folder: Path, home: Path, inside: str = ".") -> Clone:
    (folder / inside).mkdir(parents=True)
    clone = Clone(folder, Cli(folder / inside, home))
    clone.git("init", "-q", "-b", "main")
    adopt(clone.portlog, "\r\n".join((HEADER, "not a row", *ROWS)))
    clone.commit("Begin")
    return clone


@pytest.fixture(params=[".", "deep/port"])
def pair(request: pytest.FixtureRequest, tmp_path: Path, cli: Cli) -> tuple[Clone, Clone]:
    first = first_clone(tmp_path / "it's a 100% port", cli.home, request.param)
    return first, cloned(first, tmp_path / "second clone")


def lines(clone: Clone) -> list[str]:
    return clone.portlog.path(NAME).read_bytes().decode().split("\r\n")


def pull(clone: Clone, *more: str) -> str:
    return clone.git("pull", "--no-rebase", "--no-edit", *more, check=False).err


def diverge(one: Clone, other: Clone) -> dict[str, str]:
    """Let both sides add, edit and remove sessions that both have."""
    known = dict(zip(("kept", "edited", "gone", "left"), names(one.portlog), strict=True))
    one.edit(known["edited"], "22")
    one.remove(known["gone"])
    known["ours"] = one.add("2026-03-05")
    one.commit("Ours")
    other.remove(known["left"])
    known["theirs"] = other.add("2026-03-06")
    other.commit("Theirs")
    return known


def is_merged(clone: Clone, known: dict[str, str]) -> bool:
    wanted = [known[what] for what in ("kept", "edited", "ours", "theirs")]
    assert sessions(clone.portlog) == [
        f"{name},{tokens}" for name, tokens in zip(wanted, ("1", "22", "", ""), strict=True)
    ]
    assert sorted(ties(clone.portlog.folder)) == sorted(wanted)
    first, unread, *rows = lines(clone)
    assert (first, unread) == (HEADER, "not a row")
    assert rows[0] == ROWS[2].replace(",2,", ",22,")
    assert rows[1] == ROWS[3]
    assert [found["check"] for found in findings(clone)] == ["unreadable_row"]
    return True


def findings(clone: Clone) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(clone.portlog("doctor", "--format", "json").out)[
        "findings"
    ]
    return found


def test_two_clones_are_merged_the_same_in_either_direction(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    known = diverge(one, other)

    pull(other)
    forth = lines(other)
    other.git("reset", "-q", "--hard", "HEAD~1")
    one.git("fetch", "-q", str(other.top), "main")
    one.git("merge", "-q", "--no-edit", "FETCH_HEAD")

    assert lines(one) == forth
    assert is_merged(one, known)


def test_a_rebase_and_a_cherry_pick_merge_as_well(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    known = diverge(one, other)

    one.git("fetch", "-q", str(other.top), "main")
    one.git("cherry-pick", "FETCH_HEAD")
    other.git("pull", "-q", "--rebase=true", str(one.top), "main")

    assert is_merged(one, known)
    assert lines(other) == lines(one)


def test_a_row_that_both_edited_is_the_one_conflict(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    known = diverge(one, other)
    for clone, tokens in ((other, "8"), (one, "7")):
        clone.edit(known["kept"], tokens)
        clone.commit("Edit")

    said = pull(other)

    file = other.portlog.path(NAME).relative_to(other.top)
    assert f"portlog: {file}: {known['kept']} was edited on both sides" in said
    assert "and differs in tokens_in; both versions are in the file" in said
    assert other.git("diff", "--name-only", "--diff-filter=U").out.split() == [str(file)]
    between = lines(other)[lines(other).index("<<<<<<< ours") :][:7]
    assert between[::2] == ["<<<<<<< ours", "||||||| base", "=======", ">>>>>>> theirs"]
    assert between[1::2] == [ROWS[3].replace(",1,", f",{tokens},") for tokens in "817"]


@pytest.mark.parametrize("keep", ["8", "7"])
def test_whichever_version_is_kept_has_the_sessions_name(
    pair: tuple[Clone, Clone], keep: str
) -> None:
    one, other = pair
    known = diverge(one, other)
    for clone, tokens in ((other, "8"), (one, "7")):
        clone.edit(known["kept"], tokens)
        clone.commit("Edit")
    pull(other)

    other.portlog("doctor", "--fix")  # too early: nothing is decided yet
    mine = ROWS[3].replace(",1,", f",{keep},")
    at = lines(other).index("<<<<<<< ours")
    resolved = [*lines(other)[:at], mine, *lines(other)[at + 7 :]]
    other.portlog.path(NAME).write_bytes("\r\n".join(resolved).encode())
    other.commit("Merged")

    assert f"{known['kept']},{keep}" in sessions(other.portlog)
    assert "tie" in [found["check"] for found in findings(other)]
    other.portlog("doctor", "--fix")
    assert [found["check"] for found in findings(other)] == ["unreadable_row"]
    assert f"{known['kept']},{keep}" in sessions(other.portlog)


def test_an_edit_against_a_removal_is_a_conflict_and_nothing_comes_back(
    pair: tuple[Clone, Clone],
) -> None:
    one, other = pair
    name = names(one.portlog)[0]
    one.edit(name, "11")
    one.commit("Edit")
    other.remove(name)
    other.commit("Remove")

    said = pull(other)

    assert f"{name} was removed by us and edited by them" in said
    assert other.git("diff", "--name-only", "--diff-filter=U").out.split() == [
        str(other.portlog.path(NAME).relative_to(other.top))
    ]


def test_equal_rows_of_two_clones_are_two_sessions(pair: tuple[Clone, Clone]) -> None:
    other = pair[1]
    other.add("2026-03-06")
    added = [clone.add("2026-03-07") for clone in pair]
    for clone in pair:
        clone.commit("Add")

    pull(other)

    assert names(other.portlog)[-2:] == sorted(added)
    assert [found["check"] for found in findings(other)] == ["unreadable_row"]


def test_where_git_sees_one_and_the_same_change_doctor_names_the_row_that_is_missing(
    pair: tuple[Clone, Clone],
) -> None:
    other = pair[1]
    added = sorted(clone.add("2026-03-07") for clone in pair)
    for clone in pair:
        clone.commit("Add")

    pull(other)

    assert names(other.portlog)[-1] == added[0]
    told = [found["message"] for found in findings(other) if found["check"] == "tie"]
    assert told == [f"{added[1]} has no row in {NAME} that reads as it did"]


def test_rows_edited_by_hand_on_both_sides_are_a_conflict_too(pair: tuple[Clone, Clone]) -> None:
    for clone, tokens in zip(pair, "78", strict=True):
        path = clone.portlog.path(NAME)
        path.write_bytes(path.read_bytes().replace(b",4,agent", f",{tokens},agent".encode()))
        clone.commit("By hand")

    said = pull(pair[1])

    assert f"{names(pair[0].portlog)[-1][:10]}" in said
    assert lines(pair[1]).count("<<<<<<< ours") == 1


def test_without_the_driver_doctor_merges_from_the_stages(tmp_path: Path, cli: Cli) -> None:
    one = first_clone(tmp_path / "one", cli.home)
    other = cloned(one, tmp_path / "other", driver=False)
    known = diverge(one, other)
    pull(other)

    mended = other.portlog("doctor", "--fix")

    assert f"merged {NAME} from git's three stages and staged it" in mended.err
    assert is_merged(other, known)


def test_a_merge_of_merges_merges(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    known = diverge(one, other)
    one.git("fetch", "-q", str(other.top), "main")
    other.git("fetch", "-q", str(one.top), "main")
    for clone in pair:
        clone.git("merge", "-q", "--no-edit", "FETCH_HEAD")
    one.edit(known["kept"], "5")
    one.commit("Edit one")
    other.edit(known["edited"], "6")
    other.commit("Edit other")

    said = pull(other)

    assert "CONFLICT" not in said
    assert {f"{known['kept']},5", f"{known['edited']},6"} <= set(sessions(other.portlog))
    assert len(names(other.portlog)) == 4


def test_files_that_only_one_side_changed_by_hand_keep_its_order(
    pair: tuple[Clone, Clone],
) -> None:
    one, other = pair
    path = one.portlog.path(NAME)
    orders = list(permutations(ROWS))
    path.write_bytes("\r\n".join((HEADER, *orders[-1], "")).encode())
    one.commit("Sort by hand")
    added = other.add("2026-03-09")
    other.commit("Add")

    pull(other)

    assert lines(other)[1:5] == list(orders[-1])
    assert added in names(other.portlog)
    assert other.portlog.path(SIDECAR).read_text().count("\n") == 6
