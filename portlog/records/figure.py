"""One figure and how it is known."""

from dataclasses import dataclass
from typing import Any

from portlog.records.outcome import Basis

# stands beside the columns of a session: the part of tokens_in that no cache was part of
UNCACHED = "uncached_in"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a record: its text (empty: nobody knows), its value, its basis and its rule.

    `unpriced_calls` counts the calls for want of whose price nobody knows a cost.
    """

    column: str
    text: str
    value: Any
    basis: Basis
    rule: str
    unpriced_calls: int = 0

    @property
    def is_estimate(self) -> bool:
        """Whether the figure was computed in place of one that a tool would have logged."""
        return self.basis is Basis.COMPUTED and self.rule == "o200k_base"
