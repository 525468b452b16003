"""Tokens read and written for each module."""

from dataclasses import dataclass

import polars as pl

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Question

DIRECTIONS = {"tokens_in": "read", "tokens_out": "written"}


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Tokens of one module, read or written, summed over the sessions that know them by one method.

    Where nobody knows, method and tokens are None and `sessions` says in how many.
    """

    module: str
    direction: str
    method: Method | None
    sessions: int
    tokens: int | None


def token_counts(frame: pl.DataFrame) -> tuple[TokenCount, ...]:
    """Return the rows of `tokens_by_module`."""
    return tuple(
        TokenCount(
            module,
            DIRECTIONS[measure],
            method_of(basis, rule),
            sessions,
            None if tokens is None else int(tokens),
        )
        for module, measure, basis, rule, sessions, tokens in frame.iter_rows()
    )


TOKENS_BY_MODULE = Question("tokens_by_module", token_counts)
