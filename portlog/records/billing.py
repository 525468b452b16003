"""What a subscription really cost: its price for each period that a span of days touches."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count, takewhile

MONTHS = {"month": 1, "year": 12}
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Billing:
    """A subscription to an agent: `price_usd` for each month or year from its first day on.

    `until` is the last day on which a period may begin; None is open.
    """

    llm: str
    plan: str
    price_usd: Decimal
    since: date
    until: date | None = None
    period: str = "month"


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """One period of a subscription, its first and last day, paid in full."""

    billing: Billing
    first_day: date
    last_day: date

    @property
    def paid_usd(self) -> Decimal:
        """What the period cost in USD."""
        return self.billing.price_usd


def paid_periods(
    billings: Iterable[Billing], first_day: date, last_day: date
) -> tuple[PaidPeriod, ...]:
    """Return every period with a day from `first_day` to `last_day`, oldest first.

    Nothing is shared out: a period that is touched counts whole.
    """
    periods = [
        period
        for billing in billings
        for period in _periods(billing, last_day)
        if period.last_day >= first_day
    ]
    return tuple(sorted(periods, key=lambda period: (period.first_day, period.billing.llm)))


def paid_usd(billings: Iterable[Billing], first_day: date, last_day: date) -> Decimal:
    """Return what the periods touched from `first_day` to `last_day` cost together, in USD."""
    periods = paid_periods(billings, first_day, last_day)
    return sum((period.paid_usd for period in periods), Decimal())


def _periods(billing: Billing, last_day: date) -> Iterator[PaidPeriod]:
    """Yield the periods that begin by a day."""
    length = MONTHS[billing.period]
    latest = min(last_day, billing.until or last_day)
    starts = (_months_on(billing.since, length * number) for number in count())
    for number, start in enumerate(takewhile(lambda start: start <= latest, starts), 1):
        ends = _months_on(billing.since, length * number) - timedelta(days=1)
        yield PaidPeriod(billing, start, ends)


def _months_on(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last if it is shorter."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
