"""A commit of the experiment's repository."""

from dataclasses import dataclass
from datetime import date

_SHORT = 7


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its full name, and the day on which it was made."""

    name: str
    day: date

    @property
    def short(self) -> str:
        """The name as people write it."""
        return self.name[:_SHORT]
