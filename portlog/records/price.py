"""What tokens cost: rates for one kind of request, and how they change with time and its length.

Costs are exact: counts are whole, rates are decimal, and what is linear is multiplied once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

EARLIEST, LATEST = -(2**63), 2**63
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """How many tokens of each class, and web searches; each token is in one class alone.

    `input` is what no cache gave and none took, `output` includes reasoning.
    """

    input: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    output: int = 0
    web_searches: int = 0

    @property
    def prompt(self) -> int:
        """All that the model read: what a request's price bracket goes by."""
        return self.input + self.cache_read + self.cache_write_5m + self.cache_write_1h


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """What each class costs in requests of one kind: USD per million tokens, per 1,000 searches.

    `source` is the price table and what was derived from it, `date` that table's own day.
    One object stands for one model, tier, period and bracket: group counts by it.
    """

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write_5m: Decimal
    cache_write_1h: Decimal
    web_searches: Decimal
    source: str
    date: date

    def cost(self, counts: TokenCounts) -> Decimal:
        """Return the exact cost in USD, not rounded; of one request, or of many at these rates."""
        tokens = (
            counts.input * self.input
            + counts.output * self.output
            + counts.cache_read * self.cache_read
            + counts.cache_write_5m * self.cache_write_5m
            + counts.cache_write_1h * self.cache_write_1h
        )
        return tokens.scaleb(-6) + (counts.web_searches * self.web_searches).scaleb(-3)

    def noted(self, note: str) -> "Rates":
        """Return these rates with a note on what was made of their source."""
        return replace(self, source=f"{self.source}, {note}")

    def times(self, factor: Decimal) -> "Rates":
        """Return these rates with each token, but no search, at a multiple."""
        return replace(
            self,
            input=self.input * factor,
            output=self.output * factor,
            cache_read=self.cache_read * factor,
            cache_write_5m=self.cache_write_5m * factor,
            cache_write_1h=self.cache_write_1h * factor,
        )


@dataclass(frozen=True, slots=True)
class PricePeriod:
    """Rates from one moment up to another, in milliseconds since 1970, UTC.

    `rates[0]` holds for prompts of up to `above[0]` tokens, `rates[1]` for longer ones, and so on:
    the length of the prompt decides for the whole request, as at Anthropic, Google and OpenAI.
    """

    since: int
    until: int
    rates: tuple[Rates, ...]
    above: tuple[int, ...] = ()

    def within(self, since: int, until: int) -> "PricePeriod":
        """Return what of this period lies within another; it may be empty."""
        return replace(self, since=max(self.since, since), until=min(self.until, until))

    def noted(self, note: str) -> "PricePeriod":
        """Return this period with a note on what was made of the rates' source."""
        return replace(self, rates=tuple(rates.noted(note) for rates in self.rates))

    def times(self, factor: Decimal) -> "PricePeriod":
        """Return this period with each token, but no search, at a multiple."""
        return replace(self, rates=tuple(rates.times(factor) for rates in self.rates))


@dataclass(frozen=True, slots=True)
class PriceCourse:
    """The prices of one model and tier through time; `periods[i]` begins at `starts[i]`."""

    starts: tuple[int, ...]
    periods: tuple[PricePeriod | None, ...]

    @classmethod
    def of(cls, periods: Sequence[PricePeriod]) -> "PriceCourse":
        """Lay periods over one another: where several hold, the first one counts."""
        held = [period for period in periods if period.since < period.until]
        edges = {EARLIEST, *(p.since for p in held), *(p.until for p in held)}
        starts = tuple(sorted(edges))
        return cls(starts, tuple(_first(held, start) for start in starts))

    def rates(self, at_ms: int, prompt: int) -> Rates | None:
        """Return the rates of a request at a moment, by its whole prompt; None if unpriced."""
        period = self.periods[bisect_right(self.starts, at_ms) - 1]
        return None if period is None else period.rates[bisect_left(period.above, prompt)]

    def of_all(self, at_ms: Sequence[int], prompts: Sequence[int]) -> Sequence[Rates | None]:
        """Return the rates of requests, each by its moment and its whole prompt."""
        if not self._is_one(at_ms, prompts):
            return list(map(self.rates, at_ms, prompts))
        return [self.rates(at_ms[0], prompts[0])] * len(at_ms)

    def _is_one(self, at_ms: Sequence[int], prompts: Sequence[int]) -> bool:
        """Say whether requests fall into one period and one bracket of it, as most do."""
        first, last = (bisect_right(self.starts, at) - 1 for at in (min(at_ms), max(at_ms)))
        period = self.periods[first]
        if first != last or period is None:
            return first == last
        brackets = {bisect_left(period.above, of(prompts)) for of in (min, max)}
        return len(brackets) == 1


def _first(periods: Sequence[PricePeriod], at_ms: int) -> PricePeriod | None:
    return next((period for period in periods if period.since <= at_ms < period.until), None)


def day_ms(day: date) -> int:
    """Return a day's first moment in UTC, in milliseconds since 1970."""
    return (day - date(1970, 1, 1)).days * DAY_MS
