"""Costs: equal to genai-prices for every packaged model, and none where nobody told a price."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from genai_prices import Usage, calc_price
from genai_prices.data import providers
from genai_prices.types import ModelInfo, StartDateConstraint
from hypothesis import given, settings
from hypothesis import strategies as st

from portlog.records.model_name import STAND_INS
from portlog.records.price import Rates, TokenCounts, day_ms
from portlog.sources.prices import Prices
from portlog.sources.prices_table import PricedModel, packaged_table

MAKERS = {model.id: maker for maker in providers for model in maker.models} | {
    model.id: maker
    for maker in providers
    if maker.id in {"anthropic", "openai", "google"}
    for model in maker.models
    if maker.id != "google" or "claude" not in model.id
}
CONTEXTS: dict[str, tuple[dict[str, str], ...]] = {
    "standard": ({},),
    "batch": ({"processing": "batch"},),
    "fast": ({"speed": "fast"}, {"service_tier": "fast"}),
    "flex": ({"service_tier": "flex"},),
    "priority": ({"service_tier": "priority"},),
}
SUPPLEMENTED = {("claude-opus-4-6", "fast"), ("claude-opus-4-7", "fast")}
MODELS = packaged_table().models
BRACKETS = sorted({row.above for m in MODELS for rows in m.prices.values() for row in rows})
DAYS = sorted(
    {
        date.fromisoformat(row.since)
        for model in MODELS
        for rows in model.prices.values()
        for row in rows
        if row.since
    }
)
LAUNCH = day_ms(date(2026, 2, 20))


def _told(model: PricedModel) -> ModelInfo:
    return next(info for info in MAKERS[model.id].models if info.id == model.id)


def _context(info: ModelInfo, tier: str, moment: datetime) -> Mapping[str, str] | None:
    """Return the context in which genai-prices has a price for a tier, if it has one."""
    if tier == "standard":
        return {}
    for variant in info.price_variants or []:
        started = variant.constraint is None or variant.constraint.active(moment)
        if variant.when in CONTEXTS[tier] and started:
            return variant.when
    return None


def _moment(at_ms: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)


def _by_genai_prices(
    model: PricedModel, name: str, tier: str, at_ms: int, counts: TokenCounts
) -> Decimal | None:
    moment = _moment(at_ms)
    context = _context(_told(model), tier, moment)
    if context is None:
        return None
    usage = Usage(
        input_tokens=counts.prompt,
        output_tokens=counts.output,
        cache_read_tokens=counts.cache_read,
        cache_write_tokens=counts.cache_write_5m + counts.cache_write_1h,
        cache_write_1h_tokens=counts.cache_write_1h,
        web_searches=counts.web_searches,
    )
    return calc_price(
        usage,
        model_ref=name,
        provider_id=MAKERS[model.id].id,
        genai_request_timestamp=moment,
        price_context=context,
    ).total_price


def _cost(model: str, tier: str, at_ms: int, counts: TokenCounts) -> Decimal | None:
    rates = Prices().rates(model, tier, at_ms, counts.prompt)
    return None if rates is None else rates.cost(counts)


def _edges(model: PricedModel) -> Iterator[tuple[int, int]]:
    """Yield the moments and prompts on both sides of each change of a model's prices."""
    rows = [row for rows in model.prices.values() for row in rows]
    days = {day_ms(date.fromisoformat(row.since)) for row in rows if row.since} | {LAUNCH}
    for day in days:
        for prompt in {row.above for row in rows}:
            for moment in (day - 1, day):
                yield moment, prompt
                yield moment, prompt + 1


def _spread(prompt: int, output: int = 0) -> TokenCounts:
    read, write, long_write = prompt // 3, prompt // 7, prompt // 11
    return TokenCounts(
        input=prompt - read - write - long_write,
        cache_read=read,
        cache_write_5m=write,
        cache_write_1h=long_write,
        output=output,
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.id))
def test_a_message_costs_what_genai_prices_says_at_every_edge(model: PricedModel) -> None:
    for tier in CONTEXTS.keys() - {tier for id_, tier in SUPPLEMENTED if id_ == model.id}:
        for at_ms, prompt in _edges(model):
            counts = _spread(prompt, 777)

            expected = _by_genai_prices(model, model.names[0], tier, at_ms, counts)

            assert _cost(model.names[0], tier, at_ms, counts) == expected


