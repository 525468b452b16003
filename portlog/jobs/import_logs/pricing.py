"""The tokens of a conversation by model and tier, and what they cost when they were used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from msgspec.structs import astuple

from portlog.records.price import Rates, TokenCounts
from portlog.records.usage import Usage
from portlog.sources.agents.transcript import Call
from portlog.sources.prices import Prices

UNKNOWN_MODEL = "unknown"
_SMALLEST = Decimal("0.000000001")

Line = tuple[str, str]
Cost = tuple[Decimal, str, date] | tuple[None, None, None]


def usage_of(session_id: str, calls: Iterable[Call], prices: Prices) -> tuple[Usage, ...]:
    """Return what a session used of each model and tier, priced at each call's own moment.

    A row with a call that has no price has none.
    """
    lines: dict[Line, list[Call]] = defaultdict(list)
    for call in calls:
        lines[call.model, call.tier].append(call)
    return tuple(_row(session_id, line, lines[line], prices) for line in sorted(lines))


def _row(session_id: str, line: Line, calls: Sequence[Call], prices: Prices) -> Usage:
    told = zip(*map(astuple, calls), strict=True)
    _, at, _, _, fresh, read, brief, long, output, reasoning, searches, _ = told
    prompts = list(map(sum, zip(fresh, read, brief, long, strict=True)))
    rates = prices.course(*line).of_all(at, prompts)
    columns = (fresh, read, brief, long, output, searches)
    total = TokenCounts(*map(sum, columns))
    return Usage(
        session_id,
        line[0] or UNKNOWN_MODEL,
        line[1],
        total.input,
        total.cache_read,
        total.cache_write_5m,
        total.cache_write_1h,
        total.output,
        sum(reasoning),
        total.web_searches,
        len(calls),
        *_cost(_by_rates(rates, columns, total)),
    )


def _by_rates(
    rates: Sequence[Rates | None], columns: Sequence[Sequence[int]], total: TokenCounts
) -> dict[Rates, TokenCounts]:
    """Return the counts that each rates are for; nothing if there is a count without any."""
    if None in rates:
        return {}
    if len(set(rates)) == 1:
        return {one: total for one in rates[:1] if one}
    rows: dict[Rates, list[Sequence[int]]] = defaultdict(list)
    for one, *counts in zip(rates, *columns, strict=True):
        rows[one].append(counts)
    return {one: TokenCounts(*map(sum, zip(*told, strict=True))) for one, told in rows.items()}


def _cost(counted: Mapping[Rates, TokenCounts]) -> Cost:
    """Return what counts cost, by which list, and of which day it is."""
    if not counted:
        return None, None, None
    costs = (rates.cost(counts) for rates, counts in counted.items())
    return (
        sum(costs, Decimal(0)).quantize(_SMALLEST),
        "; ".join(sorted({rates.source for rates in counted})),
        max(rates.date for rates in counted),
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
