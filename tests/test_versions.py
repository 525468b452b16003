import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.checks.versions import Version, known_version

# from https://semver.org, rule 11, and cargo's order for build metadata
ASCENDING = [
    *("1.0.0-0", "1.0.0-1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta"),
    *("1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.0+0", "1.0.0+00", "1.0.0+1"),
    *("1.0.0+a", "1.0.1", "1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0", "10.0.0"),
]


def test_versions_are_ordered_as_cargo_orders_them() -> None:
    versions = [Version.parse(text) for text in reversed(ASCENDING)]

    in_order = sorted(versions)

    assert [str(version) for version in in_order] == ASCENDING


@pytest.mark.parametrize(
    "text",
    [
        *("", "1", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.3-", "1.2.3+", "1.2.3-01"),
        *("1.2.3-a..b", "1.2.3+a..b", "v1.2.3", "1.2.3 ", "1.2.x", "18446744073709551616.0.0"),
        *("1.2.3-ä", "\u0661.2.3", "1.2.3\n"),
    ],
)
def test_what_is_no_full_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        Version.parse(text)


def test_an_index_line_with_an_odd_version_is_known_as_none() -> None:
    assert known_version("1.0") is None


@given(
    st.tuples(*[st.integers(0, 2**64 - 1)] * 3),
    st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True),
)
def test_a_version_is_written_as_it_was_read(core: tuple[int, int, int], pre: str) -> None:
    text = f"{core[0]}.{core[1]}.{core[2]}-{pre}"

    assert str(Version.parse(text)) == text


def test_a_long_row_of_identifiers_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="is not a version"):
        Version.parse("1.2.3-" + "1." * 50_000 + "!")
