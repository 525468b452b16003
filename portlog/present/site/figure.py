"""A chart as a figure of a page: pictures, table and live data, and the files beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from portlog.present.charts.chart import FIGURE_KINDS, Cell, Chart, Column, Kind
from portlog.present.charts.colours import Scheme
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.kept_pictures import Picture
from portlog.present.charts.live import live_json
from portlog.present.charts.sheet import OPEN_GRAPH, composed
from portlog.present.charts.svg import CUTS, WIDE, Cut, Drawing, picture
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
    nothing is live of very many rows. `rows` are as many as a page shows of the `rows_there`.
    `wide` is the drawing that the files beside it show as well. `png` is 1200 by 630 pixels,
    `embed` a page for a frame in somebody else's.
    """

    number: int
    chart: Chart
    pictures: tuple[str, ...]
    live: str | None
    heads: tuple[Head, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    body: Markup
    rows_there: int
    wide: Drawing | None = None

    @property
    def rows_shown(self) -> int:
        """How many rows a page shows."""
        return len(self.rows)

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

    def settled(self) -> "Figure":
        """Return it without what only the files beside it show: all rows, and what draws them."""
        figures = replace(self.chart.figures, rows=())
        return replace(self, chart=replace(self.chart, form=None, figures=figures), wide=None)


def figure(number: int, chart: Chart) -> Figure:
    """Return a chart as the figure with this number."""
    columns = chart.figures.columns
    rows = _rows(chart.figures.shortened(MOST_ROWS), columns)
    is_live = len(chart.figures.rows) <= MOST_LIVE_ROWS
    drawings = {} if chart.form is None else {cut: chart.form.drawing(cut) for cut in CUTS}
    return Figure(
        number,
        chart,
        _pictures(chart, drawings),
        live_json(chart.form.live()) if chart.form and is_live else None,
        tuple(Head(gettext(column.title), column.kind in FIGURE_KINDS) for column in columns),
        rows,
        rows_markup(rows),
        len(chart.figures.rows),
        drawings.get(WIDE),
    )


def figure_files(one: Figure, edition: Edition) -> dict[str, bytes]:
    """Return the files that stand beside a figure, in the language that is spoken."""
    whole = composed(one.chart, source_words(edition), wide=one.wide)
    return {
        one.csv: chart_csv(one.chart),
        one.json: chart_json(one.chart, edition.made_from()),
        one.svg: whole.painted(Scheme.LIGHT).encode(),
        one.dark_svg: whole.painted(Scheme.DARK).encode(),
    }


def figure_picture(one: Figure, edition: Edition) -> Picture:
    """Return what its PNG shows, in the language that is spoken."""
    card = composed(one.chart, source_words(edition), OPEN_GRAPH, one.wide)
    return Picture(card.painted(Scheme.LIGHT), OPEN_GRAPH.width)


def source_words(edition: Edition) -> str:
    """Return what a picture says of where its figures come from."""
    return edition.name + gettext(" (invented sample)") if edition.is_sample else edition.name


def _pictures(chart: Chart, drawings: Mapping[Cut, Drawing]) -> tuple[str, ...]:
    said = " ".join((chart.finding, chart.reading, *chart.notes))
    return tuple(
        picture(drawing, cut, chart.id, chart.name, said) for cut, drawing in drawings.items()
    )


def _rows(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column]
) -> tuple[tuple[TableCell, ...], ...]:
    read = [_reader(column) for column in columns]
    return tuple([tuple([one(cell) for one, cell in zip(read, row, strict=True)]) for row in rows])


def _reader(column: Column) -> Callable[[Cell], TableCell]:
    """Return what makes cells of a column readable."""
    is_figure = column.kind in FIGURE_KINDS
    unknown = TableCell(gettext(column.unknown), is_figure, is_unknown=True)
    words = column.words if column.kind is Kind.TERM else None

    def read(cell: Cell) -> TableCell:
        if cell is None:
            return unknown
        said = words(str(cell)) if words else _words(cell)
        return TableCell(said, is_figure, is_unknown=False)

    return read


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, Decimal):
        return separated(cell)
    return grouped(cell) if isinstance(cell, int) else str(cell)
