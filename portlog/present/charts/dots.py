"""A form for several values of each name: a row of marks on one scale, with a key above."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10

from portlog.present.charts.live import (
    Live,
    Trace,
    hover,
    mark_of_unknown,
    scatter_trace,
    tone_meta,
)
from portlog.present.charts.measure import COUNTS, Measure
from portlog.present.charts.scale import Scale, round_ticks
from portlog.present.charts.svg import (
    Cut,
    Drawing,
    at,
    axis_title,
    dot,
    fitted,
    path,
    text,
    text_width,
)
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext
from portlog.present.wording import shortened

_AXIS_LINE, _KEY_LINE = 16, 20
_ROW, _NAME_LINE, _FOOT = 26, 18, 10
_RADIUS, _KEY_RADIUS = 4.4, 4
_ZERO_ROOM = 26
_LONGEST_NAME = 28
_MOST_DECADES = 5


@dataclass(frozen=True, slots=True)
class Series:
    """Marks of one kind: their name in the key, and how they look."""

    name: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a row; None is unknown. `words` is what a reader may ask of it."""

    series: Series
    value: Decimal | int | None
    words: str


@dataclass(frozen=True, slots=True)
class DotRow:
    """The marks of one name; where it `spans`, a line joins the first and the last."""

    name: str
    dots: tuple[Dot, ...]
    spans: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of marks on one scale, by powers of ten where it is `logarithmic`."""

    axis: str
    series: tuple[Series, ...]
    rows: tuple[DotRow, ...]
    measure: Measure = COUNTS
    logarithmic: bool = False

    def drawing(self, cut: Cut) -> Drawing:
        """Return the key, the axis and the rows."""
        key, lines = _key(self.series, cut)
        frame = _Frame.around(self, cut, _AXIS_LINE + lines * _KEY_LINE + 34)
        height = frame.top + len(self.rows) * frame.row_height + _FOOT
        marks = [axis_title(self.axis, cut), *key, *_axis(frame, height - _FOOT)]
        for number, row in enumerate(self.rows):
            marks += _row(row, frame.top + number * frame.row_height, frame)
        return Drawing(int(height), tuple(marks))

    @property
    def rows_drawn(self) -> int:
        """How many names have a row."""
        return len(self.rows)

    def within(self, height: float, cut: Cut) -> "Dots":
        """Return the first rows that fit; itself where all of them do."""
        drawn = self.drawing(cut).height
        row = _ROW + (0 if cut.is_wide else _NAME_LINE)
        fit = max(1, len(self.rows) - ceil(max(drawn - height, 0) / row))
        return self if fit == len(self.rows) else replace(self, rows=self.rows[:fit])

    def live(self) -> Live:
        """Return one trace for each series and one for what is unknown."""
        traces = [trace for one in self.series if (trace := self._live(one))]
        unknown = [(row.name, one) for row in self.rows for one in row.dots if one.value is None]
        if unknown:
            names, dots = zip(*unknown, strict=True)
            words = [one.words for one in dots]
            least = [_least(self) for _ in dots]
            traces.append(mark_of_unknown(gettext("not known"), least, names, words))
        names = tuple(row.name for row in self.rows)
        layout = {
            "title": {"text": self.axis},
            "xaxis": {
                "type": "log" if self.logarithmic else "linear",
                "rangemode": "normal" if self.logarithmic else "tozero",
                "tickprefix": self.measure.prefix,
            },
            "yaxis": {
                "type": "category",
                "categoryarray": names,
                "tickvals": names,
                "ticktext": [shortened(name, _LONGEST_NAME) for name in names],
                "autorange": "reversed",
            },
        }
        return Live(traces, layout)

    def _live(self, series: Series) -> Trace | None:
        told = [
            (one.value, row.name, f"{row.name}: {one.words}")
            for row in self.rows
            for one in row.dots
            if one.series == series and one.value is not None
        ]
        if not told:
            return None
        values, names, words = zip(*told, strict=True)
        return scatter_trace(
            x=[value or _least(self) for value in values],
            y=list(names),
            name=series.name,
            mode="markers",
            marker={"symbol": series.tone.live_symbol, "size": 10},
            **hover(words),
            **tone_meta(series.tone.token),
        )


def _values(dots: Dots) -> list[float]:
    return [float(one.value) for row in dots.rows for one in row.dots if one.value is not None]


def _least(dots: Dots) -> float:
    """Return where a value stands that a scale of powers cannot hold."""
    if not dots.logarithmic:
        return 0
    return min((value for value in _values(dots) if value > 0), default=1) / 2


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one cut."""

    cut: Cut
    top: float
    x: Scale
    ticks: list[float]
    measure: Measure
    logarithmic: bool

    @classmethod
    def around(cls, dots: Dots, cut: Cut, top: float) -> "_Frame":
        """Leave room for the names at the left, and for zero where the scale has none."""
        names = max(text_width(row.name[:60], cut.text_size) for row in dots.rows)
        left = min(names + 18, cut.width * 0.34) if cut.is_wide else 8
        right = cut.width - 22
        if not dots.logarithmic:
            ticks = round_ticks(max(_values(dots), default=0) or 1, 4, dots.measure.smallest_tick)
            scale = Scale(0, ticks[-1], left + 8, right)
            return cls(cut, top, scale, ticks, dots.measure, logarithmic=False)
        ticks = _decades(_values(dots))
        scale = Scale(log10(ticks[0]), log10(ticks[-1]), left + 8 + _ZERO_ROOM, right)
        return cls(cut, top, scale, ticks, dots.measure, logarithmic=True)

    @property
    def row_height(self) -> float:
        """How high a row is, its name included where that stands above."""
        return _ROW if self.cut.is_wide else _ROW + _NAME_LINE

    @property
    def left(self) -> float:
        """Where rows begin."""
        return self.x.start - (_ZERO_ROOM if self.logarithmic else 0)

    def place(self, value: float) -> float:
        """Return where a value stands; zero has a place of its own where the scale has none."""
        if not self.logarithmic:
            return self.x(value)
        return self.x(log10(value)) if value > 0 else self.left


