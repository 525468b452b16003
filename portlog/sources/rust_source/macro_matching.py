"""Whether a call matches the pattern of a macro by example, and what its variables are then."""

from collections.abc import Sequence

from portlog.sources.rust_source.fragments import fragment_end
from portlog.sources.rust_source.macro_parts import (
    Bindings,
    Fragment,
    Nested,
    Part,
    Repetition,
    variables,
)
from portlog.sources.rust_source.token_trees import Group, Token


def matched_end(
    parts: Sequence[Part], tokens: Sequence[Token], at: int, bindings: Bindings
) -> int | None:
    """Return where the tokens that match a pattern end, and bind its variables; None if not."""
    for place, part in enumerate(parts):
        end = _match_one(part, tokens, at, bindings, parts[place + 1 : place + 2])
        if end is None:
            return None
        at = end
    return at


def _match_one(
    part: Part,
    tokens: Sequence[Token],
    at: int,
    bindings: Bindings,
    following: Sequence[Part],
) -> int | None:
    if isinstance(part, Repetition):
        return _match_repetition(part, tokens, at, bindings, following)
    if isinstance(part, Fragment):
        end = fragment_end(part.kind, tokens, at)
        if end is not None:
            bindings[part.name] = tuple(tokens[at:end])
        return end
    if at >= len(tokens):
        return None
    if isinstance(part, str):
        return at + 1 if tokens[at] == part else None
    return at + 1 if _match_nested(part, tokens[at], bindings) else None


def _match_nested(part: Nested, tree: Token, bindings: Bindings) -> bool:
    if not isinstance(tree, Group) or tree.opening != part.opening:
        return False
    return matched_end(part.parts, tree.tokens, 0, bindings) == len(tree.tokens)


def _match_repetition(
    part: Repetition,
    tokens: Sequence[Token],
    at: int,
    bindings: Bindings,
    following: Sequence[Part],
) -> int | None:
    if not following and _is_any_tokens(part):
        first = next(variables(part.parts))
        bindings[first] = [(one,) for one in tokens[at:]]
        return None if part.operator == "+" and at == len(tokens) else len(tokens)
    rounds: list[Bindings] = []
    while at < len(tokens) and not _begins(following, tokens[at], part):
        found: Bindings = {}
        start = _after_separator(part, tokens, at) if rounds else at
        end = None if start is None else matched_end(part.parts, tokens, start, found)
        if end is None or end == at:
            break
        rounds.append(found)
        at = end
    for name in variables(part.parts):
        bindings[name] = [one[name] for one in rounds if name in one]
    return None if part.operator == "+" and not rounds else at


def _is_any_tokens(part: Repetition) -> bool:
    """Say whether a repetition takes whatever is left, as `$($rest:tt)*` does."""
    is_whole = len(part.parts) == 1 and not part.separator and part.operator != "?"
    first = part.parts[0] if is_whole else None
    return isinstance(first, Fragment) and first.kind == "tt"


def _after_separator(part: Repetition, tokens: Sequence[Token], at: int) -> int | None:
    """Return where the next round begins; None where there is no further one."""
    if part.operator == "?":
        return None
    if not part.separator:
        return at
    return at + 1 if tokens[at] == part.separator else None


def _begins(following: Sequence[Part], tree: Token, part: Repetition) -> bool:
    """Say whether what stands after a repetition of any tokens begins here."""
    takes_any = part.parts[:1] and isinstance(part.parts[0], Fragment)
    if not takes_any or not following or not isinstance(following[0], str):
        return False
    first = part.parts[0]
    return isinstance(first, Fragment) and first.kind in ("tt", "ident") and tree == following[0]
