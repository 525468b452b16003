"""What the port has cost so far, llm by llm."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question
from portlog.analytics.unpriced import Unpriced


@dataclass(frozen=True, slots=True)
class CostStep:
    """One session's cost in USD and what its llm has cost up to it by the same method.

    Method and both amounts are None where nobody knows the session's cost; `unpriced_calls` then
    counts the calls without a price, if that is the reason. The module may be nobody's knowledge.
    """

    day: date
    session_id: str
    llm: str
    module: str | None
    method: Method | None
    cost_usd: Decimal | None
    so_far_usd: Decimal | None
    unpriced_calls: int | None


def cost_steps(frame: Frame) -> tuple[CostStep, ...]:
    """Return the rows of `cost_so_far` in the order of the log."""
    return tuple(
        CostStep(day, session_id, llm, module, method_of(basis, rule), cost, so_far, calls)
        for day, session_id, llm, module, basis, rule, cost, so_far, calls in frame.iter_rows()
    )


UNPRICED = Question("unpriced_total", lambda frame: Unpriced(*frame.row(0)))
COST_SO_FAR = Question("cost_so_far", cost_steps)
