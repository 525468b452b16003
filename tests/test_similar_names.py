import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.crate_names import canonical, name_refusal
from portlog.checks.similar_names import (
    MOST_CANDIDATES,
    MOST_SPELLINGS,
    candidates,
    edit_distance,
    nearest,
    other_spellings,
)

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,30}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("serde_jsn", "serde_json"),
        ("serdejson", "serde_json"),
        ("json-serde", "serde_json"),
        ("tokioo", "tokio"),
        ("toikio", "tokio"),
        ("rekwest", "reqwest"),
        ("lazystatic", "lazy_static"),
        ("clap-rs", "clap"),
        ("rust-openai-api-rs", "openai-api-rs"),
    ],
)
def test_a_slip_finds_the_crate_that_was_meant(typed: str, meant: str) -> None:
    assert meant in candidates(typed)


def test_the_nearest_crate_stands_first_and_alone() -> None:
    assert candidates("tokioo") == ("tokio",)


def test_both_uniform_spellings_stand_first() -> None:
    assert other_spellings("a_b-c")[:2] == ("a-b-c", "a_b_c")


def test_a_name_in_one_word_has_no_other_spelling() -> None:
    assert other_spellings("serde") == ()


@given(NAMES)
def test_spellings_are_the_same_name_otherwise_written(name: str) -> None:
    others = other_spellings(name)

    assert name not in others
    assert len(others) <= MOST_SPELLINGS
    assert {canonical(other) for other in others} <= {canonical(name)}


@given(NAMES)
def test_candidates_are_few_and_can_all_be_asked_for(name: str) -> None:
    guesses = candidates(name)

    assert len(guesses) <= MOST_CANDIDATES
    assert [guess for guess in guesses if name_refusal(guess) is not None] == []


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "ab", 1), ("abc", "acb", 1), ("abc", "axc", 1)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert edit_distance(one, other) == slips


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert edit_distance(one, other) == edit_distance(other, one)


def test_the_nearest_words_come_first_and_unlike_ones_not_at_all() -> None:
    assert nearest("deriv", ["std", "derive", "derive_more", "alloc"]) == ("derive", "derive_more")
