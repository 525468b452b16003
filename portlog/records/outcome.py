"""What a whole check says, and on what basis a figure is known."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """The answer of a whole command."""

    CLEAN = "clean"
    FOUND = "found"
    UNKNOWN = "unknown"

    @classmethod
    def worst(cls, outcomes: Iterable["Outcome"]) -> "Outcome":
        """Return the answer for all parts: found outranks unknown, unknown outranks clean."""
        seen = set(outcomes)
        return next((one for one in (cls.FOUND, cls.UNKNOWN) if one in seen), cls.CLEAN)


class Basis(StrEnum):
    """How a figure is known."""

    OBSERVED = "observed"
    LOGGED = "logged"
    COMPUTED = "computed"
    CLAIMED = "claimed"
