"""What a call of a macro by example is replaced by."""

from collections.abc import Sequence

from portlog.sources.rust_source.macro_parts import (
    Bindings,
    Bound,
    Fragment,
    Nested,
    NoExpansion,
    Part,
    Repetition,
    variables,
)
from portlog.sources.rust_source.token_trees import Group, Token

MOST_MADE_TOKENS = 200_000


class Transcript:
    """What one call is replaced by, as long as it stays of a size that people write."""

    def __init__(self) -> None:
        """Begin with nothing made."""
        self._made = 0

    def of(self, parts: Sequence[Part], bindings: Bindings) -> tuple[Token, ...]:
        """Return the tokens that the parts become."""
        made: list[Token] = []
        for part in parts:
            made.extend(self._one(part, bindings))
        self._made += len(made)
        if self._made > MOST_MADE_TOKENS:
            raise NoExpansion("it becomes too much")
        return tuple(made)

    def _one(self, part: Part, bindings: Bindings) -> Sequence[Token]:
        if isinstance(part, str):
            return (part,)
        if isinstance(part, Nested):
            return (Group(part.opening, self.of(part.parts, bindings)),)
        if isinstance(part, Repetition):
            return self._repeated(part, bindings)
        bound = bindings.get(part.name)
        if isinstance(bound, list):
            raise NoExpansion(f"${part.name} repeats")
        return ("$", part.name) if bound is None else bound

    def _repeated(self, part: Repetition, bindings: Bindings) -> list[Token]:
        repeating: dict[str, list[Bound]] = {
            name: bound
            for name in variables(part.parts)
            if isinstance(bound := bindings.get(name), list)
        }
        if not repeating:
            return list(self._one(Nested("(", part.parts), bindings))
        made: list[Token] = []
        if len(part.parts) == 1 and isinstance(part.parts[0], Fragment) and not part.separator:
            return _in_a_row(part.parts[0].name, repeating[part.parts[0].name])
        for number in range(max(map(len, repeating.values()))):
            if number and part.separator:
                made.append(part.separator)
            chosen = {name: one[number] for name, one in repeating.items() if number < len(one)}
            made.extend(self.of(part.parts, bindings | chosen))
        return made


def _in_a_row(name: str, rounds: Sequence[Bound]) -> list[Token]:
    """Return what a single variable was bound to, one after the other."""
    made: list[Token] = []
    for one in rounds:
        if isinstance(one, list):
            raise NoExpansion(f"${name} repeats")
        made.extend(one)
    return made
