"""What a chart is: a finding, the figures behind it, how they are known, and how they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from portlog.analytics.method import Method
from portlog.present.charts.live import Live
from portlog.present.charts.svg import Cut, Drawing
from portlog.present.language import gettext, translatable

FEWEST_POINTS = 3

Cell = str | int | Decimal | date | None


class Kind(StrEnum):
    """What a column holds; a term is a word of portlog's own, which a page says in its language."""

    TEXT = "text"
    TERM = "term"
    DAY = "day"
    COUNT = "count"
    MONEY = "usd"
    NUMBER = "number"


FIGURE_KINDS = frozenset({Kind.COUNT, Kind.MONEY, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in CSV and JSON, `title` on the page, `unknown` an empty cell.

    Title and `unknown` are messages that are translated where they are shown; `words` are what a
    page says for a term.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unknown: str = translatable("not known")
    words: Callable[[str], str] = gettext


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart as rows; the first column names the row, None is unknown."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_by_day(self) -> bool:
        """Whether the rows stand in the order of their days, the newest last."""
        return self.columns[0].kind is Kind.DAY

    def shortened(self, most: int) -> tuple[tuple[Cell, ...], ...]:
        """Return at most so many rows: the last ones by day, else the first."""
        return self.rows[-most:] if self.is_by_day else self.rows[:most]


class Form(Protocol):
    """A way to draw: as an SVG for each cut, and as a live figure."""

    def drawing(self, cut: Cut) -> Drawing:
        """Return the marks for a picture of the cut's width."""
        raise NotImplementedError

    @property
    def rows_drawn(self) -> int:
        """How many names have a row of their own; 0 where none has."""
        raise NotImplementedError

    def within(self, height: float, cut: Cut) -> "Form":
        """Return a form no higher than that, flatter or without the rows at its foot."""
        raise NotImplementedError

    def live(self) -> Live:
        """Return the same marks as plotly traces, of bars and scatters only."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart; `form` is None where too little is known for a picture, and `notes` says why.

    `finding` is one sentence, true without the picture. `reading` says what is plotted, in which
    unit and how to read it. `sample` is the n. `notes` name what is missing or must not be read
    into the figures.
    """

    id: str
    name: str
    finding: str
    reading: str
    unit: str
    sample: str
    methods: tuple[Method, ...]
    notes: tuple[str, ...]
    figures: Figures
    form: Form | None
    query: str
