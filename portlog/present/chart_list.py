"""The charts of a report as a listing."""

from collections.abc import Iterable

from portlog.present.charts.chart import Chart
from portlog.present.tables import Format, Listing, written

_COLUMNS = ("id", "name", "picture", "n", "finding")


def chart_list(charts: Iterable[Chart], form: Format) -> str:
    """Return each chart's id, name, whether it has a picture, its n and its finding."""
    rows = [(one.id, one.name, _picture(one, form), one.sample, one.finding) for one in charts]
    return written(Listing("charts", _COLUMNS, rows, whole=frozenset({"id"})), form)


def _picture(chart: Chart, form: Format) -> bool | str:
    has_one = chart.form is not None
    return has_one if form is Format.JSON else ("yes" if has_one else "no")
