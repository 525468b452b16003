"""Write the packaged price table anew from the installed genai-prices; `just prices` runs it."""
# ruff: noqa: INP001  a script, not a package

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from genai_prices.data import providers  # deptry: ignore[DEP004]
from genai_prices.types import (  # deptry: ignore[DEP004]
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    Provider,
    StartDateConstraint,
    TieredPrices,
)

TABLE = Path(__file__).parent.parent / "portlog" / "sources" / "prices.json"
PACKAGE = "genai-prices"
MAKERS = ("anthropic", "openai", "google")
STANDARD = "standard"
COLUMNS = (
    "since",
    "above",
    "input",
    "output",
    "cache_read",
    "cache_write_5m",
    "cache_write_1h",
    "web_searches",
)
# an empty word: what a provider answers for a request at the standard price
WORDS = {
    ("processing", "batch"): "batch",
    ("service_tier", "default"): "",
    ("service_tier", "fast"): "fast",
    ("service_tier", "flex"): "flex",
    ("service_tier", "priority"): "priority",
    ("speed", "fast"): "fast",
}
_OF_TEXT = {
    "input_mtok",
    "output_mtok",
    "cache_read_mtok",
    "cache_write_mtok",
    "cache_write_1h_mtok",
    "web_searches_kcount",
}
# what coding agents' logs do not count
_OF_OTHER_MEDIA = re.compile(r"audio|image|video|mchars|storage_searches")
_WHOLE_NAME = re.compile(r"[a-z0-9][a-z0-9.:_-]*[a-z0-9]\Z", re.ASCII)
_HALF_DATE = re.compile(r"-20\d\d\Z", re.ASCII)

Row: TypeAlias = tuple[str | int, ...]


def main() -> None:
    """Write the table and say which it is."""
    TABLE.write_text(table_text(released()), encoding="utf-8")
    sys.stdout.write(f"{TABLE.name}: {PACKAGE} {version(PACKAGE)} of {released()}\n")


def released() -> date:
    """Return the day on which the package index received the installed version."""
    uv = Path(sys.executable).with_name("uv")
    asked = f"{PACKAGE}=={version(PACKAGE)}"
    options = ["pip", "compile", "--quiet", "--no-deps", "--format", "pylock.toml", "-"]
    lock = subprocess.run(  # noqa: S603  no word of it comes from elsewhere
        [uv, *options], input=asked, capture_output=True, text=True, check=True
    ).stdout
    uploaded: datetime = tomllib.loads(lock)["packages"][0]["wheels"][0]["upload-time"]
    return uploaded.date()


def table_text(day: date) -> str:
    """Return the table as JSON, one model a line, with the day of its data."""
    head = {
        "source": f"{PACKAGE} {version(PACKAGE)}",
        "date": day.isoformat(),
        "columns": COLUMNS,
    }
    lines = ",\n".join(json.dumps(model) for model in _models())
    return f'{json.dumps(head)[:-1]}, "models": [\n{lines}\n]}}\n'


def _models() -> Iterator[dict[str, object]]:
    by_id = {provider.id: provider for provider in providers}
    for provider in (by_id[maker] for maker in MAKERS):
        for model in sorted(provider.models, key=lambda model: model.id):
            # a fine-tuned model has no whole name here, only a beginning
            names = _names(provider, model)
            if names and _is_own(provider, model) and _is_for_text(model):
                yield {"id": model.id, "names": names, "prices": dict(_prices(model))}


def _is_own(provider: Provider, model: ModelInfo) -> bool:
    """Leave out what a platform sells of another maker's: the maker's list price counts."""
    return provider.id == "anthropic" or "claude" not in model.id


def _is_for_text(model: ModelInfo) -> bool:
    return all({"input_mtok", "output_mtok"} <= vars(price).keys() for price in _standard(model))


def _standard(model: ModelInfo) -> list[ModelPrice]:
    return [entry.prices for entry in _entries(model)]


