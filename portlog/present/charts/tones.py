"""Colours and shapes that tell series apart, by the names of the style sheet's tokens."""

from dataclasses import dataclass

_TONES = ("sea", "brass", "violet")
_SHAPES = ("circle", "square", "triangle")


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour token and a shape; the circle is filled, so that no two look alike in grey."""

    token: str
    shape: str

    @property
    def mark_classes(self) -> str:
        """The classes of a mark."""
        return f"f-{self.token}" if self.shape == "circle" else f"open s-{self.token}"

    @property
    def open_classes(self) -> str:
        """The classes of a mark that is not filled, whatever its shape."""
        return f"open s-{self.token}"

    @property
    def line_classes(self) -> str:
        """The classes of a line."""
        return f"line s-{self.token}"

    @property
    def text_class(self) -> str:
        """The class of a label; what is too faint for letters takes those of notes."""
        return f"t-{self.token}" if self.token != "axis" else ""  # noqa: S105  a colour's name

    @property
    def live_symbol(self) -> str:
        """The mark's name in plotly."""
        symbol = "triangle-up" if self.shape == "triangle" else self.shape
        return symbol if self.shape == "circle" else f"{symbol}-open"


def tone(index: int) -> Tone:
    """Return the look of a series; nine differ, then they come again."""
    colour, turn = index % len(_TONES), index // len(_TONES)
    return Tone(_TONES[colour], _SHAPES[(colour + turn) % len(_SHAPES)])
