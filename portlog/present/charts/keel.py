"""A form for two sides of each name: the port to port, the original to starboard."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portlog.present.charts.live import Live, Trace, bars_trace, hover, mark_of_unknown, tone_meta
from portlog.present.charts.scale import round_ticks
from portlog.present.charts.svg import Cut, Drawing, at, box, fitted, path, text, text_width
from portlog.present.language import gettext
from portlog.present.wording import compact, shortened

_TOP, _THICK, _FOOT = 30, 18, 6
_ROW = {True: 34, False: 46}
_NAME_SHARE = 0.24
_HATCH = 5
_GAP = 7
_LONGEST_NAME = 28


@dataclass(frozen=True, slots=True)
class KeelRow:
    """One name with the size of its port and of its original; None is unknown."""

    name: str
    port: int | None
    original: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Keel:
    """Rows of two bars that leave a middle line on both sides; the heads say which is which."""

    port: str
    original: str
    rows: tuple[KeelRow, ...]

    def drawing(self, cut: Cut) -> Drawing:
        """Return the rows; names stand in the middle, or above in a narrow cut."""
        frame = _Frame.around(self, cut)
        room = cut.width / 2 - 12
        marks = [
            text("t-port end", cut.width / 2 - 8, 13, _fitted(f"◀ {self.port}", room, cut)),
            text("t-star", cut.width / 2 + 8, 13, _fitted(f"{self.original} ▶", room, cut)),
        ]
        for number, row in enumerate(self.rows):
            marks += _row(row, _TOP + number * _ROW[cut.is_wide], frame)
        height = _TOP + len(self.rows) * _ROW[cut.is_wide] + _FOOT
        marks += _middle(frame, height)
        return Drawing(height, tuple(marks))

    @property
    def rows_drawn(self) -> int:
        """How many names have a row."""
        return len(self.rows)

    def within(self, height: float, cut: Cut) -> "Keel":
        """Return the largest rows that fit, in their order; itself where all of them do."""
        fit = max(1, int((height - _TOP - _FOOT) / _ROW[cut.is_wide]))
        order = sorted(self.rows, key=lambda row: -max(row.port or 0, row.original or 0))
        kept = order[:fit]
        return replace(self, rows=tuple(row for row in self.rows if row in kept))

    def live(self) -> Live:
        """Return one trace for each side and one for what is unknown."""
        sides = (
            (self.port, "port", [row.port for row in self.rows], -1),
            (self.original, "star", [row.original for row in self.rows], 1),
        )
        traces: list[Trace] = [self._side(*side) for side in sides]
        unknown = [row for row in self.rows if row.port is None or row.original is None]
        if unknown:
            names, words = [row.name for row in unknown], [row.words for row in unknown]
            traces.append(mark_of_unknown(gettext("not known"), [0] * len(names), names, words))
        ticks = round_ticks(_largest(self) or 1, 2, 1)
        signed = [*(-tick for tick in reversed(ticks[1:])), *ticks]
        names = [row.name for row in self.rows]
        layout = {
            "title": {"text": f"◀ {self.port} · {self.original} ▶"},
            "barmode": "overlay",
            "xaxis": {"tickvals": signed, "ticktext": [compact(int(abs(one))) for one in signed]},
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

    def _side(self, name: str, token: str, sizes: list[int | None], sign: int) -> Trace:
        told = [(row, size) for row, size in zip(self.rows, sizes, strict=True) if size is not None]
        return bars_trace(
            x=[sign * size for _, size in told],
            y=[row.name for row, _ in told],
            name=name,
            orientation="h",
            **hover([f"{row.name}: {row.words}" for row, _ in told]),
            **tone_meta(token, is_open=sign > 0),
        )


def _largest(keel: Keel) -> int:
    return max(max(row.port or 0, row.original or 0) for row in keel.rows)


def _fitted(words: str, room: float, cut: Cut) -> str:
    return fitted(words, room, cut.text_size, bold=True)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand in one cut: half the middle's width, and pixels for a line of code."""

    cut: Cut
    half: float
    scale: float

    @classmethod
    def around(cls, keel: Keel, cut: Cut) -> "_Frame":
        """Leave room for the names in the middle and the figures at both ends."""
        names = max(text_width(row.name[:60], cut.text_size) for row in keel.rows)
        half = min(names / 2 + 10, cut.width * _NAME_SHARE / 2) if cut.is_wide else 2
        figures = [compact(size) for row in keel.rows for size in (row.port, row.original) if size]
        room = max([text_width(words, cut.text_size) for words in figures], default=0)
        long = cut.width / 2 - half - room - 2 * _GAP
        return cls(cut, half, long / (_largest(keel) or 1))

    @property
    def middle(self) -> float:
        """Where the line between both sides is."""
        return self.cut.width / 2


def _row(row: KeelRow, y: float, frame: _Frame) -> Iterator[str]:
    size = frame.cut.text_size
    if frame.cut.is_wide:
        name = fitted(row.name, 2 * frame.half - 8, size)
        yield text("mid t-ink", frame.middle, y + 14, name)
    else:
        name = fitted(row.name, frame.cut.width - 8, size, bold=True)
        yield text("mid t-b halo", frame.middle, y + 11, name)
        y += 17
    yield from _port(row.port, y, frame)
    yield from _original(row.original, y, frame)


def _port(size: int | None, y: float, frame: _Frame) -> Iterator[str]:
    end = frame.middle - frame.half
    if size is None:
        yield path("open dash s-ink-2", box(end - 12, y + 3, 11, 11))
        yield text("end", end - 12 - _GAP, y + 14, _unknown(frame))
        return
    long = size * frame.scale
    yield path("f-port", box(end - long, y, long, _THICK))
    yield text("end t-ink", end - long - _GAP, y + 14, compact(size))


def _original(size: int | None, y: float, frame: _Frame) -> Iterator[str]:
    start = frame.middle + frame.half
    if size is None:
        yield path("open dash s-ink-2", box(start + 1, y + 3, 11, 11))
        yield text("", start + 12 + _GAP, y + 14, _unknown(frame))
        return
    long = size * frame.scale
    yield path("open s-star", box(start, y, long, _THICK))
    yield path("hatch s-star", *hatching(start, y, long, _THICK))
    yield text("t-ink", start + long + _GAP, y + 14, compact(size))


def _unknown(frame: _Frame) -> str:
    return fitted(gettext("not known"), frame.middle - frame.half - 30, frame.cut.text_size)


def hatching(x: float, y: float, width: float, height: float) -> Iterator[str]:
    """Yield slanting lines that fill a rectangle from edge to edge."""
    offset = float(_HATCH)
    while offset < width + height:
        left, right = max(0.0, offset - height), min(offset, width)
        yield f"M{at(x + left, y + offset - left)}L{at(x + right, y + offset - right)}"
        offset += _HATCH


def _middle(frame: _Frame, height: float) -> Iterator[str]:
    sides = (frame.middle - frame.half, frame.middle + frame.half)
    lines = [f"M{at(x, _TOP - 6)}V{at(height - 4)}" for x in sides]
    if frame.cut.is_wide:
        yield path("axis", *lines)
