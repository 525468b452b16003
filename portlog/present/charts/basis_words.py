"""How sentences and axes say that a figure is a claim."""

from collections.abc import Iterable

from portlog.analytics.method import Method
from portlog.present.wording import listed


def as_said(methods: Iterable[Method], words: str) -> str:
    """Begin a sentence with figures; where all of them are claims, the log only claims them."""
    if all(method.is_claim for method in methods):
        return f"The log claims {words}"
    return f"{words[0].upper()}{words[1:]}"


def axis_words(unit: str, methods: Iterable[Method]) -> str:
    """Return an axis's title with the bases of what it measures: `US dollars, claimed`."""
    bases = sorted({str(method.basis) for method in methods})
    return ", ".join(filter(None, (unit, listed(bases))))
