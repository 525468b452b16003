"""A sum that grows: its steps, and the days on which something unknown was left out of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portlog.present.charts.measure import DOLLARS, Measure
from portlog.present.charts.tones import Tone
from portlog.present.language import gettext
from portlog.records.outcome import Basis


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
    """One series; where it has gaps its sum is a lower bound.

    `basis` is said where the lines of a chart are known in different ways; a claim is then quoted
    and drawn thin, with open marks. `label` stands at the end of the line where `name` is longer.
    """

    name: str
    tone: Tone
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...] = ()
    label: str = ""
    basis: str = ""
    measure: Measure = DOLLARS

    @property
    def is_said(self) -> bool:
        """Whether it is a claim among figures that are none."""
        return self.basis == Basis.CLAIMED

    @property
    def live_symbol(self) -> str:
        """The name in plotly of the marks on it."""
        symbol = self.tone.live_symbol
        return f"{symbol.removesuffix('-open')}-open" if self.is_said else symbol

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands above the sum at its end."""
        return (self.label, gettext(self.basis)) if self.basis else (self.label or self.name,)

    @property
    def total(self) -> Decimal:
        """The last sum; 0 before the first."""
        return self.steps[-1].value if self.steps else Decimal(0)

    @property
    def largest(self) -> Decimal:
        """The largest value on it."""
        return max((step.value for step in self.steps), default=Decimal(0))

    @property
    def total_words(self) -> str:
        """The last sum in words."""
        if not self.steps:
            return gettext("not known")
        return self._quoted(f"{'≥ ' if self.gaps else ''}{self.measure.words(self.total)}")

    @property
    def rounded_words(self) -> str:
        """The last sum in three digits, where there is no room for more."""
        return self._quoted(f"{'≥ ' if self.gaps else ''}{self.measure.rounded(self.total)}")

    def _quoted(self, words: str) -> str:
        return f"“{words}”" if self.is_said else words

    def value_on(self, day: date) -> Decimal:
        """Return the sum at the end of a day."""
        return next((step.value for step in reversed(self.steps) if step.day <= day), Decimal(0))
