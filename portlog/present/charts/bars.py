"""A form for amounts by name: groups of lying bars, each with its figure at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from portlog.present.charts.live import Live, Trace, bars_trace, hover, mark_of_unknown, tone_meta
from portlog.present.charts.measure import COUNTS, Measure
from portlog.present.charts.scale import Scale, round_ticks
from portlog.present.charts.svg import (
    Cut,
    Drawing,
    at,
    axis_title,
    box,
    fitted,
    path,
    text,
    text_width,
)
from portlog.present.wording import compact, shortened

_TOP, _FOOT = 50, 8
_LANE, _THICK = 19, 12
_THINNER = 4
# how much of a category plotly fills with its bars
_LIVE_LANES = 0.8
_BETWEEN = 14
_NAME_LINE = 20
_LABEL_GAP = 7
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount of a group; None is unknown, an outlined bar is an estimate.

    `steps` are its parts by name, each drawn thinner than the one before; `words` is what a reader
    may ask of it, the label where it is empty.
    """

    series: str
    amount: int | Decimal | None
    label: str
    token: str
    is_outlined: bool = False
    steps: tuple[tuple[str, int], ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one name; one that stands apart is no name but the lack of one."""

    name: str
    bars: tuple[Bar, ...]
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of bars on one scale."""

    axis: str
    groups: tuple[BarGroup, ...]
    measure: Measure = COUNTS

    def drawing(self, cut: Cut) -> Drawing:
        """Return the groups of bars; names stand at their left, or above them in a narrow cut."""
        frame = _Frame.around(self, cut)
        marks = [axis_title(self.axis, cut)]
        y = float(_TOP)
        for group in self.groups:
            marks += _group(group, y, frame)
            y += _height_of(group, cut)
        return Drawing(int(y) + _FOOT - _BETWEEN, (*_axis(frame, y - _BETWEEN), *marks))

    @property
    def rows_drawn(self) -> int:
        """How many names have a row."""
        return len(self.groups)

    def within(self, height: float, cut: Cut) -> "Bars":
        """Return the largest groups that fit, in their order; itself where all of them do."""
        room = height - _TOP - _FOOT + _BETWEEN
        kept: set[int] = set()
        for place in sorted(range(len(self.groups)), key=lambda one: -_largest(self.groups[one])):
            room -= _height_of(self.groups[place], cut)
            if room < 0 and kept:
                break
            kept.add(place)
        return replace(self, groups=tuple(self.groups[place] for place in sorted(kept)))

    def live(self) -> Live:
        """Return one trace for each series and one for what is unknown."""
        bars = sorted(
            ((bar, group.name) for group in self.groups for bar in group.bars),
            key=lambda pair: (pair[0].amount is None, pair[0].series),
        )
        by_series = groupby(bars, key=lambda pair: pair[0].series)
        lanes = {series: list(pairs) for series, pairs in by_series}
        traces = [
            trace for series in lanes for trace in _live_series(series, lanes[series], len(lanes))
        ]
        names = [group.name for group in self.groups]
        layout = {
            "title": {"text": self.axis},
            "barmode": "group",
            "xaxis": {"rangemode": "tozero", "tickprefix": self.measure.prefix},
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
class _Frame:
    """Where things stand in one cut."""

    cut: Cut
    x: Scale
    ticks: list[float]
    measure: Measure

    @classmethod
    def around(cls, bars: Bars, cut: Cut) -> "_Frame":
        """Leave room for the names at the left and the figures at the right."""
        size = cut.text_size
        drawn = [bar for group in bars.groups for bar in group.bars]
        names = max(text_width(group.name[:60], size) for group in bars.groups)
        left = min(names + 14, cut.width * 0.3) if cut.is_wide else 0
        largest = float(max(bar.amount or 0 for bar in drawn))
        room = min(_room(bar, largest, cut.width - left, size) for bar in drawn)
        least = bars.measure.smallest_tick
        ticks = [tick for tick in round_ticks(largest or 1, 4, least) if tick <= largest]
        return cls(cut, Scale(0, largest or 1, left, left + room), ticks, bars.measure)


def _largest(group: BarGroup) -> float:
    return max(float(bar.amount or 0) for bar in group.bars)


def _height_of(group: BarGroup, cut: Cut) -> float:
    """Return how much height a group takes, with the space below it."""
    name_line = 0 if cut.is_wide else _NAME_LINE
    return name_line + len(group.bars) * _LANE + _BETWEEN


def _room(bar: Bar, largest: float, width: float, size: float) -> float:
    """Return how long the largest bar may be, so that this bar's label still fits behind it."""
    behind = width - _LABEL_GAP - text_width(bar.label, size)
    return min(behind * largest / float(bar.amount), width) if bar.amount else width


def _axis(frame: _Frame, end: float) -> Iterator[str]:
    for tick in frame.ticks:
        x = frame.x(tick)
        yield path("grid" if tick else "axis", f"M{at(x, _TOP - 8)}V{at(end + 4)}")
        yield text("mid" if x > _LABEL_GAP else "", x, _TOP - 13, frame.measure.tick(tick))


def _group(group: BarGroup, y: float, frame: _Frame) -> Iterator[str]:
    size = frame.cut.text_size
    if frame.cut.is_wide:
        middle = y + len(group.bars) * _LANE / 2
        name = fitted(group.name, frame.x.start - 14, size)
        yield text("end" if group.is_apart else "end t-ink", frame.x.start - 10, middle + 4, name)
    else:
        classes = "halo" if group.is_apart else "t-b halo"
        yield text(classes, 4, y + 12, fitted(group.name, frame.cut.width - 8, size, bold=True))
        y += _NAME_LINE
    for lane, bar in enumerate(group.bars):
        yield from _bar(bar, y + lane * _LANE, frame)


def _bar(bar: Bar, y: float, frame: _Frame) -> Iterator[str]:
    start, top = frame.x.start, y + (_LANE - _THICK) / 2
    if bar.amount is None:
        yield path("open dash s-axis", box(start + 1, top + 1, 10, _THICK - 2))
        end = start + 11
    else:
        least = max(sum(1 for _, part in bar.steps if part), 1)
        end = max(frame.x(float(bar.amount)), start + least)
        yield _solid_or_outlined(bar, top, end, frame)
    yield text("halo", end + _LABEL_GAP, y + _LANE / 2 + 4.5, bar.label)


def _stepped(bar: Bar, top: float, frame: _Frame) -> str:
    """Return a bar whose parts follow one another, what is there being one unit long at least."""
    steps, before, x = [], 0, frame.x.start
    for number, (_, amount) in enumerate(bar.steps):
        before += amount
        if not amount:
            continue
        end = max(frame.x(before), x + 1)
        thick = _THICK - number * _THINNER
        steps.append(box(x, top + (_THICK - thick) / 2, end - x, thick))
        x = end
    return path(f"f-{bar.token}", *steps)


def _solid_or_outlined(bar: Bar, top: float, end: float, frame: _Frame) -> str:
    start = frame.x.start
    if bar.steps:
        return _stepped(bar, top, frame)
    if bar.is_outlined:
        return path(f"open s-{bar.token}", box(start, top + 1, end - start, _THICK - 2))
    return path(f"f-{bar.token}", box(start, top, end - start, _THICK))


def _live_series(series: str, pairs: list[tuple[Bar, str]], lanes: int) -> Iterator[Trace]:
    """Return a trace for a series, or one for each part of its bars, in a lane of its own."""
    first = pairs[0][0]
    names = [name for _, name in pairs]
    words = [f"{name}: {bar.words or bar.label}" for bar, name in pairs]
    if first.amount is None:
        yield mark_of_unknown(series, [0] * len(pairs), names, words)
        return
    for number, part in enumerate(_parts(first)):
        yield bars_trace(
            x=[_amounts(bar)[number] for bar, _ in pairs],
            base=[sum(_amounts(bar)[:number]) for bar, _ in pairs],
            y=names,
            name=f"{series}: {part}" if part else series,
            orientation="h",
            offsetgroup=series,
            width=_LIVE_LANES / lanes * (1 - number * _THINNER / _THICK),
            **hover(words),
            **tone_meta(first.token, is_open=first.is_outlined),
        )


def _parts(bar: Bar) -> tuple[str, ...]:
    return tuple(name for name, _ in bar.steps) or ("",)


def _amounts(bar: Bar) -> tuple[int | Decimal, ...]:
    return tuple(amount for _, amount in bar.steps) or (bar.amount or 0,)


def short_count(amount: int, *, is_estimate: bool, is_least: bool) -> str:
    """Return an amount as a label: `~` before an estimate, `≥` before a lower bound."""
    return f"{'≥ ' if is_least else ''}{'~' if is_estimate else ''}{compact(amount)}"
