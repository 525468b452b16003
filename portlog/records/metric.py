"""What the author of a series claimed of a port before it was there, and what came of it."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from portlog.records.outcome import Basis
from portlog.records.spoken import Spoken


class Mattering(StrEnum):
    """The author's verdict on whether a figure matters."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Correction:
    """What was published until a day as the measured value."""

    day: dt.date
    was: Spoken


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with how it is known, and of how many cases; a basis of None was not told.

    `query` is the SQL that gave it; empty where somebody typed it.
    """

    value: str
    basis: Basis = Basis.CLAIMED
    n: int | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: the original's figure, the estimate for the port, and what was measured.

    `measured` was typed; `query` asks the log for it. Of the two at most one is there.
    """

    name: Spoken
    original: Spoken = field(default_factory=Spoken)
    estimate: Spoken = field(default_factory=Spoken)
    measured: Spoken = field(default_factory=Spoken)
    query: str = ""
    unit: str = ""
    measured_at: dt.date | None = None
    note: Spoken = field(default_factory=Spoken)
    verdict: Mattering | None = None
    words: Spoken = field(default_factory=Spoken)
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Metrics:
    """All metrics, the author's words over them, and the day the estimates were published.

    `answers` holds what the queries gave, None where nobody knows; as many as metrics.
    """

    metrics: tuple[Metric, ...] = ()
    standfirst: Spoken = field(default_factory=Spoken)
    estimated_at: dt.date | None = None
    answers: tuple[Measured | None, ...] = ()
