"""What pricing sessions anew has changed."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Repriced:
    """The cost of a session in US dollars as it was recorded and by today's price list.

    None is a cost that nobody knows. `is_kept` marks a cost that a person typed: it stays.
    """

    session_id: str
    before: Decimal | None
    after: Decimal | None
    source: str | None
    is_kept: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Repricing:
    """The sessions that were priced anew, and those whose calls are not known on this machine."""

    sessions: tuple[Repriced, ...]
    unknown: tuple[str, ...]
