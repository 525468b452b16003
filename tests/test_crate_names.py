import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.crate_names import canonical, claim, name_refusal, reservation


@pytest.mark.parametrize("name", ["a", "serde_json", "Seed-Upper", "x" * 64, "a1-_"])
def test_a_name_that_crates_io_could_hold_is_not_refused(name: str) -> None:
    assert name_refusal(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("x" * 65, "65 characters"),
        ("serde/../tokio", 'not "/"'),
        ("..", 'not "."'),
        ("a?b", 'not "?"'),
        ("a%2e", 'not "%"'),
        ("1a", 'not with "1"'),
        ("_a", 'not with "_"'),
        ("-a", 'not with "-"'),
        ("größe", 'not "ö"'),
        ("a\tb", "U+0009"),
        ("a\x1b[2J", "U+001B"),
        ("serde\n", "U+000A"),
        ("serde=1", "write serde@=1"),
        ("serde^1.2", "write serde@^1.2"),
        ("serde>=1", "write serde@>=1"),
    ],
)
def test_a_refused_name_is_refused_with_the_reason(name: str, why: str) -> None:
    refusal = name_refusal(name)

    assert refusal is not None
    assert why in refusal


@given(st.text(max_size=80))
def test_only_letters_digits_and_two_marks_pass(name: str) -> None:
    if name_refusal(name) is None:
        assert name.isascii()
        assert name.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("typed", "name", "requirement"),
    [
        ("serde", "serde", None),
        ("serde@1", "serde", "1"),
        ("serde@=1.0.3", "serde", "=1.0.3"),
        ("serde@>=1, <2", "serde", ">=1, <2"),
        ("serde@", "serde", ""),
        ("@1", "", "1"),
        ("serde@1@2", "serde", "1@2"),
    ],
)
def test_a_name_ends_at_the_first_at_sign(typed: str, name: str, requirement: str | None) -> None:
    one = claim(typed)

    assert (one.name, one.requirement) == (name, requirement)


def test_names_that_differ_in_case_or_separator_are_one_to_crates_io() -> None:
    assert canonical("Serde_JSON") == canonical("serde-json")


@pytest.mark.parametrize("name", ["std", "proc_macro", "Con", "rustc-driver", "lpt9"])
def test_a_reserved_name_has_its_reason(name: str) -> None:
    assert "reserves" in (reservation(name) or "")


def test_an_ordinary_name_is_not_reserved() -> None:
    assert reservation("serde") is None
