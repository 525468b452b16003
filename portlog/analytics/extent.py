"""How far the log reaches."""

from dataclasses import dataclass
from datetime import date

from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class Extent:
    """Counts of what the log holds, and its first and last day; no day in an empty log.

    `without_module` counts the sessions of which nobody knows the module.
    """

    sessions: int
    first_day: date | None
    last_day: date | None
    llms: int
    modules: int
    without_module: int


def extent(frame: Frame) -> Extent:
    """Return the one row of `log_extent`."""
    return Extent(**frame.row(0, named=True))


EXTENT = Question("log_extent", extent)
