"""Scales: where a value stands in a picture, and which values an axis names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from portlog.present.wording import short_day

_STEPS = (1, 2, 5)
_DAYS_BETWEEN = (1, 2, 7, 14)
_WEEKS_UP_TO_DAYS = 45
_MONTHS_BETWEEN = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12000, 60000)
_YEAR_ONE = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from values (`low` to `high`) to coordinates (`start` to `end`)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value; the middle where all values are one."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_ticks(largest: float, most: int, smallest_step: float = 0) -> list[float]:
    """Return 0 and at most `most` further round values, the last at or above the largest."""
    step = next(one for one in _round_steps() if one >= smallest_step and one * most >= largest)
    return [step * index for index in range(max(1, -int(-largest // step)) + 1)]


def _round_steps() -> Iterator[float]:
    for power in count(-9):
        for step in _STEPS:
            yield step * 10**power if power >= 0 else step / 10**-power


def day_ticks(first: date, last: date, most: int) -> list[date]:
    """Return days for an axis: every few days, the 1st and 15th, or the 1st of some months."""
    days = (last - first).days
    if days < _WEEKS_UP_TO_DAYS:
        stride = next((one for one in _DAYS_BETWEEN if days // one < most), days + 1)
        return [first + timedelta(days=day) for day in range(0, days + 1, stride)]
    return next(ticks for ticks in _candidates(first, last, most) if len(ticks) <= most)


def day_labels(ticks: Sequence[date]) -> list[str]:
    """Return the days as labels; the year stands at the first and where it changes."""
    if ticks and all(day.month == day.day == 1 for day in ticks):
        return [f"{day.year:04d}" for day in ticks]
    years = [None, *(day.year for day in ticks)]
    return [
        short_day(day) if day.year == before else f"{short_day(day)} {day.year:04d}"
        for day, before in zip(ticks, years, strict=False)
    ]


def _candidates(first: date, last: date, most: int) -> Iterator[list[date]]:
    months = (last.year - first.year) * 12 + last.month - first.month
    if months <= most:
        starts = _month_starts(first, last, 1)
        halves = [day for start in starts for day in (start, start.replace(day=15))]
        yield [day for day in halves if first <= day <= last]
    for stride in _MONTHS_BETWEEN:
        if months // stride <= most:
            yield [day for day in _month_starts(first, last, stride) if day >= first]


def _month_starts(first: date, last: date, months: int) -> list[date]:
    start = (first.year * 12 + first.month - 1) // months * months
    numbers = range(start, last.year * 12 + last.month, months)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers if number >= _YEAR_ONE]
