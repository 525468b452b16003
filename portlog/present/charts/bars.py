"""A form for amounts by name: groups of lying bars, each with its figure at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import plotly.graph_objects as go

from portlog.present.charts.live import hover, mark_of_unknown, tone_meta
from portlog.present.charts.scale import Scale, round_ticks
from portlog.present.charts.svg import Cut, Drawing, at, box, fitted, path, text, text_width
from portlog.present.wording import compact, shortened

_TOP, _FOOT = 50, 8
_LANE, _THICK = 19, 12
_BETWEEN = 14
_NAME_LINE = 20
_LABEL_GAP = 7
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount of a group; None is unknown, an outlined bar is an estimate."""

    series: str
    amount: int | None
    label: str
    token: str
    is_outlined: bool = False


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one name."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of bars on one scale."""

    axis: str
    groups: tuple[BarGroup, ...]

    def drawing(self, cut: Cut) -> Drawing:
        """Return the groups of bars; names stand at their left, or above them in a narrow cut."""
        frame = _Frame.around(self, cut)
        marks = [text("", 0, 16, self.axis)]
        y = float(_TOP)
        for group in self.groups:
            marks += _group(group, y, frame)
            y += frame.height_of(group)
        return Drawing(int(y) + _FOOT - _BETWEEN, (*_axis(frame, y - _BETWEEN), *marks))

    def live(self) -> go.Figure:
        """Return one trace for each series and one for what is unknown."""
        bars = sorted(
            ((bar, group.name) for group in self.groups for bar in group.bars),
            key=lambda pair: (pair[0].amount is None, pair[0].series),
        )
        traces = [
            _live_series(series, list(pairs))
            for series, pairs in groupby(bars, key=lambda pair: pair[0].series)
        ]
        names = [group.name for group in self.groups]
        layout = {
            "title": {"text": self.axis},
            "barmode": "group",
            "xaxis": {"rangemode": "tozero"},
            "yaxis": {
                "type": "category",
                "categoryarray": names,
                "tickvals": names,
                "ticktext": [shortened(name, _LONGEST_NAME) for name in names],
                "autorange": "reversed",
                "showgrid": False,
            },
        }
        return go.Figure(traces, layout)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one cut."""

    cut: Cut
    x: Scale
    ticks: list[float]

    @classmethod
    def around(cls, bars: Bars, cut: Cut) -> "_Frame":
        """Leave room for the names at the left and the figures at the right."""
        size = cut.text_size
        drawn = [bar for group in bars.groups for bar in group.bars]
        names = max(text_width(group.name[:60], size) for group in bars.groups)
        left = min(names + 14, cut.width * 0.3) if cut.is_wide else 0
        largest = max(bar.amount or 0 for bar in drawn)
        room = min(_room(bar, largest, cut.width - left, size) for bar in drawn)
        ticks = [tick for tick in round_ticks(largest or 1, 4, 1) if tick <= largest]
        return cls(cut, Scale(0, largest or 1, left, left + room), ticks)

    def height_of(self, group: BarGroup) -> float:
        """Return how much height a group takes, with the space below it."""
        name_line = 0 if self.cut.is_wide else _NAME_LINE
        return name_line + len(group.bars) * _LANE + _BETWEEN


def _room(bar: Bar, largest: int, width: float, size: float) -> float:
    """Return how long the largest bar may be, so that this bar's label still fits behind it."""
    behind = width - _LABEL_GAP - text_width(bar.label, size)
    return min(behind * largest / bar.amount, width) if bar.amount else width


def _axis(frame: _Frame, end: float) -> Iterator[str]:
    for tick in frame.ticks:
        x = frame.x(tick)
        yield path("grid" if tick else "axis", f"M{at(x, _TOP - 8)}V{at(end + 4)}")
        yield text("mid" if x > _LABEL_GAP else "", x, _TOP - 13, compact(int(tick)))


def _group(group: BarGroup, y: float, frame: _Frame) -> Iterator[str]:
    size = frame.cut.text_size
    if frame.cut.is_wide:
        middle = y + len(group.bars) * _LANE / 2
        name = fitted(group.name, frame.x.start - 14, size)
        yield text("end t-ink", frame.x.start - 10, middle + 4, name)
    else:
        yield text("t-b halo", 4, y + 12, fitted(group.name, frame.cut.width - 8, size, bold=True))
        y += _NAME_LINE
    for lane, bar in enumerate(group.bars):
        yield from _bar(bar, y + lane * _LANE, frame)


def _bar(bar: Bar, y: float, frame: _Frame) -> Iterator[str]:
    start, top = frame.x.start, y + (_LANE - _THICK) / 2
    if bar.amount is None:
        yield path("open dash s-axis", box(start + 1, top + 1, 10, _THICK - 2))
        end = start + 11
    else:
        end = max(frame.x(bar.amount), start + 1)
        yield _solid_or_outlined(bar, start, top, end)
    yield text("halo", end + _LABEL_GAP, y + _LANE / 2 + 4.5, bar.label)


def _solid_or_outlined(bar: Bar, start: float, top: float, end: float) -> str:
    if bar.is_outlined:
        return path(f"open s-{bar.token}", box(start, top + 1, end - start, _THICK - 2))
    return path(f"f-{bar.token}", box(start, top, end - start, _THICK))


def _live_series(series: str, pairs: list[tuple[Bar, str]]) -> go.Bar | go.Scatter:
    first = pairs[0][0]
    names = [name for _, name in pairs]
    words = [f"{name}: {bar.label}" for bar, name in pairs]
    if first.amount is None:
        return mark_of_unknown(series, [0] * len(pairs), names, words)
    return go.Bar(
        x=[bar.amount for bar, _ in pairs],
        y=names,
        name=series,
        orientation="h",
        **hover(words),
        **tone_meta(first.token, is_open=first.is_outlined),
    )


def short_count(amount: int, *, is_estimate: bool, is_least: bool) -> str:
    """Return an amount as a label: `~` before an estimate, `≥` before a lower bound."""
    return f"{'≥ ' if is_least else ''}{'~' if is_estimate else ''}{compact(amount)}"