COUNTS = st.one_of(
    st.integers(0, 2_000_000),
    st.sampled_from([above + by for above in BRACKETS for by in (0, 1, 2)]),
)


@st.composite
def _token_counts(draw: st.DrawFn) -> TokenCounts:
    prompt = draw(COUNTS)
    first, second, third = sorted(draw(st.tuples(*[st.integers(0, prompt)] * 3)))
    return TokenCounts(
        input=first,
        cache_read=second - first,
        cache_write_5m=third - second,
        cache_write_1h=prompt - third,
        output=draw(COUNTS),
        web_searches=draw(st.integers(0, 20)),
    )


MOMENTS = st.integers(day_ms(date(2023, 1, 1)), day_ms(date(2027, 12, 31))) | st.builds(
    lambda day, by: day_ms(day) + by, st.sampled_from(DAYS), st.integers(-1000, 86_400_000)
)


@settings(max_examples=500)
@given(
    model=st.sampled_from(MODELS),
    which=st.integers(0, 99),
    tier=st.sampled_from(sorted(CONTEXTS)),
    at_ms=MOMENTS,
    counts=_token_counts(),
)
def test_any_message_costs_what_genai_prices_says(
    model: PricedModel, which: int, tier: str, at_ms: int, counts: TokenCounts
) -> None:
    if (model.id, tier) in SUPPLEMENTED:
        return
    name = model.names[which % len(model.names)]

    expected = _by_genai_prices(model, name, tier, at_ms, counts)

    assert _cost(name, tier, at_ms, counts) == expected


def test_the_premium_for_long_prompts_ends_with_its_last_day() -> None:
    last = day_ms(date(2026, 3, 13)) - 1
    counts = TokenCounts(input=300_000, output=1_000)

    assert _cost("claude-opus-4-6", "standard", last, counts) == Decimal("3.0375")
    assert _cost("claude-opus-4-6", "standard", last + 1, counts) == Decimal("1.525")


def test_the_whole_prompt_decides_on_the_bracket_of_all_classes() -> None:
    counts = TokenCounts(input=150_000, cache_read=100_000, output=1_000)

    cost = _cost("claude-sonnet-4-5-20250929", "standard", day_ms(date(2026, 1, 10)), counts)

    assert cost == Decimal("0.9825")


def test_searches_cost_ten_dollars_per_thousand() -> None:
    assert _cost("claude-opus-5", "standard", LAUNCH, TokenCounts(web_searches=10)) == Decimal(
        "0.1"
    )


def test_requests_of_one_kind_share_their_rates() -> None:
    prices = Prices()

    first = prices.rates("claude-opus-4-6", "standard", LAUNCH, 10)
    second = prices.rates("claude-opus-4-6", "standard", LAUNCH + 1, 200_000)
    longer = prices.rates("claude-opus-4-6", "standard", LAUNCH, 200_001)

    assert first is second
    assert longer is not first


@given(st.lists(_token_counts(), min_size=1, max_size=20))
def test_counts_at_one_rate_may_be_summed_first(messages: list[TokenCounts]) -> None:
    rates = Prices().rates("claude-opus-5", "us", LAUNCH, 0)
    assert rates is not None
    summed = TokenCounts(
        input=sum(counts.input for counts in messages),
        cache_read=sum(counts.cache_read for counts in messages),
        cache_write_5m=sum(counts.cache_write_5m for counts in messages),
        cache_write_1h=sum(counts.cache_write_1h for counts in messages),
        output=sum(counts.output for counts in messages),
        web_searches=sum(counts.web_searches for counts in messages),
    )

    assert rates.cost(summed) == sum(rates.cost(counts) for counts in messages)


def _input_rate(model: str, tier: str, at_ms: int = LAUNCH) -> Decimal | None:
    rates = Prices().rates(model, tier, at_ms, 0)
    return None if rates is None else rates.input


@pytest.mark.parametrize(
    ("model", "tier"),
    [
        ("claude-nova-9", "standard"),
        ("<synthetic>", "standard"),
        ("claude-sonnet-4-6", "fast"),
        ("claude-opus-4-6", "priority"),
        ("claude-opus-4-6", "batch"),
        ("claude-opus-4-8", "batch+fast"),
        ("claude-opus-4-5", "us"),
        ("gpt-5.4", "us"),
        ("gpt-5.4", "priority"),
        ("gpt-5.3-codex", "flex"),
        ("gpt-5.4", "turbo"),
        ("gpt-5.4", ""),
        ("whisper-1", "standard"),
    ],
)
def test_what_has_no_price_is_not_given_another(model: str, tier: str) -> None:
    assert Prices().rates(model, tier, LAUNCH, 1000) is None