def _entries(model: ModelInfo) -> list[ConditionalPrice]:
    if isinstance(model.prices, list):
        return model.prices
    return [ConditionalPrice(prices=model.prices)]


def _names(provider: Provider, model: ModelInfo) -> list[str]:
    """Return the whole names that genai-prices itself takes for this model."""
    told = {model.id, *_texts(model.match)}
    return sorted(
        name
        for name in told
        if _WHOLE_NAME.match(name)
        and not _HALF_DATE.search(name)
        and provider.find_model(name) is model
    )


def _texts(clause: object) -> Iterator[str]:
    for name, value in vars(clause).items():
        if name in {"or_", "and_"}:
            for inner in value:
                yield from _texts(inner)
        elif name != "regex":
            yield value.lower()


def _prices(model: ModelInfo) -> Iterator[tuple[str, list[Row]]]:
    yield STANDARD, _rows(model, {}, [])
    contexts = {_only(variant.when) for variant in model.price_variants or []}
    for word, context in sorted((WORDS[context], context) for context in contexts):
        variants = [v for v in model.price_variants or [] if _only(v.when) == context]
        if word:
            yield word, _rows(model, dict([context]), variants)
        elif any(vars(variant.prices) for variant in variants):
            raise ValueError(f"{model.id}: {context} has a price of its own")


def _only(when: dict[str, str]) -> tuple[str, str]:
    ((key, value),) = when.items()
    return key, value


def _rows(model: ModelInfo, context: dict[str, str], variants: list[PriceVariant]) -> list[Row]:
    """Return the prices in one context from each day on which something changes."""
    held: list[ConditionalPrice | PriceVariant] = [*_entries(model), *variants]
    days = {date.min, *map(_start, held)}
    first = min(map(_start, variants), default=date.min)
    rows: list[Row] = []
    before: list[Row] = []
    for day in sorted(day for day in days if day >= first):
        price = model.get_prices(datetime.combine(day, time(), UTC), context)
        bracketed = list(_brackets(model, price))
        if bracketed != before:
            since = "" if day == date.min else day.isoformat()
            rows += [(since, *row) for row in bracketed]
        before = bracketed
    return rows


def _start(held: ConditionalPrice | PriceVariant) -> date:
    if held.constraint is None:
        return date.min
    if not isinstance(held.constraint, StartDateConstraint):
        raise TypeError(f"prices by the hour are not known here: {held.constraint}")
    return held.constraint.start_date


def _brackets(model: ModelInfo, price: ModelPrice) -> Iterator[Row]:
    prices = {key: value for key, value in vars(price).items() if value is not None}
    strange = [key for key in prices.keys() - _OF_TEXT if not _OF_OTHER_MEDIA.search(key)]
    if strange:
        raise ValueError(f"{model.id}: what is {strange}?")
    text = {key: prices[key] for key in prices.keys() & _OF_TEXT}
    tiered = (value for value in text.values() if isinstance(value, TieredPrices))
    for above in sorted({0, *(tier.start for value in tiered for tier in value.tiers)}):
        yield above, *_rates({key: _at(value, above) for key, value in text.items()})


def _at(value: Decimal | TieredPrices, above: int) -> Decimal:
    if not isinstance(value, TieredPrices):
        return value
    return [value.base, *(tier.price for tier in value.tiers if 0 < tier.start <= above)][-1]


def _rates(price: dict[str, Decimal]) -> Iterator[str]:
    """Yield the rates in the columns' order; a cache without a price costs what holds it does."""
    cache_write = price.get("cache_write_mtok", price["input_mtok"])
    rates = (
        price["input_mtok"],
        price["output_mtok"],
        price.get("cache_read_mtok", price["input_mtok"]),
        cache_write,
        price.get("cache_write_1h_mtok", cache_write),
        price.get("web_searches_kcount", Decimal()),
    )
    for rate in rates:
        yield f"{rate.normalize():f}"


if __name__ == "__main__":
    main()
