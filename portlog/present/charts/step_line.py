"""A sum that grows: its steps, and the days on which something unknown was left out of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.present.charts.tones import Tone
from portlog.present.wording import compact, money


@dataclass(frozen=True, slots=True)
class Step:
    """One point of a line: the sum up to it, and what a reader may ask of it."""

    day: date
    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A day on which something unknown was left out of the sum."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One series; where it has gaps its sum is a lower bound."""

    name: str
    tone: Tone
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]

    @property
    def total(self) -> Decimal:
        """The last sum; 0 before the first."""
        return self.steps[-1].value if self.steps else Decimal(0)

    @property
    def total_words(self) -> str:
        """The last sum in words."""
        if not self.steps:
            return "not known"
        return f"{'≥ ' if self.gaps else ''}{money(self.total)}"

    @property
    def rounded_words(self) -> str:
        """The last sum in three digits, where there is no room for more."""
        return f"{'≥ ' if self.gaps else ''}${compact(int(self.total))}"

    def value_on(self, day: date) -> Decimal:
        """Return the sum at the end of a day."""
        return next((step.value for step in reversed(self.steps) if step.day <= day), Decimal(0))
