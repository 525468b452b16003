"""What a chart is: a finding, the figures behind it, how they are known, and how they are drawn."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import plotly.graph_objects as go

from portlog.analytics.method import Method
from portlog.present.charts.svg import Cut, Drawing

FEWEST_POINTS = 3

Cell = str | int | Decimal | date | None


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "usd"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in CSV and JSON, `title` on the page, `unknown` an empty cell."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unknown: str = "not known"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart as rows; the first column names the row, None is unknown."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Form(Protocol):
    """A way to draw: as an SVG for each cut, and as a live figure."""

    def drawing(self, cut: Cut) -> Drawing:
        """Return the marks for a picture of the cut's width."""
        raise NotImplementedError

    def live(self) -> go.Figure:
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
