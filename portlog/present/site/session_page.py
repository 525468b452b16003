"""A page for each session: its figures and how each is known, its usage, lines and crates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portlog.analytics.session_log import LoggedSession
from portlog.present.language import gettext, translatable
from portlog.present.site.anchor import file_key
from portlog.present.site.crate_list import crates_of_session
from portlog.present.site.earlier_figures import earlier_figures
from portlog.present.site.ledger import Entry, LedgerLine
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.record import Record
from portlog.present.wording import (
    counted,
    exact,
    grouped,
    long_day,
    minutes,
    module_words,
    money,
)
from portlog.records.churn import Churn
from portlog.records.figure_history import NO_HISTORY, FigureHistory
from portlog.records.session_details import SessionDetails
from portlog.records.usage import Usage

LINES: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("cost_usd", translatable("Cost, API-equivalent list price"), money),
    ("tokens_in", translatable("Tokens read"), grouped),
    ("tokens_out", translatable("Tokens written"), grouped),
    ("duration_min", translatable("Time in the session"), minutes),
    ("loc_original", translatable("Lines of the original"), grouped),
    ("loc_port", translatable("Lines of the port"), grouped),
    ("hallucinations", translatable("Hallucinations"), grouped),
    ("tests_pass", translatable("Tests passed"), str),
)
_COUNTS = ("input", "cache_writes", "cache_read", "output", "reasoning", "requests")


def session_pages(facts: Mapping[str, Any]) -> Iterator[Record]:
    """Return a page for each session, newest first, with the ways to the ones around it."""
    log: Sequence[LoggedSession] = facts["log"]
    for place, one in enumerate(log):
        later = log[place - 1] if place else None
        earlier = log[place + 1] if place + 1 < len(log) else None
        title = f"{module_words(one.module)}, {one.session_id}"
        yield Record(file_key(one.session_id), title, _page(one, facts, earlier, later))


def _page(
    one: LoggedSession,
    facts: Mapping[str, Any],
    earlier: LoggedSession | None,
    later: LoggedSession | None,
) -> Mapping[str, Any]:
    details = next(iter(facts["details"].get(one.session_id, ())), None)
    crates = facts["crates"].get(one.session_id)
    history: FigureHistory = facts.get("history", NO_HISTORY)
    changes = history.by_session.get(one.session_id, ())
    return {
        "session": one,
        "day": long_day(one.date),
        "module_page": None if one.module is None else f"modules/{file_key(one.module)}.html",
        "about": tuple(_about(one, details)),
        "ledger": tuple(
            replace(_line(one, *line, details=details), earlier=earlier_figures(changes, *line))
            for line in LINES
        ),
        "usage": _usage(facts["usage"].get(one.session_id, ())),
        "churn": _churn(facts["churn"].get(one.session_id, ())),
        "crates": crates_of_session(crates) if crates else None,
        "earlier": _way(earlier),
        "later": _way(later),
    }


def _way(one: LoggedSession | None) -> tuple[str, str] | None:
    if one is None:
        return None
    return f"sessions/{file_key(one.session_id)}.html", f"{long_day(one.date)}, {one.llm}"


def _about(one: LoggedSession, details: SessionDetails | None) -> Iterator[tuple[str, str]]:
    yield gettext("Model"), f"{one.llm} {one.model}"
    if details is None:
        return
    agent = " ".join(filter(None, (details.agent, details.agent_version)))
    told = (
        (gettext("Agent"), agent),
        (gettext("Task"), details.task),
        (gettext("Effort"), details.effort),
        (gettext("From, to (UTC)"), _times(details)),
        (gettext("Branch"), details.branch),
        (gettext("Commits"), ", ".join(commit[:12] for commit in details.commits or ())),
        (gettext("Hooks"), ", ".join(details.hooks or ())),
        (gettext("MCP servers"), ", ".join(details.mcp_servers or ())),
        (gettext("Note"), details.note),
        (gettext("Recorded by"), details.recorded_by),
    )
    yield from ((name, words) for name, words in told if words)


def _times(details: SessionDetails) -> str:
    if details.started_at is None or details.ended_at is None:
        return ""
    return f"{details.started_at:%H:%M} – {details.ended_at:%H:%M}"


def _line(
    one: LoggedSession,
    cell: str,
    label: str,
    written: Callable[[Any], str],
    details: SessionDetails | None,
) -> LedgerLine:
    value = getattr(one, cell)
    if value is None:
        return LedgerLine(gettext(label), (), _lack(one, cell), "")
    method = one.method(cell)
    words = f"~ {written(value)}" if method.is_estimate else written(value)
    entry = Entry(words, method, _remark(one, cell, details))
    return LedgerLine(gettext(label), (entry,), "", "")


def _lack(one: LoggedSession, cell: str) -> str:
    if cell == "cost_usd" and one.unpriced_calls:
        return gettext("no price for %(calls)s", calls=counted(one.unpriced_calls, "call"))
    return gettext("not reviewed") if cell == "hallucinations" else gettext("unknown")


def _remark(one: LoggedSession, cell: str, details: SessionDetails | None) -> str:
    if cell == "tokens_in" and one.uncached is not None:
        return gettext("of which %(tokens)s not from a cache", tokens=grouped(one.uncached))
    if cell == "duration_min" and details is not None:
        return _other_times(details.wall_min, details.agent_min)
    return ""


def _other_times(wall_min: Decimal | None, agent_min: Decimal | None) -> str:
    told = []
    if wall_min is not None:
        told.append(gettext("%(time)s with its gaps", time=minutes(wall_min)))
    if agent_min is not None:
        told.append(gettext("the agent working %(time)s", time=minutes(agent_min)))
    return ", ".join(told)


def _usage(rows: Sequence[Usage]) -> PlainTable | None:
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


def _churn(rows: Sequence[Churn]) -> PlainTable | None:
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
