"""The table of sessions: months as groups, each column with how it is known."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from portlog.analytics.method import TYPED_BY_HAND, Method
from portlog.analytics.session_log import LoggedSession
from portlog.present.language import gettext, translatable
from portlog.present.site.anchor import anchor, file_key
from portlog.present.wording import (
    counted,
    exact,
    grouped,
    in_a_list,
    month,
    short_day,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of figures: its cell in the log, its head and label, and how cells are written."""

    cell: str
    head: str
    label: str
    written: Callable[[Any], str]
    unknown: str = translatable("not known")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head, with the method by which most of its cells are known."""

    measure: Measure
    method: Method


@dataclass(frozen=True, slots=True)
class SessionCell:
    """A figure in words, or None; `method` is given where it is not the column's.

    `beside` is a part of the figure that stands with it.
    """

    words: str | None
    label: str
    unknown: str
    method: Method | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session under its own anchor."""

    anchor: str
    page: str
    day: date
    day_words: str
    llm: str
    model: str
    module: str | None
    session_id: str
    cells: tuple[SessionCell, ...]


@dataclass(frozen=True, slots=True)
class MonthOfSessions:
    """The sessions of one month."""

    name: str
    rows: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class SessionTable:
    """Heads of the columns of figures, and the months, newest first.

    `unknown` names the columns that are left out, as no session knows them.
    """

    heads: tuple[Head, ...]
    months: tuple[MonthOfSessions, ...]
    unknown: tuple[str, ...]

    @property
    def columns_by_method(self) -> dict[Method, list[str]]:
        """The columns known by each method, for where their heads are not in sight."""
        found: dict[Method, list[str]] = {}
        for head in self.heads:
            found.setdefault(head.method, []).append(gettext(head.measure.label))
        return found


MEASURES = (
    Measure("tokens_in", translatable("Tokens read"), translatable("read"), grouped),
    Measure("tokens_out", translatable("Tokens written"), translatable("written"), grouped),
    Measure(
        "cost_usd",
        translatable("API-equivalent list price, USD"),
        translatable("list price, USD"),
        in_a_list,
    ),
    Measure("duration_min", translatable("Minutes"), translatable("minutes"), exact),
    Measure(
        "loc_original", translatable("Lines, original"), translatable("original lines"), grouped
    ),
    Measure("loc_port", translatable("Lines, port"), translatable("port lines"), grouped),
    Measure(
        "hallucinations",
        translatable("Hallucin\u00adations"),
        translatable("hallucinations"),
        grouped,
        translatable("not reviewed"),
    ),
    Measure("tests_pass", translatable("Tests passed"), translatable("tests"), str),
)


def session_table(log: Sequence[LoggedSession]) -> SessionTable:
    """Return the table of a log that has its newest session first."""
    told = [measure for measure in MEASURES if _is_told(log, measure)]
    heads = tuple(Head(measure, _commonest(log, measure.cell)) for measure in told)
    months = groupby(log, key=lambda session: (session.date.year, session.date.month))
    return SessionTable(
        heads,
        tuple(_month(list(sessions), heads) for _, sessions in months),
        tuple(gettext(measure.label) for measure in MEASURES if measure not in told),
    )


def _is_told(log: Sequence[LoggedSession], measure: Measure) -> bool:
    return any(
        getattr(one, measure.cell) is not None
        or (measure.cell == "cost_usd" and one.unpriced_calls)
        for one in log
    )


def _commonest(log: Sequence[LoggedSession], cell: str) -> Method:
    known = Counter(session.method(cell) for session in log if getattr(session, cell) is not None)
    return max(known, key=lambda method: (known[method], method), default=TYPED_BY_HAND)


def _month(sessions: Sequence[LoggedSession], heads: Sequence[Head]) -> MonthOfSessions:
    return MonthOfSessions(month(sessions[0].date), tuple(_row(one, heads) for one in sessions))


def _row(session: LoggedSession, heads: Sequence[Head]) -> SessionRow:
    return SessionRow(
        anchor(session.session_id),
        f"sessions/{file_key(session.session_id)}.html",
        session.date,
        short_day(session.date),
        session.llm,
        session.model,
        session.module,
        session.session_id,
        tuple(_cell(session, head) for head in heads),
    )


def _cell(session: LoggedSession, head: Head) -> SessionCell:
    measure = head.measure
    value = getattr(session, measure.cell)
    if value is None:
        return SessionCell(None, gettext(measure.label), _unknown(session, measure), None)
    method = session.method(measure.cell)
    words = measure.written(value)
    shown = f"~{words}" if method.is_estimate else words
    own = None if method == head.method else method
    return SessionCell(shown, gettext(measure.label), "", own, _beside(session, measure))


def _unknown(session: LoggedSession, measure: Measure) -> str:
    if measure.cell == "cost_usd" and session.unpriced_calls:
        return gettext("no price for %(calls)s", calls=counted(session.unpriced_calls, "call"))
    return gettext(measure.unknown)


def _beside(session: LoggedSession, measure: Measure) -> str:
    if measure.cell != "tokens_in" or session.uncached is None:
        return ""
    return gettext("%(tokens)s uncached", tokens=grouped(session.uncached))
