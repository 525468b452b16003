"""An invented port as charts see it: its plan, its coverage, its crates, and charts over them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from invented import (
    HOSTILE,
    counted_from_text,
    database,
    hostile_sessions,
    imported,
    two_months,
)

from portlog.analytics.question import Answers
from portlog.present.charts.chart import Chart
from portlog.present.site.catalogue import CHARTS, ChartKind
from portlog.records.crate_row import CrateRow
from portlog.records.item import ItemVerdict
from portlog.records.plan import PlannedModule
from portlog.records.port_coverage import Covered, Extent, Milestone, PortCoverage, Scope
from portlog.records.verdict import Verdict

# lines to port and lines ported of each module
SIZES = {f"agent/part{n}": (900 - 130 * n, 90 * (5 - n)) for n in range(5)}
NOTHING = Extent()


def covered(scope: Scope, name: str, lines: int, ported: int) -> Covered:
    """Return a line of a coverage in which one symbol is ten lines long."""
    sizes = (Extent(lines // 10, lines), Extent(ported // 10, ported))
    return Covered(scope, name, *sizes, NOTHING, NOTHING, NOTHING)


def progress(sizes: dict[str, tuple[int, int]] = SIZES, days: int = 6) -> PortCoverage:
    """Return the coverage of a port in which something was ported every six days."""
    whole = (sum(lines for lines, _ in sizes.values()), sum(done for _, done in sizes.values()))
    modules = [covered(Scope.MODULE, name, *size) for name, size in sizes.items()]
    history = [
        Milestone(date(2026, 3, 5) + timedelta(days=6 * n), Extent(20 * n + 20, 200 * n + 200))
        for n in range(days)
    ]
    every = covered(Scope.ALL, "", *whole)
    return PortCoverage((every, *modules), tuple(history), NOTHING, (), (), "loc/1")


GIVEN: dict[str, Any] = {
    "progress": progress(),
    "port_lines": {name: done + 40 for name, (_, done) in SIZES.items()},
}
HOSTILE_GIVEN: dict[str, Any] = {
    "progress": progress(dict.fromkeys(HOSTILE, (100, 60))),
    "port_lines": dict.fromkeys(HOSTILE, 70),
}


def plan() -> list[PlannedModule]:
    """Return a plan that estimates every module but the last."""
    return [
        PlannedModule(name, 1, n, ("a.py",), None if n + 1 == len(SIZES) else 100 * n + 90)
        for n, name in enumerate(SIZES)
    ]


def crates() -> list[CrateRow]:
    """Return what was answered about four crates and an item of one."""
    verdicts = (Verdict.EXISTS, Verdict.EXISTS, Verdict.NOT_FOUND, Verdict.YANKED)
    asked = [_look_up(f"crate{n}", None, verdict) for n, verdict in enumerate(verdicts)]
    return [*asked, _look_up("crate0", "crate0::gone", ItemVerdict.ABSENT)]


def _look_up(name: str, item: str | None, verdict: Verdict | ItemVerdict) -> CrateRow:
    moment = datetime(2026, 3, 6, 12, tzinfo=UTC)
    told = {"registry": "crates.io", "checked_at": moment, "lookup_id": f"{name} {item}"}
    known = {"date": moment.date(), "name": name, "item": item, "verdict": verdict, **told}
    unknown: dict[str, Any] = dict.fromkeys(CrateRow.__slots__)
    return CrateRow(**{**unknown, **known})


def whole_log() -> list[Any]:
    """Return a log over which every chart has a picture, one session's tokens an estimate."""
    typed = two_months()
    sessions = [one for n in range(3) for one in imported(200 + n, module=f"agent/part{n}")]
    return [*typed, counted_from_text(typed[0]), *sessions, *plan(), *crates()]


def hostile_log() -> list[Any]:
    """Return sessions, a plan and crates whose names try to break out of where they are put."""
    named = [one for n, name in enumerate(HOSTILE) for one in imported(300 + n, module=name)]
    planned = [replace(one, module=name) for one, name in zip(plan(), HOSTILE, strict=False)]
    asked = [replace(one, name=name) for one, name in zip(crates(), HOSTILE, strict=False)]
    return [*hostile_sessions(), *named, *planned, *asked]


def charts_over(log: Sequence[Any], **given: Any) -> dict[ChartKind, Chart]:
    """Return every chart of a log and an invented port that has something to show."""
    asked = database(log)
    told = {
        one: one.answer(pl.DataFrame(asked.named(one.query)))
        for one in {kind.question for kind in CHARTS}
    }
    asked.close()
    drawn = {kind: kind.chart(Answers(told), {**GIVEN, **given}) for kind in CHARTS}
    return {kind: chart for kind, chart in drawn.items() if chart}
