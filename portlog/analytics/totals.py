"""What all sessions together took, measure by measure and rule by rule."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from portlog.analytics.method import Method
from portlog.analytics.question import Question
from portlog.records.outcome import Basis


@dataclass(frozen=True, slots=True)
class Part:
    """The sum of one measure over the sessions that know it by one method."""

    method: Method
    sessions: int
    amount: Decimal


Totals = dict[str, tuple[Part, ...]]


def totals(frame: pl.DataFrame) -> Totals:
    """Return the parts of each measure of `session_totals`; a measure nobody knows is absent."""
    parts: dict[str, list[Part]] = {}
    for measure, basis, rule, sessions, amount in frame.iter_rows():
        parts.setdefault(measure, []).append(Part(Method(Basis(basis), rule), sessions, amount))
    return {measure: tuple(known) for measure, known in parts.items()}


TOTALS = Question("session_totals", totals)