def test_a_tier_has_no_price_before_the_table_knows_one() -> None:
    known = day_ms(date(2026, 10, 12))

    assert _input_rate("gpt-5.4", "priority", known - 1) is None
    assert _input_rate("gpt-5.4", "priority", known) == 5


@pytest.mark.parametrize(
    ("model", "tier", "usd_per_million", "source"),
    [
        ("claude-opus-4-6", "standard", "5", ""),
        ("claude-opus-4-6", "advisor", "5", ""),
        ("claude-opus-4-6", "advisor+fast", "30", ", fast × 6"),
        ("claude-opus-4-7", "fast", "30", ", fast × 6"),
        ("claude-opus-4-6", "us", "5.5", ", us × 1.1"),
        ("claude-opus-4-7", "fast+us", "33", ", fast × 6, us × 1.1"),
        ("claude-opus-4-8", "fast", "10", ""),
        ("claude-opus-4-8", "fast+us", "11", ", us × 1.1"),
        ("codex-auto-review", "standard", "1.75", ", as gpt-5.3-codex"),
    ],
)
def test_rates_say_what_they_were_made_of(
    model: str, tier: str, usd_per_million: str, source: str
) -> None:
    rates = Prices().rates(model, tier, LAUNCH, 0)

    assert rates is not None
    assert rates.input == Decimal(usd_per_million)
    assert rates.source == packaged_table().source + source
    assert rates.date == packaged_table().date


def test_fast_and_us_multiply_every_class_of_token_but_no_search() -> None:
    prices = Prices()
    standard = prices.rates("claude-opus-4-7", "standard", LAUNCH, 0)
    dearer = prices.rates("claude-opus-4-7", "fast+us", LAUNCH, 0)
    assert standard is not None
    assert dearer is not None

    assert _classes(dearer) == [rate * Decimal("6.6") for rate in _classes(standard)]
    assert dearer.web_searches == standard.web_searches


def _classes(rates: Rates) -> list[Decimal]:
    return [
        rates.input,
        rates.output,
        rates.cache_read,
        rates.cache_write_5m,
        rates.cache_write_1h,
    ]


def test_every_model_since_opus_4_6_has_a_price_for_the_us_alone() -> None:
    before = ("claude-2", "claude-3", "claude-v1", "-4-0", "-4-1", "-4-5")
    claudes = [model.id for model in MODELS if model.id.startswith("claude")]

    unpriced = [name for name in claudes if _input_rate(name, "us") is None]

    assert unpriced == [name for name in claudes if any(part in name for part in before)]


def test_a_reviewing_model_is_priced_as_the_one_it_was_that_day() -> None:
    ((first, _), *_) = STAND_INS["codex-auto-review"]
    luna = day_ms(date(2026, 7, 30))

    assert _input_rate("codex-auto-review", "standard", day_ms(first) - 1) is None
    assert _input_rate("codex-auto-review", "standard", luna - 1) == Decimal("2.5")
    assert _input_rate("codex-auto-review", "standard", luna) == _input_rate(
        "gpt-5.6-luna", "standard", luna
    )


@given(
    st.sampled_from(["claude-opus-4-6", "claude-sonnet-4-5", "gpt-5.4", "nobody-knows"]),
    st.lists(st.tuples(MOMENTS, COUNTS), min_size=1, max_size=8),
)
def test_many_requests_have_the_rates_that_each_of_them_has(
    model: str, requests: list[tuple[int, int]]
) -> None:
    prices = Prices()

    found = prices.course(model, "standard").of_all(*zip(*requests, strict=True))

    assert list(found) == [prices.rates(model, "standard", *request) for request in requests]


def test_prices_that_change_by_the_hour_are_in_none_of_the_packaged_models() -> None:
    for model in MODELS:
        prices = _told(model).prices
        entries = prices if isinstance(prices, list) else []
        assert all(isinstance(e.constraint, StartDateConstraint | None) for e in entries)
