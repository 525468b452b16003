"""What all sessions together took, measure by measure and rule by rule."""

from dataclasses import dataclass
from decimal import Decimal

from portlog.analytics.method import Method
from portlog.analytics.question import Frame, Question
from portlog.records.outcome import Basis

# how the minutes of sessions that ran at the same time are added
UNION_RULE = "union/1"


@dataclass(frozen=True, slots=True)
class Part:
    """The sum of one measure over the sessions that know it by one method.

    `overlapping` counts those that ran at the same time as another: their minutes are added by
    `UNION_RULE`, and the sum is an upper bound.
    """

    method: Method
    sessions: int
    amount: Decimal
    overlapping: int = 0


Totals = dict[str, tuple[Part, ...]]


def totals(frame: Frame) -> Totals:
    """Return the parts of each measure of `session_totals`; a measure nobody knows is absent."""
    parts: dict[str, list[Part]] = {}
    for measure, basis, rule, sessions, overlapping, amount in frame.iter_rows():
        part = Part(Method(Basis(basis), rule), sessions, amount, overlapping)
        parts.setdefault(measure, []).append(part)
    return {measure: tuple(known) for measure, known in parts.items()}


TOTALS = Question("session_totals", totals)
