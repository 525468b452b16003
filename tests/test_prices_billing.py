"""What subscriptions cost: each period that is touched, whole, and nothing shared out."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portlog.records.billing import Billing, paid_periods, paid_usd

MAX = Billing("claude", "Max 20x", Decimal(200), date(2026, 1, 31))
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def _days(*billings: Billing, first: date, last: date) -> list[tuple[date, date]]:
    return [(p.first_day, p.last_day) for p in paid_periods(billings, first, last)]


def test_a_month_begins_on_the_day_of_the_first_or_on_the_last_of_a_shorter_month() -> None:
    assert _days(MAX, first=date(2026, 2, 27), last=date(2026, 4, 1)) == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
    ]


def test_a_period_that_is_touched_by_a_day_counts_whole() -> None:
    assert paid_usd([MAX], date(2026, 3, 30), date(2026, 3, 30)) == 200
    assert paid_usd([MAX], date(2026, 3, 30), date(2026, 3, 31)) == 400


def test_nothing_is_paid_before_a_subscription_begins() -> None:
    assert paid_usd([MAX], date(2025, 1, 1), date(2026, 1, 30)) == 0


def test_no_period_begins_after_the_last_day() -> None:
    ended = Billing("claude", "Max", Decimal(100), date(2026, 1, 10), until=date(2026, 3, 9))

    assert _days(ended, first=date(2026, 1, 1), last=date(2026, 12, 31)) == [
        (date(2026, 1, 10), date(2026, 2, 9)),
        (date(2026, 2, 10), date(2026, 3, 9)),
    ]


def test_a_year_is_paid_once() -> None:
    yearly = Billing("codex", "", Decimal(240), date(2024, 2, 29), period="year")

    assert _days(yearly, first=date(2025, 2, 27), last=date(2025, 3, 1)) == [
        (date(2024, 2, 29), date(2025, 2, 27)),
        (date(2025, 2, 28), date(2026, 2, 27)),
    ]


def test_subscriptions_are_listed_oldest_first_and_added_up() -> None:
    other = Billing("codex", "Plus", Decimal("19.99"), date(2026, 2, 1))
    days = {"first_day": date(2026, 2, 1), "last_day": date(2026, 2, 10)}

    periods = paid_periods([other, MAX], **days)

    assert [period.billing.llm for period in periods] == ["claude", "codex"]
    assert paid_usd([other, MAX], **days) == Decimal("219.99")


@given(
    since=DAYS, first=DAYS, length=st.integers(0, 900), period=st.sampled_from(["month", "year"])
)
def test_periods_follow_one_another_and_cover_the_days(
    since: date, first: date, length: int, period: str
) -> None:
    last = first + timedelta(days=length)
    billing = Billing("claude", "", Decimal(1), since, period=period)

    days = _days(billing, first=first, last=last)

    covered = [day for day, _ in days[1:]]
    assert covered == [ends + timedelta(days=1) for _, ends in days[:-1]]
    if since <= last:
        assert days[0][0] <= max(first, since) <= days[0][1]
        assert days[-1][0] <= last <= days[-1][1]
    else:
        assert days == []
