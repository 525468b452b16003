"""Git merges clones of a log: nothing lost, nothing resurrected, what both edited is shown."""

from pathlib import Path

import pytest
from clones import Clone, cloned, first_clone
from support import Cli

pytestmark = pytest.mark.needs("git")

# a folder whose name a shell would tear apart
FOLDER = "it's a 100% port"


@pytest.fixture(params=[".", "deep/port"])
def first(request: pytest.FixtureRequest, tmp_path: Path, cli: Cli) -> Clone:
    return first_clone(tmp_path / FOLDER, cli.home, request.param)


@pytest.fixture
def pair(first: Clone, tmp_path: Path) -> tuple[Clone, Clone]:
    return first, cloned(first, tmp_path / "second clone")


def diverge(one: Clone, other: Clone) -> dict[str, str]:
    """Let both sides add, edit and remove sessions that both have."""
    days = {
        what: f"2026-03-0{day}" for day, what in enumerate(("kept", "edited", "gone", "left"), 1)
    }
    names = {what: one.add(day, **{"tokens-in": "1"}) for what, day in days.items()}
    one.commit("Begin the log")
    other.git("pull", "-q")
    one.edit(names["edited"], "2")
    one.remove(names["gone"])
    names["ours"] = one.add("2026-03-05")
    one.commit("Ours")
    other.remove(names["left"])
    names["theirs"] = other.add("2026-03-05")
    other.commit("Theirs")
    return names


def is_merged(clone: Clone, names: dict[str, str]) -> bool:
    first, second, *added = clone.names
    assert (first, second) == (names["kept"], names["edited"])
    assert added == sorted([names["ours"], names["theirs"]])
    assert ",2,,," in clone.text.splitlines()[2]
    return clone.portlog("doctor").code == 0


def test_two_clones_are_merged_the_same_in_either_direction(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    names = diverge(one, other)

    other.git("pull", "-q", "--no-rebase", "--no-edit")
    forth = other.text
    other.git("reset", "-q", "--hard", "HEAD~1")
    one.git("fetch", "-q", str(other.top), "main")
    one.git("merge", "-q", "--no-edit", "FETCH_HEAD")

    assert one.text == forth
    assert is_merged(one, names)


def test_a_rebase_and_a_cherry_pick_merge_as_well(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    names = diverge(one, other)

    one.git("fetch", "-q", str(other.top), "main")
    one.git("cherry-pick", "FETCH_HEAD")
    other.git("pull", "-q", "--rebase=true", str(one.top), "main")

    assert is_merged(one, names)
    assert other.text == one.text


def test_a_row_that_both_edited_is_the_one_conflict(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    names = diverge(one, other)
    other.edit(names["kept"], "8")
    other.commit("Edit here")
    one.edit(names["kept"], "7")
    one.commit("Edit there")

    answer = other.git("pull", "--no-rebase", "--no-edit", check=False)

    file = other.portlog.path("data/sessions.csv").relative_to(other.top)
    assert answer.code == 1
    assert f"portlog: {file}: {names['kept']} was edited on both sides" in answer.err
    assert "and differs in tokens_in; both versions are in the file" in answer.err
    assert other.text.count("<<<<<<< ours\n") == 1
    assert [line.split(",")[4] for line in other.text.splitlines() if names["kept"] in line] == [
        "8",
        "1",
        "7",
    ]
    assert {names["ours"], names["theirs"], names["edited"]} <= set(other.names)
    assert not {names["gone"], names["left"]} & set(other.names)
    assert other.git("ls-files", "--unmerged").out != ""


def test_the_length_of_the_markers_is_the_one_that_git_is_told(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    name = one.add("2026-03-05")
    attributes = one.portlog.path("data/.gitattributes")
    attributes.write_text(attributes.read_text() + "*.csv conflict-marker-size=11\n")
    one.commit("Begin the log")
    other.git("pull", "-q")
    for clone, tokens in ((one, "1"), (other, "2")):
        clone.edit(name, tokens)
        clone.commit("Edit")

    other.git("pull", "-q", "--no-rebase", "--no-edit", check=False)

    assert f"{'<' * 11} ours\n" in other.text


def test_a_file_that_both_clones_began_is_merged(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    for clone in pair:
        clone.portlog.path("data/crates.csv").unlink()
        clone.commit("Without look-ups")
    row = "2026-03-05,{0},,,,exists,,,crates-io,2026-03-05T09:30:00Z,,,,{0}\n"
    header = "date,name,requirement,features,item,verdict,reasons,resolved_version,registry,"
    header += "checked_at,claimed_at,suggested_by,session_id,lookup_id\n"
    for clone, name in ((one, "a"), (other, "b")):
        clone.portlog.path("data/crates.csv").write_text(header + row.format(name))
        clone.commit("A look-up")

    other.git("pull", "-q", "--no-rebase", "--no-edit")

    text = other.portlog.path("data/crates.csv").read_text()
    assert text == header + row.format("a") + row.format("b")


def test_a_csv_that_is_no_table_is_merged_by_lines(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    one.portlog.path("data/own.csv").write_text("a\nb\nc\nd\ne\n")
    one.commit("A file of our own")
    other.git("pull", "-q")
    one.portlog.path("data/own.csv").write_text("A\nb\nc\nd\ne\n")
    one.commit("First line")
    other.portlog.path("data/own.csv").write_text("a\nb\nc\nd\nE\n")
    other.commit("Last line")

    answer = other.git("pull", "-q", "--no-rebase", "--no-edit")

    assert other.portlog.path("data/own.csv").read_text() == "A\nb\nc\nd\nE\n"
    assert "merged by lines: " in answer.err


def test_what_lies_in_the_repository_is_not_run(pair: tuple[Clone, Clone]) -> None:
    one, other = pair
    names = diverge(one, other)
    for name in ("typer.py", "portlog.py", "duckdb.py"):
        (other.top / name).write_text("raise SystemExit(1)\n")

    other.git("pull", "-q", "--no-rebase", "--no-edit")

    assert {names["ours"], names["theirs"]} <= set(other.names)


def test_without_the_interpreter_git_marks_what_it_cannot_merge(
    pair: tuple[Clone, Clone], tmp_path: Path
) -> None:
    one, other = pair
    diverge(one, other)
    key = "merge.portlog.driver"
    command = other.git("config", key).out.replace("/python", "/no-python").strip()
    other.git("config", key, command)

    other.git("pull", "-q", "--no-rebase", "--no-edit", check=False)

    assert other.portlog.path("data/sessions.csv").read_text().count("=======") == 1
    assert str(tmp_path) not in other.git("ls-files", "--", ".").out


def test_nothing_that_git_tracks_names_a_place_of_this_machine(first: Clone) -> None:
    tracked = first.git("ls-files", "-z").out.split("\0")[:-1]

    contents = [(first.top / name).read_text() for name in tracked]

    assert tracked
    assert [text for text in contents if str(Path.home()) in text or str(first.top) in text] == []
    assert "merge=portlog" in first.portlog.path("data/.gitattributes").read_text()


def test_init_says_once_that_it_set_up_the_driver(first: Clone, tmp_path: Path) -> None:
    fresh = cloned(first, tmp_path / "fresh", driver=False)

    answers = [fresh.portlog("init"), fresh.portlog("init")]

    assert [answer.code for answer in answers] == [0, 0]
    assert ["merges data/*.csv row by row" in answer.err for answer in answers] == [True, False]


def test_the_driver_is_no_command_for_people(cli: Cli) -> None:
    assert "merge-driver" not in cli("--help").out
    assert cli("merge-driver").code == 2
