"""A chart as a figure of a page: pictures, table and live data, and the files beside it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from portlog.present.charts.chart import FIGURE_KINDS, Cell, Chart, Column, Kind
from portlog.present.charts.colours import Scheme
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.kept_pictures import Picture
from portlog.present.charts.live import live_json
from portlog.present.charts.sheet import OPEN_GRAPH, sheet
from portlog.present.charts.svg import CUTS, picture
from portlog.present.language import gettext
from portlog.present.site.edition import Edition
from portlog.present.site.figure_rows import (
    MOST_LIVE_ROWS,
    MOST_ROWS,
    MOST_ROWS_ELSEWHERE,
    rows_markup,
)
from portlog.present.wording import grouped, separated


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head."""

    words: str
    is_figure: bool


class TableCell(NamedTuple):
    """A cell as it is read on the page."""

    words: str
    is_figure: bool
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """What the template of a figure needs, and the paths of the files beside it.

    `pictures` and `live` are markup and JSON made for a page; without a form there are none, and
    nothing is live of very many rows. `rows` are the last ones, as many as a page shows.
    `png` is 1200 by 630 pixels, `embed` a page for a frame in somebody else's.
    """

    number: int
    chart: Chart
    pictures: tuple[str, ...]
    live: str | None
    heads: tuple[Head, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    body: Markup

    @property
    def rows_shown(self) -> int:
        """How many rows a page shows, the last ones."""
        return len(self.rows)

    @property
    def rows_there(self) -> int:
        """How many rows the files have."""
        return len(self.chart.figures.rows)

    @property
    def is_short(self) -> bool:
        """Whether pages about more than this figure show its table."""
        return self.rows_there <= MOST_ROWS_ELSEWHERE

    @property
    def csv(self) -> str:
        """The path of its figures as CSV."""
        return f"charts/{self.chart.id}.csv"

    @property
    def json(self) -> str:
        """The path of its figures and all that is said of them."""
        return f"charts/{self.chart.id}.json"

    @property
    def page(self) -> str:
        """The path of its own page."""
        return f"charts/{self.chart.id}.html"

    @property
    def svg(self) -> str:
        """The path of its picture on light ground."""
        return f"charts/{self.chart.id}.svg"

    @property
    def dark_svg(self) -> str:
        """The path of its picture on dark ground."""
        return f"charts/{self.chart.id}-dark.svg"

    @property
    def png(self) -> str:
        """The path of its picture for where only pixels do."""
        return f"charts/{self.chart.id}.png"

    @property
    def embed(self) -> str:
        """The path of the page that holds it alone."""
        return f"charts/{self.chart.id}-embed.html"


def figure(number: int, chart: Chart) -> Figure:
    """Return a chart as the figure with this number."""
    columns = chart.figures.columns
    rows = tuple(
        tuple(_cell(*pair) for pair in zip(row, columns, strict=True))
        for row in chart.figures.rows[-MOST_ROWS:]
    )
    is_live = len(chart.figures.rows) <= MOST_LIVE_ROWS
    return Figure(
        number,
        chart,
        _pictures(chart),
        live_json(chart.form.live()) if chart.form and is_live else None,
        tuple(Head(gettext(column.title), column.kind in FIGURE_KINDS) for column in columns),
        rows,
        rows_markup(rows),
    )


def figure_files(one: Figure, edition: Edition) -> dict[str, bytes]:
    """Return the files that stand beside a figure, in the language that is spoken."""
    return {
        one.csv: chart_csv(one.chart),
        one.json: chart_json(one.chart, edition.made_from()),
        one.svg: sheet(one.chart, source_words(edition), Scheme.LIGHT).encode(),
        one.dark_svg: sheet(one.chart, source_words(edition), Scheme.DARK).encode(),
    }


def figure_picture(one: Figure, edition: Edition) -> Picture:
    """Return what its PNG shows, in the language that is spoken."""
    card = sheet(one.chart, source_words(edition), Scheme.LIGHT, OPEN_GRAPH)
    return Picture(card, OPEN_GRAPH.width)


def source_words(edition: Edition) -> str:
    """Return what a picture says of where its figures come from."""
    return edition.name + gettext(" (invented sample)") if edition.is_sample else edition.name


def _pictures(chart: Chart) -> tuple[str, ...]:
    if chart.form is None:
        return ()
    said = " ".join((chart.finding, chart.reading, *chart.notes))
    return tuple(picture(chart.form.drawing(cut), cut, chart.id, chart.name, said) for cut in CUTS)


def _cell(cell: Cell, column: Column) -> TableCell:
    is_figure = column.kind in FIGURE_KINDS
    if cell is None:
        return TableCell(gettext(column.unknown), is_figure, is_unknown=True)
    words = column.words(str(cell)) if column.kind is Kind.TERM else _words(cell)
    return TableCell(words, is_figure, is_unknown=False)


def _words(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return separated(cell)
    return grouped(cell) if isinstance(cell, int) else str(cell)
