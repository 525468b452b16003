"""One chart as a file for somewhere else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portlog.errors import InputError
from portlog.jobs.draw_charts import WHOLE, Excerpt, chart_edition, drawn_charts
from portlog.present.charts.chart import Chart
from portlog.present.charts.colours import Scheme
from portlog.present.charts.files import chart_csv, chart_json
from portlog.present.charts.forms import ChartForm
from portlog.present.charts.raster import png
from portlog.present.charts.sheet import AS_DRAWN, OPEN_GRAPH, Size, sheet
from portlog.present.language import speaking
from portlog.present.site.alone import chart_page
from portlog.present.site.edition import Edition
from portlog.present.site.embed import snippets
from portlog.present.site.figure import figure, source_words
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace

_SMALLEST, _LARGEST = 200, 4000
_SIZE = re.compile(r"([0-9]{1,5})(?:x([0-9]{1,5}))?")


_PICTURES = frozenset({ChartForm.SVG, ChartForm.PNG})


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is drawn; None is what its form has by itself. Figures have no look."""

    scheme: Scheme | None = None
    size: Size | None = None


AS_IT_IS = Look()


@dataclass(frozen=True, slots=True)
class ChartOrder:
    """Which chart, as what, in which language, over which part of the log."""

    name: str
    form: ChartForm
    language: str
    excerpt: Excerpt = WHOLE
    look: Look = AS_IT_IS


@dataclass(frozen=True, slots=True)
class ExportedChart:
    """A chart as the bytes of a file, and the rows of the log that are not in it."""

    content: bytes
    unread: tuple[UnreadRow, ...]


def exported_chart(workspace: Workspace, order: ChartOrder) -> ExportedChart:
    """Return a chart as a file's content.

    Raises `InputError` for a chart that is not there, and for a look that the form cannot have.
    """
    _refuse_look(order)
    drawn = drawn_charts(workspace, order.language, order.excerpt)
    edition = chart_edition(workspace, order.language, len(drawn.unread))
    chart = drawn.named(order.name)
    with speaking(order.language):
        content = _WRITTEN[order.form](chart, edition, order.look)
    return ExportedChart(content, drawn.unread)


def size_of(words: str) -> Size:
    """Return a size that was typed, `1200x630` or `900`; `InputError` for any other."""
    found = _SIZE.fullmatch(words)
    sizes = [int(one) for one in found.groups() if one] if found else []
    if not sizes or not all(_SMALLEST <= one <= _LARGEST for one in sizes):
        raise InputError(
            f'--size is "{words}"', f"write 1200x630 or 900, each from {_SMALLEST} to {_LARGEST}"
        )
    return Size(*sizes)


def _refuse_look(order: ChartOrder) -> None:
    if order.form not in _PICTURES and order.look != AS_IT_IS:
        raise InputError(
            f"{order.form} has neither --scheme nor --size", "they are for svg and png"
        )


def _svg(chart: Chart, edition: Edition, look: Look) -> bytes:
    scheme = look.scheme or Scheme.LIGHT
    return sheet(chart, source_words(edition), scheme, look.size or AS_DRAWN).encode()


def _png(chart: Chart, edition: Edition, look: Look) -> bytes:
    size = look.size or OPEN_GRAPH
    return png(sheet(chart, source_words(edition), look.scheme or Scheme.LIGHT, size), size.width)


def _embed(chart: Chart, edition: Edition, _look: Look) -> bytes:
    told = (f"{one.where}:\n{one.code}\n" for one in snippets(figure(1, chart), edition))
    return "\n".join(told).encode()


_WRITTEN: Mapping[ChartForm, Callable[[Chart, Edition, Look], bytes]] = {
    ChartForm.SVG: _svg,
    ChartForm.PNG: _png,
    ChartForm.HTML: lambda chart, edition, _: chart_page(chart, edition).encode(),
    ChartForm.JSON: lambda chart, edition, _: chart_json(chart, edition.made_from()),
    ChartForm.CSV: lambda chart, _edition, _look: chart_csv(chart),
    ChartForm.EMBED: _embed,
}
