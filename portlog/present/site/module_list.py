"""The pages of all modules and of the phases of the plan."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from portlog.analytics.groups import Group, GroupScope, groups_of
from portlog.present.language import gettext
from portlog.present.site.cells import method_cell, methods_column, sum_cell, sum_column
from portlog.present.site.module_standing import ModuleStanding, module_standings, without_module
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told, without_empty
from portlog.present.wording import counted, exact, grouped
from portlog.records.outcome import Basis
from portlog.records.port_coverage import Covered, PortCoverage, Scope

# what a module has not rather than what nobody knows
_NONE = Told("–")
_SUMS = ("cost_usd", "duration_min", "tokens_in", "tokens_out")


def modules(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the table of all modules; those without a session have no figures yet."""
    standings = module_standings(facts)
    none = without_module(facts)
    return {
        "modules": module_table(standings, none) if standings or none else None,
        "planned": sum(one.plan is not None for one in standings),
        "begun": sum(one.group is not None for one in standings),
        "all": len(standings),
    }


def module_table(
    standings: Sequence[ModuleStanding], none: Group | None = None, caption: str = ""
) -> PlainTable:
    """Return modules with what they took and how large they are on both sides."""
    groups = [one.group for one in standings if one.group] + ([none] if none else [])
    heads = (
        Column(gettext("Module"), is_id=True),
        Column(gettext("Sessions"), is_figure=True, nothing=gettext("none")),
        *(sum_column(measure, [one.totals for one in groups]) for measure in _SUMS),
        Column(gettext("Lines, original"), is_figure=True, basis=Basis.OBSERVED),
        Column(
            gettext("Lines, port"),
            is_figure=True,
            basis=Basis.OBSERVED,
            small=gettext("below: the estimate"),
        ),
        methods_column(
            gettext("Tests passed"), (one.tests.method for one in standings if one.tests)
        ),
    )
    rows = [_row(one) for one in standings]
    rows += [_nameless(none)] if none else []
    of_all = gettext("Modules with the sums of their sessions, and lines of code of both sides")
    links = [*(one.page for one in standings), *([None] if none else [])]
    return without_empty(PlainTable(caption or of_all, heads, rows, links=links))


def phases(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return each phase of the plan with its modules, and a table of all phases."""
    standings = [one for one in module_standings(facts) if one.plan is not None]
    parts = [(phase, list(some)) for phase, some in groupby(standings, key=lambda one: one.phase)]
    return {
        "summary": _phase_table(parts, facts) if parts else None,
        "phases": [
            (
                phase,
                counted(len(some), "module"),
                module_table(
                    some, caption=gettext("%(phase)s, its modules", phase=phase_words(phase))
                ),
            )
            for phase, some in parts
        ],
    }


def phase_words(phase: int | None) -> str:
    """Return what a phase is called."""
    if phase is None:
        return gettext("No phase")
    return gettext("Phase %(number)s", number=phase)


def lines_cell(lines: int | None) -> str | None:
    """Return a number of lines, None where nobody counted them."""
    return None if lines is None else grouped(lines)


def share_of(part: int, whole: int) -> str:
    """Return a part of a whole in per cent, rounded down to a tenth; of nothing there is none."""
    if not whole:
        return ""
    tenths = Decimal(1000 * part // whole) / 10
    return f"{exact(tenths)} %"


def tests_cell(one: ModuleStanding) -> Cell:
    """Return the tests of a module's last session that knows them."""
    if one.tests is None:
        return None
    tally = one.tests.tally
    return method_cell(f"{tally.passed}/{tally.total}", one.tests.method)


def _row(one: ModuleStanding) -> tuple[Cell, ...]:
    totals = one.group.totals if one.group else {}
    return (
        one.name,
        grouped(one.sessions) if one.sessions else None,
        *(sum_cell(measure, totals, one.sessions) if one.sessions else _NONE for measure in _SUMS),
        _original_cell(one),
        _port_cell(one),
        tests_cell(one) if one.sessions else _NONE,
    )


def _original_cell(one: ModuleStanding) -> Cell:
    """Return the lines of the original; a module that is new in the port has none."""
    if one.plan is not None and one.plan.is_new:
        return _NONE
    return lines_cell(one.covered.total.code if one.covered else None)


def _port_cell(one: ModuleStanding) -> Cell:
    """Return the lines of the port, with those that the plan expected."""
    estimate = one.plan.loc_port_est if one.plan else None
    if estimate is None:
        return lines_cell(one.port_code)
    return Told(lines_cell(one.port_code), f"“{grouped(estimate)}”")


def _nameless(none: Group) -> tuple[Cell, ...]:
    sessions = none.extent.sessions
    sums = (sum_cell(measure, none.totals, sessions) for measure in _SUMS)
    rest: tuple[Cell, ...] = (_NONE, _NONE, None)
    return (Told(gettext("no module")), grouped(sessions), *sums, *rest)


def _phase_table(
    parts: Sequence[tuple[int | None, list[ModuleStanding]]], facts: Mapping[str, Any]
) -> PlainTable:
    groups = {one.extent.name: one for one in groups_of(GroupScope.PHASE, facts)}
    covered = _covered(facts.get("progress"))
    heads = (
        Column(gettext("Phase")),
        Column(gettext("Modules"), is_figure=True),
        Column(gettext("Sessions"), is_figure=True, nothing=gettext("none")),
        *(sum_column(measure, [one.totals for one in groups.values()]) for measure in _SUMS[:2]),
        Column(gettext("Lines, original"), is_figure=True, basis=Basis.OBSERVED),
        Column(gettext("Ported"), is_figure=True, basis=Basis.COMPUTED),
        Column(gettext("Left out"), is_figure=True, basis=Basis.COMPUTED),
        Column(gettext("Open"), is_figure=True, basis=Basis.COMPUTED),
    )
    rows = [
        _phase_row(phase, some, groups.get(_key(phase)), covered.get(_key(phase) or ""))
        for phase, some in parts
    ]
    caption = gettext("Phases of the plan; lines are those of the original")
    return without_empty(PlainTable(caption, heads, rows))


def _key(phase: int | None) -> str | None:
    return None if phase is None else str(phase)


def _phase_row(
    phase: int | None,
    some: Sequence[ModuleStanding],
    group: Group | None,
    covered: Covered | None,
) -> tuple[Cell, ...]:
    # the sessions of no phase are also those of modules that the plan does not have
    known = None if phase is None else group
    sessions = known.extent.sessions if known else sum(one.sessions for one in some)
    totals = known.totals if known else {}
    lines = (
        (None, None, None, None)
        if covered is None or phase is None
        else (
            grouped(covered.total.code),
            Told(grouped(covered.ported.code), share_of(covered.ported.code, covered.total.code)),
            grouped(covered.left_out.code),
            grouped(covered.open.code),
        )
    )
    return (
        phase_words(phase),
        grouped(len(some)),
        grouped(sessions) if sessions else None,
        *(sum_cell(measure, totals, sessions) if sessions else _NONE for measure in _SUMS[:2]),
        *lines,
    )


def _covered(progress: PortCoverage | None) -> dict[str, Covered]:
    rows = progress.rows if progress else ()
    return {row.name: row for row in rows if row.scope is Scope.PHASE}
