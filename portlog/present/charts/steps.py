"""A form for sums that grow over days: one stepped line for each series, labelled at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portlog.present.charts.live import (
    Live,
    Trace,
    hover,
    mark_of_unknown,
    scatter_trace,
    tone_meta,
)
from portlog.present.charts.measure import DOLLARS, Measure
from portlog.present.charts.scale import Scale, day_labels, day_ticks, round_ticks
from portlog.present.charts.spread import spread
from portlog.present.charts.step_line import Gap, Step, StepLine
from portlog.present.charts.svg import (
    Cut,
    Drawing,
    at,
    axis_title,
    box,
    dot,
    fitted,
    path,
    text,
    text_width,
)
from portlog.present.language import gettext

_TOP, _FOOT, _LEFT = 40, 30, 8
_LINE = 16
_LEAST_HEIGHT, _BEST_HEIGHT = 170, 300
_MARK_GAP = 9


@dataclass(frozen=True, slots=True)
class Steps:
    """Lines over the days from `first` to `last`, all in one measure.

    Under a `ceiling` the lines can be seen to end below what they may reach; without a `height` the
    picture is as high as it is best read.
    """

    axis: str
    lines: tuple[StepLine, ...]
    first: date
    last: date
    measure: Measure = DOLLARS
    ceiling: Decimal = Decimal(0)
    height: int = 0

    @property
    def largest(self) -> float:
        """The largest value that the axis has to reach."""
        return float(max(self.ceiling, *(line.largest for line in self.lines)))

    def drawing(self, cut: Cut) -> Drawing:
        """Return the lines, an axis of values, an axis of days and a label at each line's end."""
        frame = _Frame.around(self, cut)
        return Drawing(frame.height, tuple(_marks(self, frame)))

    @property
    def rows_drawn(self) -> int:
        """None: nothing has a row of its own."""
        return 0

    def within(self, height: float, cut: Cut) -> "Steps":
        """Return it flatter, as far as its labels let it be."""
        wanted = max(int(height), self.least_height)
        return self if wanted >= self.height_in(cut) else replace(self, height=wanted)

    @property
    def least_height(self) -> int:
        """What the labels take, one line for each where whole ones would take too much."""
        rows = 1 + max(len(line.labels) for line in self.lines)
        whole = _TOP + _FOOT + len(self.lines) * (rows * _LINE + 2)
        least = whole if whole <= _BEST_HEIGHT else _TOP + _FOOT + len(self.lines) * (_LINE + 2)
        return max(_LEAST_HEIGHT, least)

    def height_in(self, cut: Cut) -> int:
        """Return how high the picture is."""
        return self.height or max(_BEST_HEIGHT if cut.is_wide else 280, self.least_height)

    def live(self) -> Live:
        """Return one trace for each line and one for what is unknown."""
        traces = [_live_line(line, self.last) for line in self.lines if line.steps]
        traces += [_live_gaps(line) for line in self.lines if line.gaps]
        layout = {
            "title": {"text": self.axis},
            "yaxis": {"rangemode": "tozero", "tickprefix": self.measure.prefix},
            "xaxis": {"type": "date", "tickformat": "%-d %b\n%Y", "showgrid": False},
        }
        return Live(traces, layout)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one cut."""

    cut: Cut
    height: int
    x: Scale
    y: Scale
    ticks: list[float]

    @classmethod
    def around(cls, steps: Steps, cut: Cut) -> "_Frame":
        """Leave room for the labels at the right, and draw a single day as a day wide."""
        height = steps.height_in(cut)
        ticks = round_ticks(steps.largest or 1, 4, steps.measure.smallest_tick)
        words = [steps.measure.tick(tick) for tick in ticks]
        left = _LEFT + max(text_width(word, cut.text_size) for word in words)
        right = cut.width - _label_room(steps, cut)
        first, last = steps.first.toordinal(), steps.last.toordinal()
        return cls(
            cut,
            height,
            Scale(first, last, left + 8, right),
            Scale(0, ticks[-1], height - _FOOT, _TOP),
            ticks,
        )


def _label_room(steps: Steps, cut: Cut) -> float:
    words = [word for line in steps.lines for word in (*line.labels, line.total_words)]
    widest = max(text_width(word[:60], cut.text_size, bold=True) for word in words)
    return min(widest + 16, cut.width * (0.28 if cut.is_wide else 0.32))


def _marks(steps: Steps, frame: _Frame) -> Iterator[str]:
    yield axis_title(steps.axis, frame.cut)
    yield from _value_axis(steps, frame)
    yield from _day_axis(steps, frame)
    for line in steps.lines:
        yield from _line(line, steps.last, frame)
    yield from _labels(steps, frame)


def _value_axis(steps: Steps, frame: _Frame) -> Iterator[str]:
    for tick in frame.ticks:
        y = frame.y(tick)
        classes = "grid" if tick else "axis"
        yield path(classes, f"M{at(frame.x.start - 4, y)}H{at(frame.x.end)}")
        yield text("end", frame.x.start - 8, y + 4, steps.measure.tick(tick))


def _day_axis(steps: Steps, frame: _Frame) -> Iterator[str]:
    base, free = frame.y(0), 0.0
    ticks = day_ticks(steps.first, steps.last, 6 if frame.cut.is_wide else 4)
    for day, label in zip(ticks, day_labels(ticks), strict=True):
        x = frame.x(day.toordinal())
        yield path("tick", f"M{at(x, base)}v5")
        middle = _kept_inside(x, label, frame)
        half = text_width(label, frame.cut.text_size) / 2
        if middle - half >= free:
            yield text("mid", middle, base + 22, label)
            free = middle + half + 4


def _kept_inside(x: float, label: str, frame: _Frame) -> float:
    half = text_width(label, frame.cut.text_size) / 2
    return min(max(x, half), frame.cut.width - half)


def _line(line: StepLine, last: date, frame: _Frame) -> Iterator[str]:
    if line.steps:
        said = " line--said" if line.is_said else ""
        yield path(f"{line.tone.line_classes}{said}", *_stair(line, last, frame))
    marked = line.steps if _has_room_for_marks(line, frame) else line.steps[-1:]
    if marked:
        classes = line.tone.open_classes if line.is_said else line.tone.mark_classes
        yield path(classes, *(_step_mark(line, step, frame) for step in marked))
    if line.gaps:
        yield path(f"open dash s-{line.tone.token}", *(_gap(line, gap, frame) for gap in line.gaps))


def _has_room_for_marks(line: StepLine, frame: _Frame) -> bool:
    return len(line.steps) * _MARK_GAP <= frame.x.end - frame.x.start


def _stair(line: StepLine, last: date, frame: _Frame) -> Iterator[str]:
    yield f"M{at(frame.x(line.steps[0].day.toordinal()), frame.y(0))}"
    for step in line.steps:
        yield f"H{at(frame.x(step.day.toordinal()))}V{at(frame.y(float(step.value)))}"
    yield f"H{at(frame.x(last.toordinal()))}"


def _step_mark(line: StepLine, step: Step, frame: _Frame) -> str:
    x, y = frame.x(step.day.toordinal()), frame.y(float(step.value))
    return dot(line.tone.shape, x, y, 3.2)


def _gap(line: StepLine, gap: Gap, frame: _Frame) -> str:
    x, y = frame.x(gap.day.toordinal()), frame.y(float(line.value_on(gap.day)))
    return box(x - 5, y - 5, 10, 10)


def _labels(steps: Steps, frame: _Frame) -> Iterator[str]:
    most = 1 + max(len(line.labels) for line in steps.lines)
    rows = most if len(steps.lines) * most * _LINE <= frame.height - _TOP - _FOOT else 1
    ends = [frame.y(float(line.total)) for line in steps.lines]
    places = spread(ends, rows * _LINE + 2, _TOP, frame.y(0) - (rows - 1) * _LINE + 4)
    for line, end, place in zip(steps.lines, ends, places, strict=True):
        if abs(place - end) > _LINE:
            yield path("lead", f"M{at(frame.x.end + 1, end)}L{at(frame.x.end + 9, place - 4)}")
        yield from _label(line, place + 4, rows, frame)


def _label(line: StepLine, y: float, rows: int, frame: _Frame) -> Iterator[str]:
    x, size = frame.x.end + 10, frame.cut.text_size
    room = frame.cut.width - x
    labels = line.labels if rows > 1 else (line.name,)
    for row, words in enumerate(labels):
        classes = line.tone.text_class if row == 0 else ""
        yield text(classes, x, y + row * _LINE, fitted(words, room, size, bold=True))
    if rows > 1:
        fits = text_width(line.total_words, size) <= room
        words = line.total_words if fits else line.rounded_words
        yield text("t-ink", x, y + len(labels) * _LINE, words)


def _live_line(line: StepLine, last: date) -> Trace:
    days = [step.day.isoformat() for step in line.steps]
    return scatter_trace(
        x=[*days, last.isoformat()],
        y=[*(step.value for step in line.steps), line.total],
        name=line.name,
        mode="lines+markers",
        line={"shape": "hv", "width": 1 if line.is_said else 2},
        marker={"symbol": line.live_symbol, "size": 8},
        **hover([*(step.words for step in line.steps), f"{line.name}: {line.total_words}"]),
        **tone_meta(line.tone.token),
    )


def _live_gaps(line: StepLine) -> Trace:
    return mark_of_unknown(
        name=gettext("%(series)s, not known", series=line.name),
        x=[gap.day.isoformat() for gap in line.gaps],
        y=[line.value_on(gap.day) for gap in line.gaps],
        words=[gap.words for gap in line.gaps],
    )
