"""Numbers, days and lists as English words; the one place that a second language would replace."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

NO_MODULE = "no module"
LIST_PRICE = "API-equivalent list price"
_CENT = Decimal("0.01")
_LIST_DECIMALS = Decimal("0.0001")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SCALES = ((10**12, "T"), (10**9, "G"), (10**6, "M"), (10**3, "k"))


def grouped(number: int) -> str:
    """Return a whole number with thousands separators: `45,000`."""
    return f"{number:,}"


def exact(number: Decimal, least_decimals: int = 0) -> str:
    """Return all digits of a number, without zeros that say nothing: `1.20`, `92.5`, `90`."""
    whole, _, fraction = f"{number:f}".partition(".")
    kept = fraction.rstrip("0").ljust(least_decimals, "0")
    return f"{whole}.{kept}" if kept else whole


def money(usd: Decimal) -> str:
    """Return dollars to the cent, amounts under a dollar to the last digit: `$1,234.50`."""
    if 0 < usd < 1:
        return f"${exact(usd, 2)}"
    return f"${usd.quantize(_CENT, ROUND_HALF_EVEN):,}"


def in_a_list(usd: Decimal) -> str:
    """Return dollars with two to four decimals, for a column of them: `1.20`, `0.0887`."""
    if 0 < usd < _LIST_DECIMALS:
        return f"<{_LIST_DECIMALS}"
    return f"{Decimal(exact(usd.quantize(_LIST_DECIMALS, ROUND_HALF_EVEN), 2)):,f}"


def compact(number: int) -> str:
    """Return a count in three digits for a label: `513 k`, `1.88 M`; exact under 10,000."""
    if number < 10_000:  # noqa: PLR2004 - four digits are as short as a rounded figure
        return grouped(number)
    return next(_scaled(number, size, unit) for size, unit in _SCALES if number >= size)


def _scaled(number: int, size: int, unit: str) -> str:
    rounded = Decimal(f"{Decimal(number) / size:.3g}")
    return f"{rounded:f} {unit}"


def minutes(duration_min: Decimal) -> str:
    """Return minutes as hours and minutes, to the minute: `29 h 21 min`."""
    hours, rest = divmod(int(duration_min.to_integral_value(ROUND_HALF_EVEN)), 60)
    return f"{grouped(hours)} h {rest} min" if hours else f"{rest} min"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 session`, `24 sessions`."""
    return f"{grouped(number)} {noun if number == 1 else plural or f'{noun}s'}"


def module_words(module: str | None) -> str:
    """Return a module's name, or that there is none."""
    return NO_MODULE if module is None else module


def without_a_price(sessions: int, calls: int) -> str:
    """Return what lacks a price: `3 sessions (7 calls) without a price`."""
    return f"{counted(sessions, 'session')} ({counted(calls, 'call')}) without a price"


def of_all(part: int, whole: int, noun: str) -> str:
    """Return a part of a whole: `22 of 24 sessions`, or `all 24 sessions`."""
    if part == whole:
        return f"the only {noun}" if whole == 1 else f"all {counted(whole, noun)}"
    return f"{grouped(part)} of {counted(whole, noun)}"


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def short_day(day: date) -> str:
    """Return a day without its year: `5 Mar`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """Return a day in full: `5 March 2026`."""
    return f"{day.day} {month(day)}"


def month(day: date) -> str:
    """Return a day's month: `March 2026`."""
    return f"{_LONG_MONTHS[day.month - 1]} {day.year:04d}"


def short_month(day: date) -> str:
    """Return a day's month, short: `Mar`."""
    return _MONTHS[day.month - 1]


def span(first: date, last: date) -> str:
    """Return two days as one phrase: `5 March to 24 April 2026`."""
    if first == last:
        return long_day(first)
    if first.year == last.year:
        return f"{first.day} {_LONG_MONTHS[first.month - 1]} to {long_day(last)}"
    return f"{long_day(first)} to {long_day(last)}"


def shortened(text: str, letters: int) -> str:
    """Return a text of at most so many letters, cut with an ellipsis."""
    return text if len(text) <= letters else f"{text[: letters - 1]}…"
