"""Who claimed something, in which session, and when."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ClaimMoment:
    """When something was claimed: the day for the log, and the last moment that it can have been.

    A day without a time counts whole, so what was published on that day is not after it. `words`
    name the day or the time as a sentence does.
    """

    day: date
    latest: datetime
    words: str

    def precedes(self, published_at: datetime) -> bool:
        """Say whether something was published after the claim."""
        return published_at > self.latest


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What is known about a claim besides what it says; None is what nobody told."""

    claimed: ClaimMoment | None = None
    suggested_by: str | None = None
    session_id: str | None = None

    @property
    def claimed_at(self) -> date | None:
        """The day of the claim."""
        return None if self.claimed is None else self.claimed.day
