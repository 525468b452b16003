"""A chart's figures as files: CSV and JSON with the numbers of the table, digit by digit."""

from dataclasses import asdict

from portlog.present.charts.chart import Chart
from portlog.present.tables import Format, Listing, json_text, written


def chart_csv(chart: Chart) -> bytes:
    """Return the figures as CSV; unknown is the empty cell."""
    return written(_listing(chart), Format.CSV).encode()


def chart_json(chart: Chart, made_from: dict[str, object]) -> bytes:
    """Return the figures with all that is said of them; unknown is null.

    `made_from` says which log the chart shows.
    """
    keys = [column.key for column in chart.figures.columns]
    told = {
        "id": chart.id,
        "finding": chart.finding,
        "reading": chart.reading,
        "unit": chart.unit,
        "n": chart.sample,
        "methods": [asdict(method) for method in chart.methods],
        "notes": chart.notes,
        "query": chart.query,
        **made_from,
        "rows": [dict(zip(keys, row, strict=True)) for row in chart.figures.rows],
    }
    return json_text(told).encode()


def _listing(chart: Chart) -> Listing:
    return Listing(
        "rows", tuple(column.key for column in chart.figures.columns), chart.figures.rows
    )
