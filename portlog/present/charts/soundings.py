"""A form for counts in order: a bar hanging from the waterline for each entry of the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portlog.present.charts.live import Live, Trace, bars_trace, hover, mark_of_unknown, tone_meta
from portlog.present.charts.scale import Scale, round_ticks
from portlog.present.charts.svg import Cut, Drawing, at, axis_title, box, path, text, text_width
from portlog.present.wording import compact, short_month

_LINE_AT = 44
_UNIT, _DEEPEST = 30, 170
_WIDEST_BAR, _NARROWEST_NUMBERED = 16, 11
_FOOT = 46


@dataclass(frozen=True, slots=True)
class Sounding:
    """One entry; a count of None is unknown. `series` and `token` tell how it is known."""

    day: date
    name: str
    count: int | None
    series: str
    token: str
    words: str


@dataclass(frozen=True, slots=True)
class Soundings:
    """Entries from left to right in the order of the log, not in proportion to time."""

    axis: str
    entries: tuple[Sounding, ...]
    unknown: str

    def drawing(self, cut: Cut) -> Drawing:
        """Return the waterline, what hangs from it, and the months below."""
        frame = _Frame.around(self, cut)
        return Drawing(int(frame.floor) + _FOOT, tuple(_marks(self, frame)))

    @property
    def rows_drawn(self) -> int:
        """None: nothing has a row of its own."""
        return 0

    def within(self, height: float, cut: Cut) -> "Soundings":  # noqa: ARG002  never high
        """Return itself: it is as high as it is."""
        return self

    def live(self) -> Live:
        """Return one trace for each way of knowing and one for what is unknown."""
        series = sorted({entry.series for entry in self.entries})
        largest = max(entry.count or 0 for entry in self.entries)
        starts = dict(_month_starts(self.entries))
        layout = {
            "title": {"text": self.axis},
            "yaxis": {"autorange": "reversed", "tickvals": round_ticks(largest or 1, 4, 1)},
            "xaxis": {
                "type": "category",
                "categoryarray": [entry.name for entry in self.entries],
                "tickvals": [self.entries[index].name for index in starts],
                "ticktext": list(starts.values()),
                "showgrid": False,
            },
        }
        traces = [_live(name, [e for e in self.entries if e.series == name]) for name in series]
        return Live(traces, layout)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one cut."""

    cut: Cut
    left: float
    slot: float
    y: Scale
    ticks: list[float]

    @classmethod
    def around(cls, soundings: Soundings, cut: Cut) -> "_Frame":
        """Give every entry one slot of equal width."""
        largest = max(entry.count or 0 for entry in soundings.entries)
        ticks = round_ticks(largest or 1, 4, 1)
        left = 12 + max(text_width(compact(int(tick)), cut.text_size) for tick in ticks)
        depth = min(ticks[-1] * _UNIT, _DEEPEST)
        slot = (cut.width - left) / len(soundings.entries)
        return cls(cut, left, slot, Scale(0, ticks[-1], _LINE_AT, _LINE_AT + depth), ticks)

    @property
    def floor(self) -> float:
        """Where the deepest bar may end, with room for its number."""
        return self.y.end + 20

    @property
    def bar_width(self) -> float:
        """How wide a bar is; slots of less than two units leave no space between bars."""
        return min(self.slot * 0.66 if self.slot > 2 else self.slot, _WIDEST_BAR)  # noqa: PLR2004

    def middle(self, index: int) -> float:
        """Return the middle of an entry's slot."""
        return self.left + (index + 0.5) * self.slot


def _marks(soundings: Soundings, frame: _Frame) -> Iterator[str]:
    yield axis_title(soundings.axis, frame.cut)
    yield from _value_axis(frame)
    yield from _bars(soundings, frame)
    yield from _unknown(soundings, frame)
    yield path("axis", f"M{at(frame.left, _LINE_AT)}H{at(frame.cut.width)}")
    if frame.slot >= _NARROWEST_NUMBERED:
        yield from _numbers(soundings, frame)
    yield from _months(soundings, frame)


def _value_axis(frame: _Frame) -> Iterator[str]:
    for tick in frame.ticks:
        y = frame.y(tick)
        if tick:
            yield path("grid", f"M{at(frame.left, y)}H{at(frame.cut.width)}")
        yield text("end", frame.left - 6, y + 4, compact(int(tick)))


def _bars(soundings: Soundings, frame: _Frame) -> Iterator[str]:
    for token in sorted({entry.token for entry in soundings.entries}):
        steps = [
            _hanging(index, entry.count, frame)
            for index, entry in enumerate(soundings.entries)
            if entry.token == token and entry.count
        ]
        if steps:
            yield path(f"f-{token}", *steps)


def _hanging(index: int, count: int, frame: _Frame) -> str:
    left = frame.middle(index) - frame.bar_width / 2
    return box(left, _LINE_AT, frame.bar_width, frame.y(count) - _LINE_AT)


def _unknown(soundings: Soundings, frame: _Frame) -> Iterator[str]:
    size = min(frame.bar_width, 10)
    steps = [
        box(frame.middle(index) - size / 2, _LINE_AT + 4, size, 10)
        for index, entry in enumerate(soundings.entries)
        if entry.count is None
    ]
    if steps:
        yield path("open dash s-ink-2", *steps)
        yield path("open dash s-ink-2", box(frame.left + 1, frame.floor + 31, 9, 9))
        yield text("", frame.left + 17, frame.floor + 40, soundings.unknown)


def _numbers(soundings: Soundings, frame: _Frame) -> Iterator[str]:
    for index, entry in enumerate(soundings.entries):
        if entry.count is not None:
            y = frame.y(entry.count) + 14
            yield text("mid t-ink halo", frame.middle(index), y, compact(entry.count))


def _months(soundings: Soundings, frame: _Frame) -> Iterator[str]:
    free = 0.0
    for index, label in _month_starts(soundings.entries):
        x = frame.left + index * frame.slot
        width = text_width(label, frame.cut.text_size)
        if x >= free and x + 5 + width <= frame.cut.width:
            yield path("tick", f"M{at(x, frame.floor)}v16")
            yield text("", x + 5, frame.floor + 13, label)
            free = x + width + 12


def _month_starts(entries: Sequence[Sounding]) -> Iterator[tuple[int, str]]:
    """Return the index of each month's first entry, with the month's name."""
    for month, indexes in groupby(range(len(entries)), key=lambda one: _month(entries[one])):
        index = next(indexes)
        yield index, f"{short_month(entries[index].day)} {month[0]:04d}"


def _month(entry: Sounding) -> tuple[int, int]:
    return entry.day.year, entry.day.month


def _live(series: str, entries: list[Sounding]) -> Trace:
    names = [entry.name for entry in entries]
    words = [entry.words for entry in entries]
    if entries[0].count is None:
        return mark_of_unknown(series, names, [0] * len(entries), words)
    return bars_trace(
        x=names,
        y=[entry.count for entry in entries],
        name=series,
        **hover(words),
        **tone_meta(entries[0].token),
    )
