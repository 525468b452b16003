"""Tokens read and written, in all and for each module."""

from dataclasses import dataclass

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question
from portlog.analytics.reads import ReadParts, read_parts, tokens_read, whole

DIRECTIONS = {"tokens_in": "read", "tokens_out": "written"}


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Tokens of one module, read or written, summed over the sessions that know them by one method.

    Where nobody knows, method and tokens are None and `sessions` says in how many. `parts` tells
    what was read apart, if usage does. Without a module the sessions are of none that is known.
    """

    module: str | None
    direction: str
    method: Method | None
    sessions: int
    tokens: int | None
    parts: ReadParts | None = None


def token_counts(frame: Frame) -> tuple[TokenCount, ...]:
    """Return the rows of `tokens_by_module`."""
    return tuple(
        TokenCount(
            module,
            DIRECTIONS[measure],
            method_of(basis, rule),
            sessions,
            whole(tokens),
            read_parts(*parts),
        )
        for module, measure, basis, rule, sessions, tokens, *parts in frame.iter_rows()
    )


TOKENS_READ = Question("tokens_read", lambda frame: tokens_read(frame.iter_rows()))
TOKENS_BY_MODULE = Question("tokens_by_module", token_counts)
