"""A chart as a picture that stands alone: its finding, its marks, and how the figures are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from portlog.present.charts.basis_words import methods_words
from portlog.present.charts.chart import Chart, Form
from portlog.present.charts.colours import Scheme
from portlog.present.charts.paint import painted
from portlog.present.charts.svg import WIDE, Drawing, at, fitted, path, tag, text, text_width
from portlog.present.language import gettext, language

FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, "
    "'DejaVu Sans', sans-serif"
)
_EDGE = 24
WIDTH = WIDE.width + 2 * _EDGE
_NAME, _FINDING, _FINDING_LINE, _FOOT = 13, 19, 25, 18
_MOST_LINES = 4
_LEAST_SCALE = 0.75
_EVENED = 1.15
_FOOT_LINES = 3


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's size in pixels; without a height it is as high as it needs to be."""

    width: int
    height: int | None = None


OPEN_GRAPH = Size(1200, 630)
AS_DRAWN = Size(WIDTH)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture that stands alone, before it has colours: its chart, marks, height and size."""

    chart: Chart
    marks: tuple[str, ...]
    height: float
    size: Size

    def painted(self, scheme: Scheme) -> str:
        """Return an SVG with title and description that needs nothing beside it."""
        chart, high = self.chart, at(self.height)
        pixels = round(self.height * self.size.width / WIDTH)
        said = " ".join((chart.finding, chart.reading, *chart.notes))
        ground = tag("path", "", d=f"M0 0H{WIDTH}V{high}H0z", fill=scheme.colour("paper"))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{language().code}" '
            f'viewBox="0 0 {WIDTH} {high}" '
            f'width="{self.size.width}" height="{pixels}" role="img" aria-labelledby="t d" '
            f'font-family="{escape(FONTS, quote=False)}" font-size="{_NAME}" '
            f'fill="{scheme.colour("ink-2")}">\n'
            f"{tag('title', '', escape(chart.name), id='t')}{tag('desc', '', escape(said), id='d')}"
            f"\n{ground}\n{painted(self.marks, scheme)}\n</svg>\n"
        )


def composed(
    chart: Chart, source: str, size: Size = AS_DRAWN, wide: Drawing | None = None
) -> Sheet:
    """Return a chart as a sheet; `source` names the experiment.

    Where the height is given and the marks do not fit, rows are left out, and the picture says so.
    `wide` is the drawing of the chart's form in the wide cut, where that is made already.
    """
    height = None if size.height is None else size.height * WIDTH / size.width
    marks, drawn = _composed(chart, source, height, wide)
    return Sheet(chart, tuple(marks), drawn if height is None else height, size)


def sheet(chart: Chart, source: str, scheme: Scheme, size: Size = AS_DRAWN) -> str:
    """Return a chart as an SVG with title and description that needs nothing beside it."""
    return composed(chart, source, size).painted(scheme)


def wrapped(words: str, room: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Return words as lines that fit into the room, the last cut where there are too many."""
    # the widths of letters are the widest that a font has; over a line they even out
    wide = room * _EVENED
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size, bold=bold) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = f"{kept[-1]} …"
    return [fitted(line, wide, size, bold=bold) for line in kept]


def _composed(
    chart: Chart, source: str, height: float | None, wide: Drawing | None
) -> tuple[list[str], float]:
    """Return the marks and how high they reach."""
    lines = wrapped(chart.finding, WIDE.width, _FINDING, _MOST_LINES, bold=True)
    top = _EDGE + _NAME + 20 + len(lines) * _FINDING_LINE
    foot = _FOOT_LINES * _FOOT + 10
    room = None if height is None else height - top - foot - _EDGE
    plot, plot_height, note = _plot(chart, top, room, wide)
    bottom = height - _EDGE if height else top + plot_height + foot
    feet = _feet(chart, source, note, bottom)
    return [*_head(chart, lines), *plot, *feet], bottom + _EDGE - 8


def _head(chart: Chart, lines: Sequence[str]) -> Iterator[str]:
    yield text("", _EDGE, _EDGE + 8, chart.name)
    for number, line in enumerate(lines):
        y = _EDGE + _NAME + 18 + number * _FINDING_LINE
        yield tag("text", "t-b", escape(line), x=_EDGE, y=y, **{"font-size": _FINDING})


def _feet(chart: Chart, source: str, note: str, bottom: float) -> Iterator[str]:
    how = methods_words(chart.methods) or gettext("nothing known")
    known = f"n = {chart.sample} · {how}"
    lines = wrapped(" ".join(filter(None, (note, known))), WIDE.width, _NAME, _FOOT_LINES - 1)
    lines += wrapped(f"{source} · {gettext('query')} {chart.query}", WIDE.width, _NAME, 1)
    top = bottom - len(lines) * _FOOT
    yield path("grid", f"M{at(_EDGE, top)}H{at(WIDTH - _EDGE)}")
    for number, line in enumerate(lines, start=1):
        yield text("", _EDGE, top + number * _FOOT, line)


def _plot(
    chart: Chart, top: float, room: float | None, wide: Drawing | None
) -> tuple[list[str], float, str]:
    """Return the marks in their place, how high they are, and what is to be said of them."""
    if chart.form is None:
        lines = wrapped(" ".join(chart.notes[-1:]), WIDE.width, _NAME, 2)
        marks = [text("", _EDGE, top + 20 * number, line) for number, line in enumerate(lines, 1)]
        return marks, 50, ""
    form = chart.form if room is None else _fitting(chart.form, room)
    drawing = wide if wide and form is chart.form else form.drawing(WIDE)
    scale = 1.0 if room is None else min(1.0, room / drawing.height)
    is_cut = form.rows_drawn < chart.form.rows_drawn
    note = gettext("Cut to what fits; the table has all.") if is_cut else ""
    return _placed(drawing, top, scale), drawing.height * scale, note


def _fitting(form: Form, room: float) -> Form:
    """Return a form that fits; smaller letters come before rows that are left out."""
    flat = form.within(room, WIDE)
    return flat if flat.rows_drawn == form.rows_drawn else form.within(room / _LEAST_SCALE, WIDE)


def _placed(drawing: Drawing, top: float, scale: float) -> list[str]:
    left = _EDGE + WIDE.width * (1 - scale) / 2
    move = f"translate({at(left, top)})" + (f" scale({scale:.3f})" if scale < 1 else "")
    return [f'<g transform="{move}">', *drawing.marks, "</g>"]
