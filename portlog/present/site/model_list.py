"""The models side by side: described, with all that keeps them from being compared."""

from collections.abc import Mapping, Sequence
from typing import Any

from portlog.analytics.groups import Group, GroupScope, groups_of
from portlog.present.language import gettext
from portlog.present.site.cells import method_cell, methods_column, sum_cell, sum_column
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.wording import counted, grouped, of_all, span
from portlog.records.outcome import Basis

_SUMS = ("tokens_in", "tokens_out", "cost_usd", "duration_min")


def models(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the models in the order of their names."""
    groups = groups_of(GroupScope.MODEL, facts)
    return {
        "models": _table(groups) if groups else None,
        "count": counted(len(groups), "model"),
        "n": counted(sum(one.extent.sessions for one in groups), "session"),
    }


def _table(groups: Sequence[Group]) -> PlainTable:
    totals = [one.totals for one in groups]
    counts = (part.method for one in totals for part in one.get("hallucinations", ()))
    heads = (
        Column(gettext("Model")),
        Column(gettext("Sessions"), is_figure=True),
        Column(gettext("Tasks"), unknown=gettext("not told"), basis=Basis.CLAIMED),
        *(sum_column(measure, totals) for measure in _SUMS),
        methods_column(gettext("Hallucin\u00adations"), counts, gettext("not reviewed")),
    )
    return PlainTable(
        gettext("The models in the order of their names, which is no ranking"),
        heads,
        [_row(one) for one in groups],
    )


def _row(one: Group) -> tuple[Cell, ...]:
    extent = one.extent
    return (
        Told(f"{extent.llm} {extent.name}", span(extent.first_day, extent.last_day)),
        Told(grouped(extent.sessions), _modules(one)),
        _tasks(one),
        *(sum_cell(measure, one.totals, extent.sessions) for measure in _SUMS),
        _hallucinations(one),
    )


def _modules(one: Group) -> str:
    modules = counted(one.extent.modules, "module")
    if not one.extent.without_module:
        return modules
    sessions = counted(one.extent.without_module, "session")
    return gettext("%(modules)s, %(sessions)s of none", modules=modules, sessions=sessions)


def _tasks(one: Group) -> Cell:
    if not one.extent.tasks:
        return None
    missing = one.extent.without_task
    told = gettext("not told in %(sessions)s", sessions=counted(missing, "session"))
    return Told(", ".join(one.extent.tasks), told if missing else "", basis=Basis.CLAIMED)


def _hallucinations(one: Group) -> Cell:
    extent = one.extent
    parts = one.totals.get("hallucinations", ())
    return tuple(
        method_cell(
            grouped(int(part.amount)),
            part.method,
            gettext(
                "in %(sessions)s reviewed",
                sessions=of_all(part.sessions, extent.sessions, "session"),
            ),
        )
        for part in parts
    )
