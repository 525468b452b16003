"""The calls in Claude Code's messages: each message's own, and those of its advisors.

A message stands on one row for each of its parts; the first ones tell a placeholder's output.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from portlog.sources.agents.claude_rows import USAGE_FIELDS, KnownUsage, Usage
from portlog.sources.agents.transcript import STANDARD, Call, key_maker, key_of

NO_MODEL = "<synthetic>"
_ADVISOR, _ADVISOR_TIER = "advisor_message", "advisor"
_USUAL_TIERS = (None, "", "standard", "default")
_USUAL_PLACES = (None, "", "not_available", "global")

_known_usage = msgspec.json.Decoder(KnownUsage | None).decode
_usage = msgspec.json.Decoder(Usage | None).decode
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_key = key_maker("claude")


# how a row stands to others of its message, its output, its usage, the model, and when it was
Row = tuple[int, int, Usage, str, int]


class Usages:
    """The rows of one file that count; `unknown_fields` counts rows by fields nobody has met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.unknown_fields: Counter[str] = Counter()
        self._rows: dict[str, Row] = {}

    def take(
        self, told: msgspec.Raw | Usage | None, name: str, model: str, at: int, rank: int
    ) -> None:
        """Take the usage of a message; `ValueError` says what is wrong, naming fields alone.

        `at` is in milliseconds since 1970.
        """
        usage = self._read(told) if type(told) is msgspec.Raw else told
        if usage is None or model == NO_MODEL:
            return
        output = usage.output_tokens
        if usage.input_tokens is None or output is None:
            raise ValueError("a message without input_tokens or output_tokens")
        there = self._rows.get(name)
        if there is None:
            self._rows[name] = rank, output, usage, model, at
        elif rank > there[0] or (rank == there[0] and output > there[1]):
            self._rows[name] = rank, output, usage, model, min(at, there[4])
        elif at < there[4]:
            self._rows[name] = (*there[:4], at)

    def calls(self) -> list[Call]:
        """Return the calls of all messages."""
        found: list[Call] = []
        for name, (rank, _, usage, model, at) in self._rows.items():
            kind = _key(name), model, _tier(usage)
            found.append(_call(usage, kind, at, rank))
            if usage.iterations:
                found += _advisors(name, usage.iterations, at, rank)
        return found

    def _read(self, raw: msgspec.Raw) -> Usage | None:
        usage: Usage | None
        try:
            usage = _known_usage(raw)
        except msgspec.ValidationError:
            usage = self._with_unknown_fields(raw)
        return usage

    def _with_unknown_fields(self, raw: msgspec.Raw) -> Usage | None:
        usage: Usage | None = _usage(raw)
        self.unknown_fields.update(_fields(raw).keys() - USAGE_FIELDS)
        return usage


def _advisors(name: str, iterations: Sequence[Usage], at: int, rank: int) -> Iterator[Call]:
    for number, usage in enumerate(iterations):
        if usage.type == _ADVISOR:
            key = key_of("claude", name, _ADVISOR, str(number))
            tier = "+".join(sorted({_ADVISOR_TIER, *_tier(usage).split("+")} - {STANDARD}))
            yield _call(usage, (key, usage.model or "", tier), at, rank)


def _call(usage: Usage, kind: tuple[str, str, str], at: int, rank: int) -> Call:
    """Return a call; `kind` is its key, its model and its tier."""
    key, model, tier = kind
    split, details = usage.cache_creation, usage.output_tokens_details
    tools, total = usage.server_tool_use, usage.cache_creation_input_tokens or 0
    # old logs do not say how long a cache lasts: five minutes was all there was
    long = 0 if split is None else split.ephemeral_1h_input_tokens or 0
    brief = 0 if split is None else split.ephemeral_5m_input_tokens or 0
    return Call(
        key,
        at,
        model,
        tier,
        usage.input_tokens or 0,
        usage.cache_read_input_tokens or 0,
        max(brief, total - long),
        long,
        usage.output_tokens or 0,
        0 if details is None else details.thinking_tokens or 0,
        0 if tools is None else tools.web_search_requests or 0,
        rank,
    )


def _tier(usage: Usage) -> str:
    return _tier_of(usage.service_tier, usage.speed, usage.inference_geo)


@cache
def _tier_of(service: str | None, speed: str | None, place: str | None) -> str:
    told = {word for word in (service, speed) if word not in _USUAL_TIERS}
    if place not in _USUAL_PLACES:
        told.add(place)
    return "+".join(sorted(map(str, told))) or STANDARD
