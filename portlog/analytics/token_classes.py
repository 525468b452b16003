"""Tokens by class, as the agents' own logs tell them."""

from dataclasses import dataclass

from portlog.analytics.question import Frame, Question
from portlog.analytics.reads import whole


@dataclass(frozen=True, slots=True)
class TokenClasses:
    """The tokens of one module by class, over `told_sessions` of its sessions.

    All are None where no log tells them; without a module the sessions are of none that is known.
    """

    module: str | None
    sessions: int
    told_sessions: int
    uncached: int | None
    cache_writes: int | None
    cache_reads: int | None
    written: int | None

    @property
    def largest(self) -> int:
        """The largest of them."""
        counts = (self.uncached, self.cache_writes, self.cache_reads, self.written)
        return max(count or 0 for count in counts)


def token_classes(frame: Frame) -> tuple[TokenClasses, ...]:
    """Return the rows of `tokens_by_class`."""
    return tuple(
        TokenClasses(module, sessions, told, *map(whole, counts))
        for module, sessions, told, *counts in frame.iter_rows()
    )


TOKENS_BY_CLASS = Question("tokens_by_class", token_classes)
