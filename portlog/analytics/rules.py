"""By which rules the cells of the log are known."""

from dataclasses import dataclass

from portlog.analytics.method import Method
from portlog.analytics.question import Frame, Question
from portlog.records.outcome import Basis


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A column of the sessions, the method of some of its cells, and how many they are."""

    cell: str
    method: Method
    cells: int


def rule_uses(frame: Frame) -> tuple[RuleUse, ...]:
    """Return the rows of `rules_used`."""
    return tuple(
        RuleUse(cell, Method(Basis(basis), rule), cells)
        for cell, basis, rule, cells in frame.iter_rows()
    )


RULES_USED = Question("rules_used", rule_uses)
