"""What look-ups said of the crates and items that were asked for."""

from dataclasses import dataclass

from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many crates and items got a verdict, and how many of them a model is known to have named.

    A crate that two claims named is two.
    """

    verdict: str
    crates: int
    items: int
    of_a_model: int


def verdict_counts(frame: Frame) -> tuple[VerdictCount, ...]:
    """Return the rows of `crate_verdicts`, the most frequent first."""
    return tuple(VerdictCount(*row) for row in frame.iter_rows())


CRATE_VERDICTS = Question("crate_verdicts", verdict_counts)
