"""What a session used and changed: its tokens by model and tier, its lines by language."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from portlog.present.language import gettext
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.wording import exact, grouped, long_day
from portlog.records.churn import Churn
from portlog.records.usage import Usage

_COUNTS = ("input", "cache_writes", "cache_read", "output", "reasoning", "requests")


def usage_table(rows: Sequence[Usage]) -> PlainTable | None:
    """Return the tokens of a session by model and tier; None where no log told any."""
    if not rows:
        return None
    heads = (
        Column(gettext("Model"), small=gettext("and its tier")),
        *(Column(head, is_figure=True) for head in _count_heads()),
        Column(gettext("List price, USD"), is_figure=True, unknown=gettext("no price")),
        Column(gettext("Price list")),
    )
    sums = (gettext("All"), *_sums(rows), _sum_of_costs(rows), "") if len(rows) > 1 else ()
    return PlainTable(
        gettext("Tokens by class as the agent logged them, and what they cost at list price"),
        heads,
        [_used(row) for row in rows],
        sums,
    )


def _count_heads() -> tuple[str, ...]:
    return (
        gettext("Uncached"),
        gettext("Cache writes"),
        gettext("Cache reads"),
        gettext("Written"),
        gettext("of it reasoning"),
        gettext("Calls"),
    )


def _count(row: Usage, name: str) -> int:
    if name == "cache_writes":
        return row.cache_write_5m + row.cache_write_1h
    amount: int = getattr(row, name)
    return amount


def _used(row: Usage) -> tuple[Cell, ...]:
    usd = None if row.cost_usd is None else exact(row.cost_usd, 2)
    day = long_day(row.price_date) if row.price_date else ""
    return (
        Told(row.model, row.tier),
        *(grouped(_count(row, name)) for name in _COUNTS),
        usd,
        Told(row.price_source or "–", day),
    )


def _sums(rows: Sequence[Usage]) -> Iterator[str]:
    return (grouped(sum(_count(row, name) for row in rows)) for name in _COUNTS)


def _sum_of_costs(rows: Sequence[Usage]) -> str | None:
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return exact(sum(costs, Decimal(0)), 2) if len(costs) == len(rows) else None


def churn_table(rows: Sequence[Churn]) -> PlainTable | None:
    """Return the lines that a session changed; None where nobody counted them."""
    if not rows:
        return None
    heads = (
        Column(gettext("Language")),
        Column(gettext("Added"), is_figure=True),
        Column(gettext("Removed"), is_figure=True),
        Column(gettext("Added, in commits"), is_figure=True),
        Column(gettext("Removed, in commits"), is_figure=True),
    )
    return PlainTable(
        gettext("Lines changed, as logged and as the session’s commits have them"),
        heads,
        [_changed(row) for row in rows],
    )


def _changed(row: Churn) -> tuple[Cell, ...]:
    committed = (row.committed_added, row.committed_removed)
    counts = (None if count is None else grouped(count) for count in committed)
    return (row.language, grouped(row.added), grouped(row.removed), *counts)
