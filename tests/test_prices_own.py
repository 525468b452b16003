"""Own prices in settings: exact, dated, before the packaged ones; refused with place and value."""

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support import REPOSITORY

from portlog.errors import ConfigError
from portlog.records.billing import Billing
from portlog.records.price import Rates, TokenCounts, day_ms
from portlog.sources.own_prices import BILLING_KEYS, PRICE_KEYS, billings, own_prices
from portlog.sources.prices import Prices

FILE = "portlog.toml"
MARCH, JUNE = day_ms(date(2026, 3, 5)), day_ms(date(2026, 6, 30))
PRICE = """
[[prices]]
model = "opus-4.6"
from = 2026-03-05
until = 2026-06-30
input = "2.50"
output = 12.345678901
"""


def _read(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def _prices(text: str) -> Prices:
    return Prices(own_prices(_read(text), FILE))


def _rates(prices: Prices, model: str, at_ms: int, tier: str = "standard") -> Rates:
    rates = prices.rates(model, tier, at_ms, 0)
    assert rates is not None
    return rates


def test_an_own_price_holds_from_its_first_day_to_the_end_of_its_last() -> None:
    prices = _prices(PRICE)
    moments = (MARCH - 1, MARCH, JUNE + 86_399_999, JUNE + 86_400_000)

    found = [_rates(prices, "claude-opus-4-6", moment).input for moment in moments]

    assert found == [5, Decimal("2.50"), Decimal("2.50"), 5]


def test_an_own_price_says_where_it_comes_from() -> None:
    rates = _rates(_prices(PRICE), "claude-opus-4-6", MARCH)

    assert (rates.source, rates.date) == (FILE, date(2026, 3, 5))


def test_numbers_and_text_are_taken_exactly() -> None:
    rates = _rates(_prices(PRICE), "claude-opus-4-6", MARCH)

    assert rates.cost(TokenCounts(output=1)) == Decimal("0.000012345678901")


@pytest.mark.parametrize(
    "spelling",
    ["opus-4-6", "us.anthropic.claude-opus-4-6-20260205-v1:0", "claude-opus-4-6[1m]"],
)
def test_an_own_price_is_found_by_every_spelling(spelling: str) -> None:
    assert _rates(_prices(PRICE), spelling, MARCH).source == FILE


def test_a_model_of_ones_own_has_a_price() -> None:
    prices = _prices(PRICE.replace("opus-4.6", "our-lab/Llama 9"))

    assert _rates(prices, "our-lab/Llama 9", MARCH).source == FILE
    assert _rates(prices, "llama-9", MARCH).source == FILE


def test_the_latest_of_several_own_prices_counts() -> None:
    later = PRICE.replace("2026-03-05", "2026-05-01").replace("2.50", "2")

    prices = _prices(PRICE + later)

    assert _rates(prices, "opus-4.6", day_ms(date(2026, 4, 30))).input == Decimal("2.50")
    assert _rates(prices, "opus-4.6", day_ms(date(2026, 5, 1))).input == 2


def test_caches_without_a_price_cost_what_is_next_to_them() -> None:
    plain = _rates(_prices(PRICE), "opus-4.6", MARCH)
    cached = _rates(
        _prices(f"{PRICE}cache_read = 1\ncache_write = 3\nweb_searches = 10\n"), "opus-4.6", MARCH
    )

    assert [*map(str, _caches(plain))] == ["2.50", "2.50", "2.50"]
    assert [*map(str, _caches(cached))] == ["1", "3", "3"]
    assert cached.cost(TokenCounts(web_searches=10)) == Decimal("0.1")


def _caches(rates: Rates) -> tuple[Decimal, ...]:
    return rates.cache_read, rates.cache_write_5m, rates.cache_write_1h


def test_an_own_price_is_for_its_own_tier_alone() -> None:
    prices = _prices(f'{PRICE}tier = "us+fast"\n')

    assert _rates(prices, "opus-4.6", MARCH, "advisor+fast+us").source == FILE
    assert _rates(prices, "opus-4.6", MARCH).source != FILE
    assert _rates(prices, "opus-4.6", MARCH, "fast").source != FILE


def test_an_own_price_of_a_stand_in_is_used_for_what_it_stands_in_for() -> None:
    prices = _prices(PRICE.replace("opus-4.6", "gpt-5.4"))

    assert _rates(prices, "codex-auto-review", MARCH).source == "portlog.toml, as gpt-5.4"


def test_settings_without_prices_have_none() -> None:
    assert own_prices({}, FILE) == ()
    assert billings({}, FILE) == ()


@pytest.mark.parametrize(
    ("line", "other", "message", "hint"),
    [
        (
            'input = "2.50"',
            'input = "2,50"',
            'input is "2,50", not an amount with at most nine decimals',
            "write input = 2.50, in US dollars per million tokens (web_searches: per 1,000)",
        ),
        ('input = "2.50"', "input = true", "input is True, not an amount", ""),
        ('input = "2.50"', "input = -1", "input is -1, not an amount", ""),
        ('input = "2.50"', "input = nan", "input is NaN, not an amount", ""),
        ('input = "2.50"', "input = inf", "input is Infinity, not an amount", ""),
        ('input = "2.50"', "input = 1e99999999", "input is 1E+99999999, not an amount", ""),
        ('input = "2.50"', "input = 1e-99999999", "input is 1E-99999999, not an amount", ""),
        ('input = "2.50"', "input = 1000000000", "input is 1000000000, not an amount", ""),
        ('input = "2.50"', "input = 0.0000000001", "input is 1E-10, not an amount", ""),
        ('input = "2.50"', "", "input is missing", "write input = 2.50"),
        ('model = "opus-4.6"', "", "model is missing", 'write model = "opus-4.6"'),
        ('model = "opus-4.6"', "model = 4", "model is 4, not text", ""),
        ('model = "opus-4.6"', 'model = ""', 'model is "", not text', ""),
        ('model = "opus-4.6"', 'model = "a\\tb"', "not text, but with the character U+0009", ""),
        ('model = "opus-4.6"', 'model = "<synthetic>"', "not a model", ""),
        ("from = 2026-03-05", 'from = "2026-03-05"', 'from is "2026-03-05", not a day', ""),
        ("from = 2026-03-05", "from = 2026-03-05T01:00:00", "not a day without quotes", ""),
        ("from = 2026-03-05", "", "from is missing", "write from = 2026-03-05"),
        ("until = 2026-06-30", "until = 2026-03-04", "not 2026-03-05 or later", ""),
        ("until = 2026-06-30", 'tier = "turbo"', 'tier is "turbo", not a tier', "batch, fast"),
        ("until = 2026-06-30", "cache = 3", "has no setting 'cache'", "known are model, from"),
    ],
)
def test_a_price_that_cannot_be_used_is_refused(
    line: str, other: str, message: str, hint: str
) -> None:
    settings = _read(PRICE.replace("opus-4.6", "other") + PRICE.replace(line, other))

    with pytest.raises(ConfigError) as refused:
        own_prices(settings, FILE)

    assert refused.value.message.startswith("portlog.toml: [[prices]] 2")
    assert message in refused.value.message
    assert hint in (refused.value.hint or "")
    assert "\n" not in refused.value.message


def test_two_own_prices_from_one_day_are_refused() -> None:
    again = PRICE.replace("opus-4.6", "Claude Opus 4.6")

    with pytest.raises(ConfigError, match=r"prices\]\] 2: portlog.toml: \[\[prices\]\] 1 has"):
        own_prices(_read(PRICE + again), FILE)


@pytest.mark.parametrize("text", ["prices = 3", "prices = [3]", "[prices]\nmodel = 'x'"])
def test_prices_that_are_no_list_of_tables_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="not a list of tables"):
        own_prices(_read(text), FILE)


