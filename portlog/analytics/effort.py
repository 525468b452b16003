"""What the sessions of each module took."""

from dataclasses import dataclass
from decimal import Decimal

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class Effort:
    """What so many sessions of a module took by one method: `cost_usd` or `duration_min`.

    Method and amount are None where nobody knows.
    """

    module: str | None
    measure: str
    method: Method | None
    sessions: int
    amount: Decimal | None


def efforts(frame: Frame) -> tuple[Effort, ...]:
    """Return the rows of `effort_by_module`."""
    return tuple(
        Effort(module, measure, method_of(basis, rule), sessions, amount)
        for module, measure, basis, rule, sessions, amount in frame.iter_rows()
    )


EFFORT_BY_MODULE = Question("effort_by_module", efforts)
