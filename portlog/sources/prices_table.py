"""The price table that comes with portlog, made from genai-prices (MIT), and its supplement."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path

import msgspec

from portlog.records.model_name import price_names
from portlog.records.price import EARLIEST, LATEST, PricePeriod, Rates, day_ms
from portlog.records.price_tier import STANDARD, US_ONLY

_TABLE = Path(__file__).with_name("prices.json")
_SUPPLEMENT = Path(__file__).with_name("prices_supplement.json")


class _Row(msgspec.Struct, array_like=True, frozen=True):
    since: str
    above: int
    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write_5m: Decimal
    cache_write_1h: Decimal
    web_searches: Decimal


class PricedModel(msgspec.Struct, frozen=True):
    """A model of the packaged table: the names it has there, its prices by tier."""

    id: str
    names: tuple[str, ...]
    prices: dict[str, tuple[_Row, ...]]


class PriceTable(msgspec.Struct, frozen=True):
    """The packaged table; `date` is the day on which the release it was made from came out."""

    source: str
    date: date
    models: tuple[PricedModel, ...]

    def periods(self, model: PricedModel, word: str) -> Iterator[PricePeriod]:
        """Yield the prices of a model in a tier, none if the table has none."""
        by_day = groupby(model.prices.get(word, ()), attrgetter("since"))
        days = [(_since(day), tuple(rows)) for day, rows in by_day]
        for (since, rows), (until, _) in pairwise((*days, (LATEST, ()))):
            rates = tuple(self._rates(row) for row in rows)
            yield PricePeriod(since, until, rates, tuple(row.above for row in rows[1:]))

    def _rates(self, row: _Row) -> Rates:
        return Rates(
            row.input,
            row.output,
            row.cache_read,
            row.cache_write_5m,
            row.cache_write_1h,
            row.web_searches,
            self.source,
            self.date,
        )


class _Factor(msgspec.Struct, frozen=True):
    """What a word makes of a price that the table has for a model only without it."""

    word: str
    factor: Decimal
    models: frozenset[str]
    source: str


def packaged_periods(model: str, words: frozenset[str]) -> Iterator[PricePeriod]:
    """Yield the prices of a model, named as logged, in the tier of these words."""
    names = _by_name()
    found = next((names[name] for name in price_names(model) if name in names), None)
    if found is not None:
        yield from _periods(found, words)


@cache
def packaged_table() -> PriceTable:
    """Return the price table that comes with portlog, read once."""
    return msgspec.json.decode(_TABLE.read_bytes(), type=PriceTable)


@cache
def _by_name() -> dict[str, PricedModel]:
    return {name: model for model in packaged_table().models for name in model.names}


@cache
def _supplement() -> tuple[_Factor, ...]:
    return msgspec.json.decode(_SUPPLEMENT.read_bytes(), type=tuple[_Factor, ...])


def _periods(model: PricedModel, words: frozenset[str]) -> Iterator[PricePeriod]:
    if US_ONLY in words:
        yield from _multiplied(model, US_ONLY, words - {US_ONLY})
    elif len(words) <= 1:
        # a tier of two words is not on offer, and has no price
        word = next(iter(words), STANDARD)
        yield from packaged_table().periods(model, word)
        yield from _multiplied(model, word, frozenset())


def _multiplied(model: PricedModel, word: str, words: frozenset[str]) -> Iterator[PricePeriod]:
    for line in _supplement():
        if line.word == word and model.id in line.models:
            for period in _periods(model, words):
                yield period.times(line.factor).noted(
                    f"{word} \N{MULTIPLICATION SIGN} {line.factor}"
                )


def _since(day: str) -> int:
    return day_ms(date.fromisoformat(day)) if day else EARLIEST
