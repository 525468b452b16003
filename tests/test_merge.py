"""Three versions of a table become one: what each side did is done, and what both did is shown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.errors import StoreError
from portlog.records.session import Languages, sessions_table
from portlog.store.merge import Merged, ThreeTexts, merge
from portlog.store.text import header_line, read

SESSIONS = sessions_table(Languages())
HEADER = header_line(SESSIONS)
LETTERS = "abcdef"

# what a side holds: for each session that it has, the tokens it read
SIDE = st.dictionaries(st.sampled_from(LETTERS), st.integers(0, 2))


def line(letter: str, tokens: object = "", day: int = 5) -> str:
    name = f"2026-03-0{day}-claude-{letter * 6}"
    return f"2026-03-0{day},claude,opus,agent/loop,{tokens},,,,,,,,{name}\n"


def content(side: dict[str, int]) -> str:
    return HEADER + "".join(line(letter, tokens) for letter, tokens in sorted(side.items()))


def merged(base: str, ours: str, theirs: str, **options: Any) -> Merged:
    return merge(ThreeTexts(base, ours, theirs), SESSIONS, "sessions.csv", **options)


def held(text: str) -> dict[str, int | None]:
    reading = read(text, SESSIONS, "sessions.csv")
    return {row.record.session_id[-1]: row.record.tokens_in for row in reading.rows}


@given(SIDE, SIDE, SIDE)
def test_a_merge_is_the_algebra_of_its_keys(
    base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]
) -> None:
    texts = content(base), content(ours), content(theirs)

    result = merged(*texts)

    states = {key: (base.get(key), ours.get(key), theirs.get(key)) for key in LETTERS}
    torn = {
        key for key, (was, our, their) in states.items() if our != their and was not in {our, their}
    }
    whole = {
        key: their if was == our else our
        for key, (was, our, their) in states.items()
        if key not in torn
    }
    assert {conflict.key[0][-1] for conflict in result.conflicts} == torn
    found = held(result.content)
    assert {key: found.get(key) for key in whole} == whole
    for key in torn:
        assert all(
            line(key, tokens) in result.content for tokens in states[key] if tokens is not None
        )


@given(SIDE, SIDE, SIDE)
def test_both_directions_give_the_same_but_for_a_conflicts_sides(
    base: dict[str, int], ours: dict[str, int], theirs: dict[str, int]
) -> None:
    one = merged(content(base), content(ours), content(theirs))
    other = merged(content(base), content(theirs), content(ours))

    assert {c.key for c in one.conflicts} == {c.key for c in other.conflicts}
    if one.conflicts:
        assert sorted(one.content.split("\n")) == sorted(other.content.split("\n"))
    else:
        assert one.content == other.content


@given(SIDE, SIDE)
def test_a_side_that_did_nothing_takes_what_the_other_did(
    base: dict[str, int], theirs: dict[str, int]
) -> None:
    assert merged(content(base), content(base), content(theirs)).content == content(theirs)


def test_a_row_that_both_edited_stands_between_markers_at_its_place() -> None:
    texts = [HEADER + line("a") + line("b", tokens) + line("c") for tokens in (1, 2, 3)]

    result = merged(*texts, marker_size=9)

    assert result.content == (
        f"{HEADER}{line('a')}<<<<<<<<< ours\n{line('b', 2)}||||||||| base\n{line('b', 1)}"
        f"=========\n{line('b', 3)}>>>>>>>>> theirs\n{line('c')}"
    )
    assert [conflict.columns for conflict in result.conflicts] == [("tokens_in",)]


def test_a_row_that_one_removed_and_the_other_edited_is_shown() -> None:
    result = merged(HEADER + line("a", 1), HEADER, HEADER + line("a", 2))

    assert "<<<<<<< ours\n||||||| base\n" in result.content
    assert f"=======\n{line('a', 2)}>>>>>>> theirs\n" in result.content


def test_a_row_with_another_date_is_one_row_at_its_new_place() -> None:
    moved = line("a").replace("2026-03-05,", "2026-03-09,")
    base = HEADER + line("a") + line("b")

    result = merged(base, HEADER + line("b") + moved, base + line("c"))

    assert result.content == HEADER + line("b") + line("c") + moved


def test_another_way_to_write_a_number_is_no_edit() -> None:
    result = merged(HEADER + line("a", 7), HEADER + line("a", "007"), HEADER + line("a", 8))

    assert (result.content, result.conflicts) == (HEADER + line("a", 8), ())


def test_a_file_that_both_sides_began_is_merged_without_a_base() -> None:
    result = merged("", HEADER + line("a"), HEADER + line("b"))

    assert result.content == HEADER + line("a") + line("b")


BROKEN = "05/03/26,claude\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kept"),
    [
        ("", BROKEN, "", 1),
        (BROKEN, BROKEN, BROKEN, 1),
        (BROKEN, "", BROKEN, 0),
        (BROKEN, BROKEN, "", 0),
        ("", BROKEN, BROKEN, 1),
        (BROKEN, BROKEN * 2, "", 2),
    ],
)
def test_rows_that_cannot_be_read_are_merged_as_lines(
    base: str, ours: str, theirs: str, kept: int
) -> None:
    texts = [HEADER + line("a") + broken + line("b") for broken in (base, ours, theirs)]

    result = merged(*texts)

    assert result.content == HEADER + line("a") + BROKEN * kept + line("b")


POOL = [line(letter, tokens) for letter in "ab" for tokens in (1, 2)]
POOL += [BROKEN, "\n", "<<<<<<< HEAD\n", "\udce9\n", 'a,"b\n', line("c").rstrip("\n") + "\r\n"]
LINES = st.lists(st.sampled_from(POOL), max_size=8)


@given(LINES, LINES, LINES)
def test_whatever_stands_there_what_a_side_added_is_in_the_result(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    texts = [HEADER + "".join(lines) for lines in (base, ours, theirs)]

    result = merged(*texts)

    added = {one.strip() for one in {*ours, *theirs} - {*base}}
    assert added <= {"", *result.content.split("\n")}


def test_a_row_that_one_side_repaired_is_the_repaired_one() -> None:
    broken, repaired = line("a", "1k"), line("a", 1000)

    result = merged(HEADER + broken, HEADER + repaired, HEADER + broken + line("b"))

    assert result.content == HEADER + repaired + line("b")


def test_columns_of_others_are_kept() -> None:
    plain = HEADER + line("a")
    more = plain.replace("\n", ",weather\n", 1).replace("aaaaaa\n", "aaaaaa,rain\n")

    result = merged(plain, plain + line("b"), more)

    header, first, second = result.content.splitlines()
    assert header.endswith(",session_id,weather")
    assert first.endswith("aaaaaa,rain")
    assert second.endswith("bbbbbb,")


TWELVE = HEADER.replace(",session_id", "")


def public(letter: str, count: object = "") -> str:
    return line(letter, count).rsplit(",", 1)[0].replace("agent/loop", letter) + "\n"


def test_files_with_the_twelve_columns_are_merged_and_keep_them() -> None:
    base = TWELVE + public("a") * 2 + public("b")

    result = merged(base, TWELVE + public("a") * 2 + public("c"), base + public("d"))

    assert sorted(result.content.splitlines()) == sorted(
        (TWELVE + public("a") * 2 + public("c") + public("d")).splitlines()
    )


def test_a_side_that_gave_its_rows_names_is_merged_with_one_that_did_not() -> None:
    base = TWELVE + public("a") + public("b")
    rows = read(base, SESSIONS, "").rows
    named = {row.record.module: row.record.session_id for row in rows}
    ours = HEADER + "".join(public(letter).replace("\n", f",{named[letter]}\n") for letter in "ab")

    result = merged(base, ours, TWELVE + public("b") + public("c"))

    header, *lines = result.content.splitlines()
    assert header == HEADER.strip()
    assert {one.split(",")[3] for one in lines} == {"b", "c"}
    assert all(one.split(",")[-1] for one in lines)


def test_what_an_editor_left_behind_does_not_hide_a_row() -> None:
    base = HEADER + line("a") + line("b")
    edited = "\ufeff" + base.replace("\n", "\r\n").rstrip("\r\n")

    result = merged(base, edited, HEADER + line("b") + line("c"))

    assert result.content == HEADER + line("b") + line("c")


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(StoreError, match="the first line has no column"):
        merged(HEADER, HEADER, "a;b\n")