def test_a_float_that_was_read_as_one_is_taken_as_it_was_written() -> None:
    (price,) = own_prices(tomllib.loads(PRICE.replace('"2.50"', "0.1")), FILE)

    assert price.rates.input == Decimal("0.1")


def test_a_subscription_is_read_from_settings() -> None:
    text = """
    [[billing]]
    llm = "claude"
    plan = "Max 20x"
    price_usd = 200
    from = 2026-03-01
    [[billing]]
    llm = "codex"
    price_usd = "19.99"
    from = 2026-03-01
    until = 2026-05-31
    period = "year"
    """

    assert billings(_read(text), FILE) == (
        Billing("claude", "Max 20x", Decimal(200), date(2026, 3, 1)),
        Billing(
            "codex", "", Decimal("19.99"), date(2026, 3, 1), until=date(2026, 5, 31), period="year"
        ),
    )


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('period = "week"', 'period is "week", not one of its words', 'period = "month" or'),
        ("price_usd = -3", "price_usd is -3, not an amount", "write price_usd = 200"),
        ("llm = 3", "llm is 3, not text", 'write llm = "claude"'),
        ("plan = 3", "plan is 3, not text", 'write plan = "Max 20x"'),
        ("price = 3", "has no setting 'price'", "known are llm, plan, price_usd"),
    ],
)
def test_a_subscription_that_cannot_be_used_is_refused(line: str, message: str, hint: str) -> None:
    lines = {"llm": '"claude"', "price_usd": "200", "from": "2026-03-01"}
    key, _, value = line.partition(" = ")
    text = "\n".join(f"{key} = {value}" for key, value in (lines | {key: value}).items())

    with pytest.raises(ConfigError) as refused:
        billings(_read(f"[[billing]]\n{text}"), FILE)

    assert f"portlog.toml: [[billing]] 1{'' if 'has' in message else ':'} {message}" in str(
        refused.value
    )
    assert hint in (refused.value.hint or "")


def test_the_examples_in_the_docs_can_be_used() -> None:
    page = (REPOSITORY / "docs" / "prices.md").read_text(encoding="utf-8")
    settings = _read("".join(part.partition("```")[0] for part in page.split("```toml")[1:]))

    (price,), (billing,) = own_prices(settings, FILE), billings(settings, FILE)

    assert settings["prices"][0].keys() == {*PRICE_KEYS}
    assert settings["billing"][0].keys() == {*BILLING_KEYS}
    assert price.rates.cache_write_1h == 5
    assert billing.price_usd == 200
