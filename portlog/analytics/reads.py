"""What the models read, by what of it came from caches."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portlog.analytics.method import Method, method_of


@dataclass(frozen=True, slots=True)
class ReadParts:
    """Tokens read past all caches, into a cache and from one; together all that was read."""

    uncached: int
    cache_writes: int
    cache_reads: int


@dataclass(frozen=True, slots=True)
class TokensRead:
    """All that so many sessions read, known by one method, in tokens.

    `parts` tells it apart for `split_sessions` of them; None where no usage is known.
    """

    method: Method
    sessions: int
    tokens: int
    split_sessions: int
    parts: ReadParts | None


def tokens_read(rows: Iterable[Any]) -> tuple[TokensRead, ...]:
    """Return the rows of `tokens_read`, one for each method."""
    return tuple(
        TokensRead(method, sessions, int(tokens), split, read_parts(*parts))
        for basis, rule, sessions, tokens, split, *parts in rows
        if (method := method_of(basis, rule)) is not None
    )


def read_parts(
    uncached: Decimal | None, cache_writes: Decimal | None, cache_reads: Decimal | None
) -> ReadParts | None:
    """Return the parts of what was read as sums give them; None where nobody knows them."""
    if uncached is None or cache_writes is None or cache_reads is None:
        return None
    return ReadParts(int(uncached), int(cache_writes), int(cache_reads))


def whole(amount: Decimal | None) -> int | None:
    """Return a sum of tokens as a whole number."""
    return None if amount is None else int(amount)
