"""An adopted file merged in one process: what it holds, in which order, what is left to git."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from adopted import TWELVE
from hypothesis import given
from hypothesis import strategies as st

from portlog.errors import StoreError
from portlog.records.session import Languages, sessions_table
from portlog.records.session_tie import SessionTie, digest_of
from portlog.store.merge import Merged, ThreeTexts
from portlog.store.merge_adopted import ThreeTies, merge_adopted
from portlog.store.ties import Ties, read_adopted

TABLE = sessions_table(Languages())
Sessions = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Side:
    """A file with a session for each name, known by its tokens, and its sidecar."""

    text: str
    ties: Ties


def row(tokens: int, more: str = "") -> str:
    return f"2026-03-05,claude,opus,agent/loop,{tokens},,,,,,,{more}\n"


def side(sessions: Sessions, header: str = TWELVE, more: str = "") -> Side:
    seen: dict[int, int] = {}
    found = []
    for name, tokens in sessions.items():
        seen[tokens] = seen.get(tokens, 0) + 1
        reading = read_adopted(f"{TWELVE}\n{row(tokens)}", TABLE, "x.csv", Ties())
        session = reading.rows[0].record
        digest = digest_of(TABLE.cells(session)[:-1])
        found.append(
            SessionTie(
                name, digest, seen[tokens], session.date, session.llm, session.model, session.module
            )
        )
    lines = "".join(row(tokens, more) for tokens in sessions.values())
    return Side(f"{header}\n{lines}", Ties(tuple(found)))


def merged(base: Side, ours: Side, theirs: Side) -> Merged:
    texts = ThreeTexts(base.text, ours.text, theirs.text)
    return merge_adopted(texts, ThreeTies(base.ties, ours.ties, theirs.ties), TABLE, "x.csv")


def tokens(content: str) -> list[int]:
    return [int(line.split(",")[4]) for line in content.splitlines()[1:]]


NAMES = [f"2026-03-05-claude-{letter * 6}" for letter in "abcdef"]
VERSIONS = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3))


def expected(base: Sessions, ours: Sessions, theirs: Sessions) -> tuple[list[int], set[str]]:
    """Return the tokens of the rows that are kept, and the names of those in conflict."""
    kept, conflicts = [], set()
    for name in {*base, *ours, *theirs}:
        before, mine, other = base.get(name), ours.get(name), theirs.get(name)
        if mine != other and before not in {mine, other}:
            conflicts.add(name)
        else:
            kept.append(other if mine in {before, other} else mine)
    return sorted(one for one in kept if one is not None), conflicts


@given(VERSIONS, VERSIONS, VERSIONS)
def test_each_session_is_merged_for_itself(
    base: Sessions, ours: Sessions, theirs: Sessions
) -> None:
    result = merged(side(base), side(ours), side(theirs))
    back = merged(side(base), side(theirs), side(ours))

    kept, conflicts = expected(base, ours, theirs)
    assert {one.key[0] for one in result.conflicts} == conflicts
    if not conflicts:
        assert sorted(tokens(result.content)) == kept
        assert back.content == result.content


def test_new_rows_stay_at_the_top_or_at_the_end_where_they_were_put() -> None:
    base, ours, theirs = ({name: at for at, name in enumerate(NAMES[:3], 1)} for _ in range(3))

    result = merged(
        side(base), side({NAMES[3]: 7} | ours), side(theirs | {NAMES[4]: 8, NAMES[5]: 9})
    )

    assert tokens(result.content) == [7, 1, 2, 3, 8, 9]


def test_a_column_that_one_side_added_stays() -> None:
    base = {NAMES[0]: 1}

    result = merged(
        side(base), side(base | {NAMES[1]: 2}), side(base, f"{TWELVE},mood", more=",good")
    )

    first, kept, added = result.content.splitlines()
    assert first.endswith(",mood")
    assert kept.endswith(",good")
    assert added.count(",") == first.count(",")


def test_columns_that_both_sides_changed_are_left_to_git() -> None:
    base = {NAMES[0]: 1}

    with pytest.raises(StoreError, match="both sides have changed the columns"):
        merged(
            side(base),
            side(base, f"{TWELVE},mood", more=",good"),
            side(base, f"{TWELVE},rain", more=",much"),
        )


def test_a_line_that_cannot_be_read_is_merged_as_a_line() -> None:
    base, other = side({NAMES[0]: 1}), side({NAMES[0]: 1, NAMES[1]: 2})
    ragged = Side(f"{base.text}ragged\n", base.ties)

    assert merged(base, ragged, other).content == f"{base.text}ragged\n{row(2)}"
    assert merged(ragged, other, ragged).content == other.text
