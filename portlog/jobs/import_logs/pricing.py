"""The tokens of a conversation by model and tier, and what they cost when they were used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from portlog.records.price import Rates, TokenCounts
from portlog.records.usage import Usage
from portlog.sources.agents.transcript import Call
from portlog.sources.prices import Prices

UNKNOWN_MODEL = "unknown"
_SMALLEST = Decimal("0.000000001")

Line = tuple[str, str]


# what stands first in a line of sums are the counts that have prices
_CLASSES = (
    *("input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "web_searches"),
    "reasoning",
)
_PRICED = 6
_counts_of = attrgetter(*_CLASSES)


def usage_of(session_id: str, calls: Iterable[Call], prices: Prices) -> tuple[Usage, ...]:
    """Return what a session used of each model and tier, priced at each call's own moment.

    A row with a call that has no price has none.
    """
    lines: dict[Line, list[Call]] = defaultdict(list)
    for call in calls:
        lines[call.model, call.tier].append(call)
    return tuple(_row(session_id, line, lines[line], prices) for line in sorted(lines))


def _row(session_id: str, line: Line, calls: Sequence[Call], prices: Prices) -> Usage:
    counts = list(map(_counts_of, calls))
    fresh, read, brief, long, output, searches, reasoning = map(sum, zip(*counts, strict=True))
    row = Usage(
        session_id,
        line[0] or UNKNOWN_MODEL,
        line[1],
        *(fresh, read, brief, long, output, reasoning, searches),
        requests=len(calls),
    )
    by_rates: dict[Rates | None, list[Sequence[int]]] = defaultdict(list)
    for call, told in zip(calls, counts, strict=True):
        by_rates[prices.rates(*line, call.at, sum(told[:4]))].append(told)
    priced = {rates: told for rates, told in by_rates.items() if rates is not None}
    return _with_cost(row, priced) if len(priced) == len(by_rates) else row


def _with_cost(row: Usage, priced: Mapping[Rates, Sequence[Sequence[int]]]) -> Usage:
    sums = {rates: map(sum, zip(*told, strict=True)) for rates, told in priced.items()}
    costs = (rates.cost(TokenCounts(*[*told][:_PRICED])) for rates, told in sums.items())
    return replace(
        row,
        cost_usd=sum(costs, Decimal(0)).quantize(_SMALLEST),
        price_source="; ".join(sorted({rates.source for rates in priced})),
        price_date=max(rates.date for rates in priced),
    )


def continued(
    recorded: Iterable[Usage], then: Iterable[Usage], now: Iterable[Usage]
) -> tuple[Usage, ...]:
    """Return the usage of a session that went on, with no call in it priced anew.

    `recorded` is what the log says, `then` and `now` what the calls of then and of now cost by
    today's prices. What was recorded at other prices stays, and the rest is added to it.
    """
    old = {(row.model, row.tier): row for row in recorded}
    before = {(row.model, row.tier): row for row in then}
    return tuple(
        _continued(row, old.get((row.model, row.tier)), before.get((row.model, row.tier)))
        for row in now
    )


def _continued(now: Usage, old: Usage | None, then: Usage | None) -> Usage:
    if old is None or then is None or old.cost_usd == then.cost_usd:
        return now
    if old.cost_usd is None or then.cost_usd is None or now.cost_usd is None:
        return replace(now, cost_usd=None, price_source=None, price_date=None)
    sources = {*(old.price_source or "").split("; "), *(now.price_source or "").split("; ")}
    return replace(
        now,
        cost_usd=old.cost_usd + now.cost_usd - then.cost_usd,
        price_source="; ".join(sorted(sources - {""})),
    )


def total_cost(usage: Iterable[Usage]) -> Decimal | None:
    """Return what all rows cost; None where one has no price."""
    costs = [row.cost_usd for row in usage]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if costs and len(known) == len(costs) else None