def _decades(values: list[float]) -> list[float]:
    """Return round powers of ten around the values, a few of them."""
    above = [value for value in values if value > 0] or [1, 10]
    low, high = floor(log10(min(above))), ceil(log10(max(above)))
    high = max(high, low + 1)
    stride = ceil((high - low) / _MOST_DECADES)
    powers = range(low, high + stride, stride)
    return [float(10**power) for power in powers]


def _key(series: tuple[Series, ...], cut: Cut) -> tuple[list[str], int]:
    """Return what the marks mean, and how many lines that takes."""
    marks: list[str] = []
    x, line = 0.0, 0
    for one in series:
        words = fitted(one.name, cut.width - 20, cut.text_size)
        width = text_width(words, cut.text_size) + 34
        if x and x + width - 16 > cut.width:
            x, line = 0.0, line + 1
        y = _AXIS_LINE + 20 + line * _KEY_LINE
        marks.append(path(one.tone.mark_classes, dot(one.tone.shape, x + 6, y - 4, _KEY_RADIUS)))
        marks.append(text("", x + 17, y, words))
        x += width
    return marks, line + 1


def _axis(frame: _Frame, end: float) -> Iterator[str]:
    top = frame.top - 6
    if frame.logarithmic:
        yield text("mid", frame.left, top - 6, "0")
    for tick in frame.ticks:
        x = frame.place(tick)
        is_first = tick == 0
        yield path("axis" if is_first else "grid", f"M{at(x, top)}V{at(end)}")
        label = frame.measure.tick(tick)
        half = text_width(label, frame.cut.text_size) / 2
        yield text("mid", min(max(x, half), frame.cut.width - half), top - 6, label)


def _row(row: DotRow, y: float, frame: _Frame) -> Iterator[str]:
    size = frame.cut.text_size
    if frame.cut.is_wide:
        middle = y + _ROW / 2
        name = fitted(row.name, frame.left - 20, size)
        yield text("end t-ink", frame.left - 14, middle + 4.5, name)
    else:
        middle = y + _NAME_LINE + _ROW / 2 - 4
        name = fitted(row.name, frame.cut.width - 8, size, bold=True)
        yield text("t-b halo", 0, y + 12, name)
    yield path("grid", f"M{at(frame.left, middle)}H{at(frame.x.end)}")
    known = [frame.place(float(one.value)) for one in row.dots if one.value is not None]
    if row.spans and len(known) > 1:
        yield path("tick", f"M{at(min(known), middle)}H{at(max(known))}")
    yield from _marks(row, middle, frame)


def _marks(row: DotRow, middle: float, frame: _Frame) -> Iterator[str]:
    for series in dict.fromkeys(one.series for one in row.dots):
        steps = [
            dot(series.tone.shape, frame.place(float(one.value)), middle, _RADIUS)
            for one in row.dots
            if one.series == series and one.value is not None
        ]
        if steps:
            yield path(series.tone.mark_classes, *steps)
    if any(one.value is None for one in row.dots):
        x = frame.cut.width - 11
        yield path("open dash s-ink-2", f"M{at(x - 5, middle - 5)}h10v10h-10z")
