"""One session with all that the log has of it."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from portlog.analytics.whole_session import WholeSession
from portlog.present.sessions import cost_note, read, told_session
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.wording import LIST_PRICE, counted, exact, grouped
from portlog.records.churn import CHURN
from portlog.records.figure import UNCACHED, Figure
from portlog.records.kinds import WORDS
from portlog.records.session_details import SESSION_DETAILS
from portlog.records.table import Table
from portlog.records.usage import USAGE, Usage

_TOKENS = {
    "input": "uncached",
    "cache_writes": "cache\nwrites",
    "cache_read": "cache\nreads",
    "output": "written",
    "reasoning": "of it\nreasoning",
}
_CALLS = {"requests": "calls", "web_searches": "web\nsearches"}
_PRICES = {
    "cost_usd": "list price,\nUSD",
    "price_source": "price\nsource",
    "price_date": "price\ndate",
}
_LINE = ("model", "tier")
_CHURN_HEADS = (
    "language",
    "logged\nadded",
    "logged\nremoved",
    "commits\nadded",
    "commits\nremoved",
)
_ELSEWHERE = {"session_id", "recorded_by"}


def session_card(whole: WholeSession, form: Format) -> str:
    """Return one session, a figure a line, with its basis and rule, and its usage and churn.

    As CSV it is its own columns alone.
    """
    if form is Format.JSON:
        return json_text({"session": {**told_session(whole.figures), **_told(whole)}})
    if form is Format.CSV:
        return written(_own(whole.figures), form)
    note = cost_note([whole.figures])
    parts = (f"{head}\n\n{written(listing, form)}" for head, listing in _sections(whole))
    return "\n".join(filter(None, [written(_card(whole.figures), form), note, *parts]))


def _own(figures: Sequence[Figure]) -> Listing:
    rows = [
        (figure.column, figure.text, *(_basis(figure) if figure.text else ("", "")))
        for figure in figures
        if figure.column != UNCACHED
    ]
    return Listing("session", ("column", "value", "basis", "rule"), rows)


def _card(figures: Sequence[Figure]) -> Listing:
    rows = [
        (figure.column, read(figure), *_known(figure))
        for figure in figures
        if figure.text or figure.column != UNCACHED
    ]
    return Listing("session", ("column", "value", "basis", "rule"), rows)


def _known(figure: Figure) -> tuple[str, str]:
    calls = figure.unpriced_calls
    why = f"{counted(calls, 'call')} without a price" if calls else ""
    return _basis(figure) if figure.text else ("unknown", why)


def _basis(figure: Figure) -> tuple[str, str]:
    return ("", "") if figure.column == "session_id" else (figure.basis, figure.rule)


def _sections(whole: WholeSession) -> Iterator[tuple[str, Listing]]:
    details = _details(whole)
    if details:
        by = whole.details.recorded_by if whole.details else None
        head = f"details, recorded by {by}:" if by else "details:"
        yield head, Listing("details", ("detail", "value"), details)
    if whole.usage:
        yield "tokens read and written, logged:", _tokens(whole.usage)
        yield f"calls, logged, and their {LIST_PRICE}, computed:", _costs(whole.usage)
    if whole.churn:
        yield "lines changed, as logged and as the session's commits have them:", _churn(whole)


def _details(whole: WholeSession) -> list[tuple[str, str]]:
    if whole.details is None:
        return []
    cells = SESSION_DETAILS.cells(whole.details)
    named = zip(SESSION_DETAILS.header, cells, strict=True)
    return [(name, text) for name, text in named if text and name not in _ELSEWHERE]


def _tokens(rows: Sequence[Usage]) -> Listing:
    lines = [(row.model, row.tier, *_figures(row, _TOKENS)) for row in rows]
    sums = [("all", "", *_sums(rows, _TOKENS))] if len(rows) > 1 else []
    heads = (*_LINE, *_TOKENS.values())
    return Listing("usage", (*_LINE, *_TOKENS), [*lines, *sums], frozenset(_TOKENS), heads)


def _costs(rows: Sequence[Usage]) -> Listing:
    sums = [("all", "", *_sums(rows, _CALLS), _sum_of_costs(rows), "", "")] if len(rows) > 1 else []
    return Listing(
        "costs",
        (*_LINE, *_CALLS, *_PRICES),
        [*map(_cost, rows), *sums],
        frozenset({*_CALLS, "cost_usd"}),
        (*_LINE, *_CALLS.values(), *_PRICES.values()),
    )


def _cost(row: Usage) -> tuple[str, ...]:
    usd = "no price" if row.cost_usd is None else exact(row.cost_usd, 2)
    day = row.price_date.isoformat() if row.price_date else ""
    return (row.model, row.tier, *_figures(row, _CALLS), usd, row.price_source or "", day)


def _figures(row: Usage, names: Iterable[str]) -> Iterator[str]:
    return (grouped(_amount(row, name)) for name in names)


def _amount(row: Usage, name: str) -> int:
    amount: int = (
        row.cache_write_5m + row.cache_write_1h if name == "cache_writes" else getattr(row, name)
    )
    return amount


def _sums(rows: Sequence[Usage], names: Iterable[str]) -> Iterator[str]:
    return (grouped(sum(_amount(row, name) for row in rows)) for name in names)


def _sum_of_costs(rows: Sequence[Usage]) -> str:
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return exact(sum(costs, Decimal(0)), 2) if len(costs) == len(rows) else "not known"


def _churn(whole: WholeSession) -> Listing:
    columns = CHURN.header[1:]
    rows = [
        (row.language, *(_lines(getattr(row, name)) for name in columns[1:])) for row in whole.churn
    ]
    return Listing("churn", columns, rows, frozenset(columns[1:]), _CHURN_HEADS)


def _lines(count: int | None) -> str:
    return "not known" if count is None else grouped(count)


def _told(whole: WholeSession) -> dict[str, object]:
    details = _objects(SESSION_DETAILS, [] if whole.details is None else [whole.details])
    return {
        "details": next(iter(details), None),
        "usage": _objects(USAGE, whole.usage),
        "churn": _objects(CHURN, whole.churn),
    }


def _objects(table: Table[Any], records: Sequence[Any]) -> list[dict[str, object]]:
    """Return records as objects by column, without the session's name."""
    columns = [column for column in table.columns if column.name != "session_id"]
    return [
        {column.name: _json_cell(column.kind, getattr(one, column.attribute)) for column in columns}
        for one in records
    ]


def _json_cell(kind: Any, value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    if kind is WORDS:
        return value
    text = kind.write(value)
    return Decimal(text) if isinstance(value, Decimal) else text
