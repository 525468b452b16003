"""The command line of a portlog that has forty charts: some are told again under other ids.

A report of 40 charts is what the bounds are for; the catalogue has fewer, and a log of sessions
alone shows only some of these.
"""

import sys
from dataclasses import replace
from functools import partial
from typing import Any

from portlog.__main__ import main
from portlog.present.charts.both_sides import lines_by_session
from portlog.present.charts.chart import Chart
from portlog.present.charts.cost_so_far import cost_so_far
from portlog.present.charts.hallucinations import hallucinations_per_session
from portlog.present.charts.models_side_by_side import models_side_by_side
from portlog.present.charts.tests_passing import tests_passing
from portlog.present.charts.tokens_by_module import tokens_by_module
from portlog.present.site import catalogue

CHARTS = 40
SHOWN = (
    cost_so_far,
    tokens_by_module,
    hallucinations_per_session,
    lines_by_session,
    models_side_by_side,
    tests_passing,
)


def again(kind: catalogue.ChartKind, turn: int, *answers: Any) -> Chart | None:
    """Return a kind's chart under another id."""
    chart = kind.draw(*answers)
    return chart and replace(chart, id=f"{chart.id}-{turn}")


def repeated() -> list[catalogue.ChartKind]:
    """Return as many further kinds as make forty charts."""
    kinds = [kind for kind in catalogue.CHARTS if kind.draw in SHOWN]
    turns = [(kinds[place % len(kinds)], place // len(kinds) + 1) for place in range(CHARTS)]
    return [replace(kind, draw=partial(again, kind, turn)) for kind, turn in turns if turn > 1]


if __name__ == "__main__":
    catalogue.CHARTS = (*catalogue.CHARTS, *repeated())  # type: ignore[assignment]  # longer
    sys.exit(main())
