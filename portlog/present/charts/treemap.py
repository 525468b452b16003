"""A form for the parts of a whole: each an area, divided by what has become of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from portlog.present.charts.keel import hatching
from portlog.present.charts.live import Live, bars_trace, hover, tone_meta
from portlog.present.charts.svg import Cut, Drawing, axis_title, box, fitted, path, text, text_width
from portlog.present.wording import shortened

_HEIGHT = {True: 330, False: 380}
_LEAST_AREAS = 120
_KEY_LINE = 21
_BETWEEN = 2.0
_LINE = 16
_LEAST_WIDTH, _LEAST_HEIGHT = 46, 20
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class Share:
    """What has become of a part: the words of the key, its token, and whether it is hatched."""

    name: str
    token: str
    is_hatched: bool = False
    is_solid: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """One part: its name, a label below it, its size by share, and what a reader may ask of it."""

    name: str
    label: str
    sizes: tuple[int, ...]
    words: str

    @property
    def size(self) -> int:
        """All of it."""
        return sum(self.sizes)


@dataclass(frozen=True, slots=True)
class Treemap:
    """The parts of a whole, as areas of a rectangle; `height` is that of the rectangle."""

    axis: str
    shares: tuple[Share, ...]
    plots: tuple[Plot, ...]
    height: int = 0

    def drawing(self, cut: Cut) -> Drawing:
        """Return the areas and a key above them."""
        key, top = _key(self, cut)
        height = self._areas_height(cut)
        plots = sorted((one for one in self.plots if one.size), key=_order)
        areas = squarified([one.size for one in plots], Area(0, top, cut.width, height))
        marks = [axis_title(self.axis, cut), *key]
        for plot, area in zip(plots, areas, strict=True):
            marks += _plot(plot, area, self.shares, cut)
        return Drawing(int(top + height) + 2, tuple(marks))

    @property
    def rows_drawn(self) -> int:
        """None: nothing has a row of its own."""
        return 0

    def within(self, height: float, cut: Cut) -> "Treemap":
        """Return it flatter."""
        over = self.drawing(cut).height - height
        areas = int(self._areas_height(cut) - over)
        return replace(self, height=max(areas, _LEAST_AREAS)) if over > 0 else self

    def _areas_height(self, cut: Cut) -> int:
        return self.height or _HEIGHT[cut.is_wide]

    def live(self) -> Live:
        """Return one trace of bars for each share."""
        plots = sorted((one for one in self.plots if one.size), key=_order)
        names = [one.name for one in plots]
        traces = [
            bars_trace(
                x=[one.sizes[number] for one in plots],
                y=names,
                name=share.name,
                orientation="h",
                **hover([f"{one.name}: {one.words}" for one in plots]),
                **tone_meta(share.token, is_open=not share.is_solid),
            )
            for number, share in enumerate(self.shares)
        ]
        layout = {
            "title": {"text": self.axis},
            "barmode": "stack",
            "yaxis": {
                "type": "category",
                "categoryarray": names,
                "tickvals": names,
                "ticktext": [shortened(name, _LONGEST_NAME) for name in names],
                "autorange": "reversed",
                "showgrid": False,
            },
        }
        return Live(traces, layout)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than high."""
        return self.width >= self.height

    def cut(self, share: float) -> tuple["Area", "Area"]:
        """Return a share of it along its longer side, and the rest."""
        if self.is_wide:
            first = self.width * share
            return (
                Area(self.x, self.y, first, self.height),
                Area(self.x + first, self.y, self.width - first, self.height),
            )
        first = self.height * share
        return (
            Area(self.x, self.y, self.width, first),
            Area(self.x, self.y + first, self.width, self.height - first),
        )


def squarified(sizes: Sequence[int], area: Area) -> list[Area]:
    """Return an area for each size, largest first, in proportion and near to squares.

    Source: Bruls, Huizing, van Wijk, Squarified Treemaps (2000), by halves instead of rows.
    """
    if len(sizes) < 2:  # noqa: PLR2004 - one size takes all
        return [area] * len(sizes)
    total, half, before = sum(sizes), 0, 0
    while half < len(sizes) - 1 and (not half or before + sizes[half] <= total / 2):
        before += sizes[half]
        half += 1
    first, rest = area.cut(before / total)
    return [*squarified(sizes[:half], first), *squarified(sizes[half:], rest)]


def _order(plot: Plot) -> tuple[int, str]:
    return -plot.size, plot.name


def _key(treemap: Treemap, cut: Cut) -> tuple[list[str], float]:
    marks: list[str] = []
    x, y = 0.0, 38.0
    for share in treemap.shares:
        words = fitted(share.name, cut.width - 24, cut.text_size)
        width = text_width(words, cut.text_size) + 34
        if x and x + width - 14 > cut.width:
            x, y = 0.0, y + _KEY_LINE
        marks += _filled(share, Area(x + 1, y - 11, 13, 12))
        marks.append(text("", x + 20, y, words))
        x += width
    return marks, y + 14


def _filled(share: Share, area: Area) -> Iterator[str]:
    rectangle = box(area.x, area.y, area.width, area.height)
    if share.is_solid:
        yield path(f"f-{share.token}", rectangle)
        return
    yield path(f"open s-{share.token}", rectangle)
    if share.is_hatched:
        lines = list(hatching(area.x, area.y, area.width, area.height))
        if lines:
            yield path(f"hatch s-{share.token}", *lines)


def _plot(plot: Plot, area: Area, shares: Sequence[Share], cut: Cut) -> Iterator[str]:
    inner = Area(
        area.x + _BETWEEN / 2,
        area.y + _BETWEEN / 2,
        max(area.width - _BETWEEN, 0.5),
        max(area.height - _BETWEEN, 0.5),
    )
    x = inner.x
    for share, size in zip(shares, plot.sizes, strict=True):
        if size:
            width = inner.width * size / plot.size
            yield from _filled(share, Area(x, inner.y, width, inner.height))
            x += width
    if inner.width >= _LEAST_WIDTH and inner.height >= _LEAST_HEIGHT:
        yield from _words(plot, inner, cut)


def _words(plot: Plot, area: Area, cut: Cut) -> Iterator[str]:
    room = area.width - 12
    yield text("t-b halo", area.x + 6, area.y + 16, _line(plot.name, room, cut, bold=True))
    if area.height >= _LEAST_HEIGHT + _LINE:
        yield text("t-ink halo", area.x + 6, area.y + 16 + _LINE, _line(plot.label, room, cut))


def _line(words: str, room: float, cut: Cut, *, bold: bool = False) -> str:
    return fitted(words, room, cut.text_size, bold=bold)
