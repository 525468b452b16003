"""How a figure was made: its basis and the rule with its version."""

from dataclasses import dataclass

from portlog.records.origin import TYPED
from portlog.records.outcome import Basis

# Rules that count text with another model's tokenizer: near the truth, never the model's own count.
ESTIMATING_RULES = frozenset({"o200k_base"})


@dataclass(frozen=True, slots=True, order=True)
class Method:
    """A basis and a rule; figures of two methods are never added, plotted as one or compared."""

    basis: Basis
    rule: str

    @property
    def is_claim(self) -> bool:
        """Whether somebody only said so."""
        return self.basis is Basis.CLAIMED

    @property
    def is_estimate(self) -> bool:
        """Whether the rule comes near the figure without knowing it."""
        return self.rule in ESTIMATING_RULES


TYPED_BY_HAND = Method(Basis.CLAIMED, TYPED)


def method_of(basis: str | None, rule: str | None) -> Method | None:
    """Return the method that a row names; None where nobody knows the figure."""
    return None if basis is None or rule is None else Method(Basis(basis), rule)
