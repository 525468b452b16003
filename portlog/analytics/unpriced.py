"""What has no price."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unpriced:
    """The sessions whose cost is not known because calls in them have no price, and those calls."""

    sessions: int
    calls: int
