"""One figure and how it is known."""

from dataclasses import dataclass
from typing import Any

from portlog.records.outcome import Basis


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a record: its text (empty: nobody knows), its value, its basis and its rule."""

    column: str
    text: str
    value: Any
    basis: Basis
    rule: str

    @property
    def is_estimate(self) -> bool:
        """Whether the figure was computed in place of one that a tool would have logged."""
        return self.basis is Basis.COMPUTED and self.rule == "o200k_base"
