"""A small writer of SVG: classes only, so that a strict Content-Security-Policy can hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

# Widths of letters as shares of the text size, measured on DejaVu Sans, the widest fallback font.
_FULL_WIDTH = 1.05
_BROAD = 1.0
_LETTER = 0.63
_BOLD = 1.12


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture's width in its own units, for a wide or a narrow page."""

    name: str
    width: int
    text_size: float

    @property
    def is_wide(self) -> bool:
        """Whether there is room beside the marks."""
        return self.name == "wide"


WIDE = Cut("wide", 720, 13)
NARROW = Cut("narrow", 344, 13.5)
CUTS = (WIDE, NARROW)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The marks of a picture, and how high it is."""

    height: int
    marks: tuple[str, ...]


def tag(name: str, classes: str, content: str = "", **attributes: float | str) -> str:
    """Return one element; `content` is markup, attribute values are escaped."""
    class_part = f' class="{classes}"' if classes else ""
    written = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{class_part}{written}>{content}</{name}>"


def text(classes: str, x: float, y: float, words: str) -> str:
    """Return words at a point; the class says where they are anchored."""
    return tag("text", classes, escape(words), x=x, y=y)


def path(classes: str, *steps: str) -> str:
    """Return a path of the steps."""
    return tag("path", classes, d="".join(steps))


def at(*numbers: float) -> str:
    """Return numbers as coordinates with one decimal at most."""
    return " ".join(map(_number, numbers))


def box(x: float, y: float, width: float, height: float) -> str:
    """Return the path of a rectangle."""
    return f"M{at(x, y)}h{at(width)}v{at(height)}h{at(-width)}z"


def dot(shape: str, x: float, y: float, radius: float) -> str:
    """Return the path of a mark: a `circle`, `square`, `triangle` or `diamond` round a point."""
    return _SHAPES[shape](x, y, radius)


def picture(drawing: Drawing, cut: Cut, chart_id: str, title: str, description: str) -> str:
    """Return a drawing as an `<svg>` that names and describes itself."""
    own = f"{chart_id}-{cut.name}"
    title_tag = tag("title", "", escape(title), id=f"{own}-t")
    description_tag = tag("desc", "", escape(description), id=f"{own}-d")
    return (
        f'<svg class="plot plot--{cut.name}" viewBox="0 0 {cut.width} {drawing.height}" role="img"'
        f' aria-labelledby="{own}-t {own}-d">{title_tag}{description_tag}\n'
        f"{_lines(drawing.marks)}\n</svg>"
    )


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide words are at most, in the unit of the text size."""
    return sum(map(_share, words)) * size * (_BOLD if bold else 1)


def fitted(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return words cut with an ellipsis until they fit into the room."""
    if text_width(words[:400], size, bold=bold) <= room:
        return words
    letters = int(room / (size * _LETTER * (_BOLD if bold else 1)))
    cut = words[: max(letters - 1, 1)]
    while len(cut) > 1 and text_width(cut + "…", size, bold=bold) > room:
        cut = cut[:-1]
    return cut + "…"


def axis_title(words: str, cut: Cut) -> str:
    """Return an axis's title above a picture, without its last parts where they do not fit."""
    fits = words
    while text_width(fits, cut.text_size) > cut.width and ", " in fits:
        fits = fits.rpartition(", ")[0]
    return text("", 0, 16, fitted(fits, cut.width, cut.text_size))


def _share(char: str) -> float:
    if char in "mwMW@%":
        return _BROAD
    return _FULL_WIDTH if east_asian_width(char) in "WF" else _LETTER


def _circle(x: float, y: float, radius: float) -> str:
    arc = f"a{at(radius, radius)} 0 1 0 "
    return f"M{at(x - radius, y)}{arc}{at(2 * radius, 0)}{arc}{at(-2 * radius, 0)}z"


def _square(x: float, y: float, radius: float) -> str:
    side = 1.8 * radius
    return box(x - side / 2, y - side / 2, side, side)


def _triangle(x: float, y: float, radius: float) -> str:
    return f"M{at(x, y - 1.2 * radius)}l{at(1.15 * radius, 2 * radius)}h{at(-2.3 * radius)}z"


def _diamond(x: float, y: float, radius: float) -> str:
    half = 1.25 * radius
    return f"M{at(x, y - half)}l{at(half, half)}l{at(-half, half)}l{at(-half, -half)}z"


_SHAPES = {"circle": _circle, "square": _square, "triangle": _triangle, "diamond": _diamond}


def _lines(marks: Iterable[str]) -> str:
    return "\n".join(marks)


def _value(value: float | str) -> str:
    return escape(value) if isinstance(value, str) else _number(value)


def _number(number: float) -> str:
    shown = f"{number:.1f}"
    if not shown.endswith(".0"):
        return shown
    return "0" if shown == "-0.0" else shown[:-2]
