"""An experiment's own prices and its subscriptions, as `portlog.toml` tells them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portlog.errors import ConfigError
from portlog.records.billing import MONTHS, Billing
from portlog.records.kinds import MONEY, TEXT
from portlog.records.model_name import price_names
from portlog.records.own_price import OwnPrice
from portlog.records.price import Rates
from portlog.records.price_tier import PRICED_WORDS, STANDARD, tier_words
from portlog.records.table import shortened

PRICE_KEYS = (
    *("model", "from", "until", "tier", "input", "output"),
    *("cache_read", "cache_write", "cache_write_1h", "web_searches"),
)
BILLING_KEYS = ("llm", "plan", "price_usd", "from", "until", "period")
_MOST_USD = 10**9
_DECIMALS = 9
_EXAMPLES = {
    "model": 'model = "opus-4.6"',
    "from": "from = 2026-03-05",
    "until": "until = 2026-06-30",
    "tier": f'tier = "{STANDARD}", or words of {", ".join(PRICED_WORDS)} joined by "+"',
    "llm": 'llm = "claude"',
    "plan": 'plan = "Max 20x"',
    "price_usd": "price_usd = 200",
    "period": " or ".join(f'period = "{word}"' for word in MONTHS),
}
_RATE = "2.50, in US dollars per million tokens (web_searches: per 1,000)"


def own_prices(settings: Mapping[str, Any], shown: str) -> tuple[OwnPrice, ...]:
    """Return the prices in the `[[prices]]` of settings, in their order.

    Cache reads and writes without a price cost what the input does, a 1-hour write what another
    does. `shown` is the file's name for messages. Raises `ConfigError` for what cannot be used.
    """
    found: dict[tuple[str, frozenset[str], date], str] = {}
    prices = []
    for table in _tables(settings, "prices", PRICE_KEYS, shown):
        price = _own_price(table, shown)
        key = price.name, tier_words(price.tier), price.since
        if key in found:
            raise ConfigError(
                f"{table.place}: {found[key]} has a price of {price.model} from that day",
                "keep one of them",
            )
        found[key] = table.place
        prices.append(price)
    return tuple(prices)


def billings(settings: Mapping[str, Any], shown: str) -> tuple[Billing, ...]:
    """Return the subscriptions in the `[[billing]]` of settings, in their order.

    `shown` is the file's name for messages. Raises `ConfigError` for what cannot be used.
    """
    return tuple(_billing(table) for table in _tables(settings, "billing", BILLING_KEYS, shown))


@dataclass(frozen=True, slots=True)
class _Told:
    """One table of settings, and where it stands."""

    place: str
    values: Mapping[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or not (value or default == ""):
            raise self.wrong(key, "text")
        try:
            return str(TEXT.parse(value))
        except ValueError as error:
            raise self.wrong(key, f"text, but {error}") from None

    def word(self, key: str, words: tuple[str, ...]) -> str:
        value = self.text(key, words[0])
        if value not in words:
            raise self.wrong(key, "one of its words")
        return value

    def day(self, key: str) -> date:
        value = self.values.get(key)
        # a time of day is a date to Python
        if type(value) is not date:
            raise self.wrong(key, "a day without quotes")
        return value

    def last_day(self, since: date) -> date | None:
        if "until" not in self.values:
            return None
        until = self.day("until")
        if until < since:
            raise self.wrong("until", f"{since} or later, the day it begins")
        return until

    def amount(self, key: str, default: Decimal | None = None) -> Decimal:
        if key not in self.values and default is not None:
            return default
        try:
            return _amount(self.values.get(key))
        except (TypeError, ValueError):
            raise self.wrong(key, "an amount with at most nine decimals") from None

    def wrong(self, key: str, expected: str) -> ConfigError:
        hint = f"write {_EXAMPLES.get(key, f'{key} = {_RATE}')}"
        if key not in self.values:
            return ConfigError(f"{self.place}: {key} is missing", hint)
        value = shortened(_written(self.values[key]))
        return ConfigError(f"{self.place}: {key} is {value}, not {expected}", hint)


def _tables(
    settings: Mapping[str, Any], name: str, keys: tuple[str, ...], shown: str
) -> Iterator[_Told]:
    tables = settings.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{shown}: {name} is not a list of tables", f"write [[{name}]]")
    for number, table in enumerate(tables, 1):
        place = f"{shown}: [[{name}]] {number}"
        strange = next((key for key in table if key not in keys), None)
        if strange is not None:
            raise ConfigError(
                f"{place} has no setting {shortened(strange)!r}", f"known are {', '.join(keys)}"
            )
        yield _Told(place, table)


def _own_price(told: _Told, shown: str) -> OwnPrice:
    model, since = told.text("model"), told.day("from")
    names = price_names(model)
    if not names:
        raise told.wrong("model", "a model")
    return OwnPrice(
        model, names[0], _tier(told), since, told.last_day(since), _rates(told, shown, since)
    )


def _tier(told: _Told) -> str:
    tier = told.text("tier", STANDARD)
    if set(tier.split("+")) - {STANDARD, *PRICED_WORDS}:
        raise told.wrong("tier", "a tier")
    return tier


def _rates(told: _Told, shown: str, since: date) -> Rates:
    read = told.amount("input")
    cache_write = told.amount("cache_write", read)
    return Rates(
        input=read,
        output=told.amount("output"),
        cache_read=told.amount("cache_read", read),
        cache_write_5m=cache_write,
        cache_write_1h=told.amount("cache_write_1h", cache_write),
        web_searches=told.amount("web_searches", Decimal()),
        source=shown,
        date=since,
    )


def _billing(told: _Told) -> Billing:
    since = told.day("from")
    return Billing(
        llm=told.text("llm"),
        plan=told.text("plan", ""),
        price_usd=told.amount("price_usd"),
        since=since,
        until=told.last_day(since),
        period=told.word("period", tuple(MONTHS)),
    )


def _amount(value: object) -> Decimal:
    """Return an amount exactly as it is written, as a number or as text."""
    if isinstance(value, str):
        return Decimal(MONEY.parse(value))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(value)
    number = Decimal(str(value))
    # 1e-999999999 would be written with as many zeros
    if not number.is_finite() or not 0 <= number < _MOST_USD or number.adjusted() < -_DECIMALS:
        raise ValueError(value)
    return Decimal(MONEY.parse(f"{number:f}"))


def _written(value: object) -> str:
    """Return a value much as the file has it."""
    return f'"{value}"' if isinstance(value, str) else str(value)
