"""Corrections: each figure that was published and then became another one."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from portlog.present.language import gettext
from portlog.present.site.anchor import file_key
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.session_page import LINES
from portlog.present.wording import counted, exact, grouped, long_day
from portlog.records.figure_history import (
    NO_HISTORY,
    ChangedFigure,
    FigureHistory,
    RemovedSession,
)

_MOST_ROWS = 400
_WRITTEN = {figure: written for figure, _, written in LINES}


def corrections(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the changes of published figures as tables, newest first; None where there are none.

    `since` is empty where there is no history to know them from.
    """
    history: FigureHistory = facts.get("history", NO_HISTORY)
    return {
        "since": long_day(history.since) if history.since else "",
        "versions": counted(history.versions, "version"),
        "is_cut": history.is_cut,
        "changed": _changed(history.changed) if history.changed else None,
        "removed": _removed(history.removed) if history.removed else None,
        "how_many": _how_many(len(history.changed)),
    }


def _how_many(changes: int) -> str:
    """Say how many of all changes stand on the page; nothing where all do."""
    if changes <= _MOST_ROWS:
        return ""
    shown, every = grouped(_MOST_ROWS), grouped(changes)
    return gettext("The newest %(shown)s of %(all)s changes.", shown=shown, all=every)


def _changed(changes: Sequence[ChangedFigure]) -> PlainTable:
    heads = (
        Column(gettext("Session"), is_id=True),
        Column(gettext("Figure")),
        Column(gettext("Published"), is_figure=True),
        Column(gettext("Now"), is_figure=True, unknown=gettext("taken back")),
        Column(gettext("Changed on"), unknown=gettext("not committed yet")),
        Column(gettext("Commit"), is_id=True, nothing="–"),
    )
    newest = list(islice(reversed(changes), _MOST_ROWS))
    return PlainTable(
        gettext("Figures of sessions that were published and are others now"),
        heads,
        [_change(one) for one in newest],
        links=[f"sessions/{file_key(one.session_id)}.html" for one in newest],
    )


def _change(one: ChangedFigure) -> tuple[Cell, ...]:
    was, now = _told(one)
    day = long_day(one.day) if one.day else None
    return (one.session_id, _label(one.figure), Told(was, is_struck=True), now, day, _commit(one))


def _told(one: ChangedFigure) -> tuple[str, str | None]:
    """Return the old and the new figure in words, with all their digits where they look alike."""
    written = _WRITTEN[one.figure]
    if one.now is None:
        return written(one.was), None
    was, now = written(one.was), written(one.now)
    return (exact(one.was), exact(one.now)) if was == now else (was, now)


def _label(figure: str) -> str:
    return next(gettext(label) for name, label, _ in LINES if name == figure)


def _commit(one: ChangedFigure | RemovedSession) -> str | None:
    return one.commit[:7] or None


def _removed(sessions: Sequence[RemovedSession]) -> PlainTable:
    heads = (
        Column(gettext("Session"), is_id=True),
        Column(gettext("Last published"), unknown=gettext("no figure")),
        Column(gettext("Removed on"), unknown=gettext("not committed yet")),
        Column(gettext("Commit"), is_id=True, nothing="–"),
    )
    rows = [
        (one.session_id, _last(one), long_day(one.day) if one.day else None, _commit(one))
        for one in reversed(sessions)
    ]
    return PlainTable(gettext("Sessions that were published and removed"), heads, rows)


def _last(one: RemovedSession) -> Cell:
    known = [(figure, value) for figure, value in one.figures.items() if value is not None]
    return tuple(
        Told(_WRITTEN[figure](value), _label(figure), is_struck=True) for figure, value in known
    )
