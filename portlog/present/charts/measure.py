"""How the values of one axis are written: dollars, counts, shares."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from portlog.present.language import language
from portlog.present.wording import compact, exact, grouped, in_dollars, money

_ROUNDED_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Measure:
    """The words for a value, for the same in three digits, and what stands before it in a plot."""

    words: Callable[[Decimal], str]
    rounded: Callable[[Decimal], str]
    prefix: str = ""
    smallest_tick: float = 0

    def tick(self, value: float) -> str:
        """Return the words at an axis."""
        if value >= _ROUNDED_FROM:
            return self.rounded(Decimal(int(value)))
        digits = f"{value:,.9f}".rstrip("0").rstrip(".")
        said = language().figures(digits)
        return in_dollars(said) if self.prefix else said


DOLLARS = Measure(money, lambda usd: in_dollars(compact(int(usd))), prefix="$")
COUNTS = Measure(lambda n: grouped(int(n)), lambda n: compact(int(n)), smallest_tick=1)
NUMBERS = Measure(exact, lambda n: compact(int(n)))
