"""The sum of time: sessions that ran at once are not added twice, as far as that is known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import Beside, answer, session

from portlog.analytics.totals import TOTALS, Part
from portlog.records.origin import Origin
from portlog.records.outcome import Basis
from portlog.records.session_details import SessionDetails

NINE = datetime(2026, 3, 5, 9, tzinfo=UTC)


def spent(number: int, begins: int, ends: int, minutes: str) -> list[Beside]:
    """Return a session of these active minutes, and its span in minutes after nine."""
    one = session(0, duration_min=Decimal(minutes), session_id=f"s{number}")
    return [
        one,
        SessionDetails("s" + str(number), _at(begins), _at(ends)),
        Origin(one.session_id, ("duration_min",), Basis.COMPUTED, "active_10min/1"),
    ]


def _at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def total(*sessions: Sequence[Beside]) -> list[Part]:
    return list(answer(TOTALS, [row for rows in sessions for row in rows])["duration_min"])


def test_sessions_one_after_another_are_added() -> None:
    [part] = total(spent(1, 0, 60, "40"), spent(2, 60, 120, "50"))

    assert (int(part.amount), part.overlapping, part.sessions) == (90, 0, 2)


def test_two_sessions_at_once_take_no_longer_than_from_first_to_last() -> None:
    [part] = total(spent(1, 0, 60, "60"), spent(2, 30, 80, "50"))

    assert (int(part.amount), part.overlapping) == (80, 2)


def test_two_sessions_that_were_mostly_idle_take_no_longer_than_both_together() -> None:
    [part] = total(spent(1, 0, 600, "20"), spent(2, 30, 500, "30"))

    assert (int(part.amount), part.overlapping) == (50, 2)


def test_a_chain_of_sessions_is_one_stretch_of_time() -> None:
    chain = [spent(1, 0, 60, "60"), spent(2, 10, 20, "10"), spent(3, 50, 110, "60")]

    [part] = total(*chain, spent(4, 200, 230, "25"))

    assert (int(part.amount), part.overlapping, part.sessions) == (110 + 25, 3, 4)


def test_a_typed_duration_longer_than_its_span_is_not_cut() -> None:
    [part] = total(spent(1, 0, 30, "90"))

    assert (int(part.amount), part.overlapping) == (90, 0)


def test_sessions_whose_moments_nobody_knows_are_added() -> None:
    known, details, origin = spent(1, 0, 60, "60")
    unknown = [session(0, duration_min=Decimal(50), session_id="s2"), _as(origin, "s2")]
    half = [session(0, duration_min=Decimal(7), session_id="s3"), _as(origin, "s3")]
    half.append(SessionDetails("s3", started_at=_at(10)))

    [part] = total([known, details, origin], unknown, half)

    assert (int(part.amount), part.overlapping, part.sessions) == (117, 0, 3)


def _as(origin: Beside, name: str) -> Beside:
    assert isinstance(origin, Origin)
    return replace(origin, session_id=name)


def test_time_known_in_two_ways_stays_apart() -> None:
    typed = spent(2, 0, 60, "60")[:2]

    parts = total(spent(1, 0, 60, "60"), typed)

    assert [(part.method.rule, int(part.amount), part.overlapping) for part in parts] == [
        ("typed", 60, 0),
        ("active_10min/1", 60, 0),
    ]


@pytest.mark.parametrize("ends", [0, 60])
def test_a_session_of_no_length_adds_nothing(ends: int) -> None:
    [part] = total(spent(1, 0, 60, "40"), spent(2, ends, ends, "0"))

    assert part.amount == Decimal(40)


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90), st.integers(0, 100)), min_size=1)
)
def test_the_total_is_never_under_the_longest_nor_over_the_sum_or_the_span(
    told: list[tuple[int, int, int]],
) -> None:
    sessions = [
        spent(number, begins, begins + length, str(length * share // 100))
        for number, (begins, length, share) in enumerate(told)
    ]
    minutes = [length * share // 100 for _, length, share in told]
    busy = {minute for begins, length, _ in told for minute in range(begins, begins + length)}

    [part] = total(*sessions)

    assert max(minutes) <= part.amount <= min(sum(minutes), len(busy))
