"""The calls in Claude Code's messages: each message's own, and those of its advisors.

A message stands on one row for each of its parts; the first ones tell a placeholder's output.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

import msgspec

from portlog.sources.agents.claude_rows import USAGE_FIELDS, KnownUsage, Usage
from portlog.sources.agents.transcript import STANDARD, Call, key_of, milliseconds

NO_MODEL = "<synthetic>"
_ADVISOR, _ADVISOR_TIER = "advisor_message", "advisor"
_USUAL_TIERS = (None, "", "standard", "default")
_USUAL_PLACES = (None, "", "not_available", "global")

_known_usage = msgspec.json.Decoder(KnownUsage | None).decode
_usage = msgspec.json.Decoder(Usage | None).decode
_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class Row(NamedTuple):
    """A row that tells a message's usage; `rank` says how it stands to others of the message."""

    rank: int
    output: int
    usage: Usage
    model: str
    at: datetime


class Usages:
    """The rows of one file that count; `unknown_fields` counts rows by fields nobody has met."""

    def __init__(self) -> None:
        """Begin with none."""
        self.unknown_fields: Counter[str] = Counter()
        self._rows: dict[str, Row] = {}

    def take(self, raw: msgspec.Raw, name: str, model: str, at: datetime, rank: int) -> None:
        """Take the usage of a message; `ValueError` says what is wrong, naming fields alone."""
        try:
            usage = _known_usage(raw)
        except msgspec.ValidationError:
            usage = self._with_unknown_fields(raw)
        if usage is None or model == NO_MODEL:
            return
        output = usage.output_tokens
        if usage.input_tokens is None or output is None:
            raise ValueError("a message without input_tokens or output_tokens")
        self._keep(name, Row(rank, output, usage, model, at))

    def _keep(self, name: str, row: Row) -> None:
        there = self._rows.setdefault(name, row)
        if there is row:
            return
        if row[:2] > there[:2]:
            self._rows[name] = row._replace(at=min(there.at, row.at))
        elif row.at < there.at:
            self._rows[name] = there._replace(at=row.at)

    def calls(self) -> list[Call]:
        """Return the calls of all messages."""
        return [call for name, row in self._rows.items() for call in _calls(name, row)]

    def _with_unknown_fields(self, raw: msgspec.Raw) -> Usage | None:
        usage: Usage | None = _usage(raw)
        self.unknown_fields.update(_fields(raw).keys() - USAGE_FIELDS)
        return usage


def _calls(name: str, row: Row) -> Iterator[Call]:
    yield _call(row.usage, row, row.model, key_of("claude", name), _tier(row.usage))
    for number, usage in enumerate(row.usage.iterations or ()):
        if usage.type == _ADVISOR:
            key = key_of("claude", name, _ADVISOR, str(number))
            tier = "+".join(sorted({_ADVISOR_TIER, *_tier(usage).split("+")} - {STANDARD}))
            yield _call(usage, row, usage.model or "", key, tier)


def _call(usage: Usage, row: Row, model: str, key: str, tier: str) -> Call:
    split, details = usage.cache_creation, usage.output_tokens_details
    tools, total = usage.server_tool_use, usage.cache_creation_input_tokens or 0
    # old logs do not say how long a cache lasts: five minutes was all there was
    long = 0 if split is None else split.ephemeral_1h_input_tokens or 0
    brief = 0 if split is None else split.ephemeral_5m_input_tokens or 0
    return Call(
        key,
        milliseconds(row.at),
        model,
        tier,
        usage.input_tokens or 0,
        usage.cache_read_input_tokens or 0,
        max(brief, total - long),
        long,
        usage.output_tokens or 0,
        0 if details is None else details.thinking_tokens or 0,
        0 if tools is None else tools.web_search_requests or 0,
        row.rank,
    )


def _tier(usage: Usage) -> str:
    return _tier_of(usage.service_tier, usage.speed, usage.inference_geo)


@cache
def _tier_of(service: str | None, speed: str | None, place: str | None) -> str:
    told = {word for word in (service, speed) if word not in _USUAL_TIERS}
    if place not in _USUAL_PLACES:
        told.add(place)
    return "+".join(sorted(map(str, told))) or STANDARD
