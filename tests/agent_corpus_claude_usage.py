"""What a call to Claude used: the true figures, and the usage object that a row shows of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agent_corpus_pen import Pen
from agent_corpus_truth import Tokens


@dataclass(frozen=True, slots=True)
class Era:
    """A span of Claude Code's releases, and what their rows had."""

    versions: tuple[str, ...]
    begins: str
    days: int
    models: tuple[str, ...]
    traits: frozenset[str]
    share: float


ERAS = {
    "1.0": Era(
        ("1.0.24", "1.0.98"),
        "2025-07-01",
        60,
        ("claude-sonnet-4-20250514", "claude-opus-4-20250514", "claude-opus-4-1-20250805"),
        frozenset({"cost", "inline"}),
        1,
    ),
    "2.0": Era(
        ("2.0.74", "2.0.76"),
        "2025-12-01",
        40,
        ("claude-sonnet-4-5-20250929", "claude-opus-4-5-20251101", "claude-haiku-4-5-20251001"),
        frozenset({"split"}),
        1,
    ),
    "2.1": Era(
        ("2.1.2", "2.1.59", "2.1.91"),
        "2026-01-10",
        80,
        ("claude-opus-4-5-20251101", "claude-opus-4-6", "claude-sonnet-4-6"),
        frozenset({"split", "progress", "durations", "snapshots"}),
        2,
    ),
    "new": Era(
        ("2.1.144", "2.1.227", "2.1.283"),
        "2026-05-01",
        160,
        ("claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5"),
        frozenset({"split", "full", "durations", "snapshots", "attachments", "effort", "forked"}),
        6,
    ),
}
SUFFIXED = ("claude-opus-5[1m]", "us.anthropic.claude-opus-4-7-v1:0", "claude-opus-4-6[1m]")
ADVISORS = ("claude-opus-4-7", "claude-opus-4-8")
SMALL_MODELS = ("claude-haiku-4-5-20251001", "claude-sonnet-4-6")


@dataclass(frozen=True, slots=True)
class Bill:
    """What one call used, by which model, on which terms, and who advised it."""

    model: str
    tokens: Tokens
    tier_words: tuple[str, ...] = ()
    advice: "Bill | None" = None

    @property
    def tier(self) -> str:
        return "+".join(sorted(self.tier_words)) or "standard"


def bill(pen: Pen, era: Era, model: str, context: int) -> Bill:
    """Invent a call that read `context` tokens from the cache."""
    words = tier_words(pen) if "full" in era.traits else ()
    advised = "full" in era.traits and not words and pen.chance("advisor", 0.004)
    return Bill(model, tokens(pen, era, context), words, _advice(pen) if advised else None)


def tokens(pen: Pen, era: Era, context: int) -> Tokens:
    written = pen.skewed(1_200, 60_000)
    short = written if _is_unsplit(pen, era) else pen.one((0, 0, 0, written, written // 3))
    output = pen.skewed(350, 16_000) + 10
    thinks = "full" in era.traits and pen.chance("thinking", 0.6)
    return Tokens(
        input=pen.one((2, 3, 4, 8, 10, pen.skewed(900, 40_000))),
        cache_read=context,
        cache_write_5m=short,
        cache_write_1h=written - short,
        output=output,
        reasoning=pen.count(0, output) if thinks else 0,
        web_searches=pen.count(1, 4) if pen.chance("web_search", 0.01) else 0,
    )


def _is_unsplit(pen: Pen, era: Era) -> bool:
    return "split" not in era.traits and "unsplit" in pen.features


def tier_words(pen: Pen) -> tuple[str, ...]:
    found = []
    if pen.chance("fast", 0.03):
        found.append("fast")
    if pen.chance("service_tiers", 0.03):
        found.append(pen.one(("priority", "batch", "flex")))
    if pen.chance("geo", 0.02):
        found.append("us")
    return tuple(found)


def _advice(pen: Pen) -> Bill:
    used = Tokens(input=pen.skewed(60_000, 190_000), output=pen.skewed(2_000, 9_000))
    read = pen.one((0, pen.skewed(20_000, 90_000)))
    return Bill(pen.one(ADVISORS), replace(used, cache_read=read), ("advisor",))


def shown_usage(pen: Pen, era: Era, told: Bill) -> dict[str, Any]:
    """Return the usage object of the row that has the final figures."""
    used = told.tokens
    shown = _counts(used)
    searches = used.web_searches
    if "full" in era.traits or searches:
        shown["server_tool_use"] = {"web_search_requests": searches, "web_fetch_requests": 0}
    shown["service_tier"] = _service_tier(told.tier_words)
    if "split" in era.traits or used.cache_write_1h:
        shown["cache_creation"] = _split(used)
    if "full" in era.traits:
        shown |= _late_fields(pen, told)
    return _with_nulls(pen, shown)


def placeholder_usage(shown: Mapping[str, Any], output: int) -> dict[str, Any]:
    """Return the usage object of a row written before the answer was complete."""
    late = ("iterations", "output_tokens_details", "dream_tokens")
    early = {key: value for key, value in shown.items() if key not in late}
    if early.get("server_tool_use"):
        early["server_tool_use"] = {"web_search_requests": 0, "web_fetch_requests": 0}
    return early | {"output_tokens": output}


def _counts(used: Tokens) -> dict[str, Any]:
    return {
        "input_tokens": used.input,
        "cache_creation_input_tokens": used.cache_write,
        "cache_read_input_tokens": used.cache_read,
        "output_tokens": used.output,
    }


def _split(used: Tokens) -> dict[str, int]:
    return {
        "ephemeral_1h_input_tokens": used.cache_write_1h,
        "ephemeral_5m_input_tokens": used.cache_write_5m,
    }


def _service_tier(words: tuple[str, ...]) -> str:
    return next((word for word in words if word in {"priority", "batch", "flex"}), "standard")


def _late_fields(pen: Pen, told: Bill) -> dict[str, Any]:
    main = {**_counts(told.tokens), "cache_creation": _split(told.tokens), "type": "message"}
    shown: dict[str, Any] = {
        "inference_geo": "us" if "us" in told.tier_words else "not_available",
        "iterations": [main, *_advised(told.advice)],
        "speed": "fast" if "fast" in told.tier_words else "standard",
    }
    if told.tokens.reasoning:
        shown["output_tokens_details"] = {"thinking_tokens": told.tokens.reasoning}
    if pen.chance("drift", 0.01):
        shown["dream_tokens"] = pen.count(1, 99)
    return shown


def _advised(advice: Bill | None) -> list[dict[str, Any]]:
    if advice is None:
        return []
    row = {"type": "advisor_message", "model": advice.model, **_counts(advice.tokens)}
    return [{**row, "cache_creation": _split(advice.tokens)}]


def _with_nulls(pen: Pen, shown: dict[str, Any]) -> dict[str, Any]:
    """Replace fields that say nothing by null, as some releases write them."""
    if not pen.chance("nulls", 0.03):
        return shown
    silent = {"service_tier": "standard", "speed": "standard", "inference_geo": "not_available"}
    return {key: None if silent.get(key) == value else value for key, value in shown.items()}
