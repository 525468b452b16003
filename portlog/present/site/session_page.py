"""A page for each session: its figures and how each is known, its usage, lines and crates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from portlog.analytics.session_log import LoggedSession
from portlog.present.language import gettext, translatable
from portlog.present.site.anchor import file_key
from portlog.present.site.crate_list import crates_of_session
from portlog.present.site.earlier_figures import earlier_figures
from portlog.present.site.ledger import Entry, LedgerLine
from portlog.present.site.record import Record
from portlog.present.site.session_usage import churn_table, usage_table
from portlog.present.wording import (
    counted,
    grouped,
    long_day,
    minutes,
    module_words,
    money,
)
from portlog.records.churn import Churn
from portlog.records.crate_row import CrateRow
from portlog.records.figure_history import NO_HISTORY, ChangedFigure, FigureHistory
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


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the page of a session is told from."""

    session: LoggedSession
    details: SessionDetails | None
    usage: Sequence[Usage]
    churn: Sequence[Churn]
    crates: Sequence[CrateRow]
    changes: Sequence[ChangedFigure]
    earlier: "_Near | None"
    later: "_Near | None"


@dataclass(frozen=True, slots=True)
class _Near:
    """What a page says of the session before or after its own."""

    session_id: str
    date: date
    llm: str

    @classmethod
    def of(cls, one: LoggedSession) -> "_Near":
        """Return it of a session."""
        return cls(one.session_id, one.date, one.llm)


def session_pages(facts: Mapping[str, Any]) -> Iterator[Record]:
    """Return a page for each session, newest first, with the ways to the ones around it."""
    log: Sequence[LoggedSession] = facts["log"]
    history: FigureHistory = facts.get("history", NO_HISTORY)
    for place, one in enumerate(log):
        told = _Told(
            one,
            next(iter(facts["details"].get(one.session_id, ())), None),
            facts["usage"].get(one.session_id, ()),
            facts["churn"].get(one.session_id, ()),
            facts["crates"].get(one.session_id, ()),
            history.by_session.get(one.session_id, ()),
            _Near.of(log[place + 1]) if place + 1 < len(log) else None,
            _Near.of(log[place - 1]) if place else None,
        )
        title = f"{module_words(one.module)}, {one.session_id}"
        yield Record(file_key(one.session_id), title, partial(_page, told), told)


def _page(told: _Told) -> Mapping[str, Any]:
    one = told.session
    return {
        "session": one,
        "day": long_day(one.date),
        "module_page": None if one.module is None else f"modules/{file_key(one.module)}.html",
        "about": tuple(_about(one, told.details)),
        "ledger": tuple(
            replace(
                _line(one, *line, details=told.details),
                earlier=earlier_figures(told.changes, *line),
            )
            for line in LINES
        ),
        "usage": usage_table(told.usage),
        "churn": churn_table(told.churn),
        "crates": crates_of_session(told.crates) if told.crates else None,
        "earlier": _way(told.earlier),
        "later": _way(told.later),
    }


def _way(one: _Near | None) -> tuple[str, str] | None:
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
        (gettext("From, to (UTC)"), _times(details, one.date)),
        (gettext("Branch"), details.branch),
        (gettext("Commits"), ", ".join(commit[:12] for commit in details.commits or ())),
        (gettext("Hooks"), ", ".join(details.hooks or ())),
        (gettext("MCP servers"), ", ".join(details.mcp_servers or ())),
        (gettext("Note"), details.note),
        (gettext("Recorded by"), details.recorded_by),
    )
    yield from ((name, words) for name, words in told if words)


def _times(details: SessionDetails, day: date) -> str:
    if details.started_at is None or details.ended_at is None:
        return ""
    return f"{_moment(details.started_at, day)} – {_moment(details.ended_at, day)}"


def _moment(moment: datetime, day: date) -> str:
    """Return a time of day, with its day where that is not the session's own."""
    time = f"{moment:%H:%M}"
    return time if moment.date() == day else f"{long_day(moment.date())}, {time}"


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
