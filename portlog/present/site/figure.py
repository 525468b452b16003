"""A chart as a figure of a page: pictures, table and live data, and the files beside it."""

from dataclasses import dataclass
from decimal import Decimal

from portlog.present.charts.chart import Cell, Chart, Column, Kind
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.live import live_json
from portlog.present.charts.svg import CUTS, picture
from portlog.present.site.edition import Edition
from portlog.present.wording import grouped, separated

_FIGURES = frozenset({Kind.COUNT, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head."""

    words: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as it is read on the page."""

    words: str
    is_figure: bool
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """What the template of a figure needs.

    `pictures` and `live` are markup and JSON made for a page; without a form there are none.
    """

    number: int
    chart: Chart
    pictures: tuple[str, ...]
    live: str | None
    heads: tuple[Head, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    csv: str
    json: str
    page: str


def figure(number: int, chart: Chart) -> Figure:
    """Return a chart as the figure with this number."""
    columns = chart.figures.columns
    return Figure(
        number,
        chart,
        _pictures(chart),
        live_json(chart.form.live()) if chart.form else None,
        tuple(Head(column.title, column.kind in _FIGURES) for column in columns),
        tuple(
            tuple(_cell(*pair) for pair in zip(row, columns, strict=True))
            for row in chart.figures.rows
        ),
        f"charts/{chart.id}.csv",
        f"charts/{chart.id}.json",
        f"charts/{chart.id}.html",
    )


def figure_files(one: Figure, edition: Edition) -> dict[str, bytes]:
    """Return the files that stand beside a figure, in the language that is spoken."""
    return {
        one.csv: chart_csv(one.chart),
        one.json: chart_json(one.chart, edition.made_from()),
    }


def _pictures(chart: Chart) -> tuple[str, ...]:
    if chart.form is None:
        return ()
    said = " ".join((chart.finding, chart.reading, *chart.notes))
    return tuple(picture(chart.form.drawing(cut), cut, chart.id, chart.name, said) for cut in CUTS)


def _cell(cell: Cell, column: Column) -> TableCell:
    is_figure = column.kind in _FIGURES
    if cell is None:
        return TableCell(column.unknown, is_figure, is_unknown=True)
    return TableCell(_words(cell), is_figure, is_unknown=False)


def _words(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return separated(cell)
    return grouped(cell) if isinstance(cell, int) else str(cell)
