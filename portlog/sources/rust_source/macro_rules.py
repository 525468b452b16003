"""Macros by example: which rule a call matches, and what it is replaced by.

The rules: https://doc.rust-lang.org/reference/macros-by-example.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portlog.sources.rust_source.fragments import fragment_end
from portlog.sources.rust_source.token_trees import Group, Token, token_trees

MOST_MADE_TOKENS = 200_000
_OPERATORS = ("*", "+", "?")


class NoExpansion(ValueError):
    """A call that no rule matches as far as this reader can tell."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    """`$name:kind` in a pattern, `$name` in what it becomes."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Repetition:
    """`$( … ) separator operator`."""

    parts: tuple["_Part", ...]
    separator: str
    operator: str


@dataclass(frozen=True, slots=True)
class _Nested:
    opening: str
    parts: tuple["_Part", ...]


_Part = str | _Fragment | _Repetition | _Nested
_Bound = tuple[Token, ...] | list["_Bound"]
_Bindings = dict[str, _Bound]


@dataclass(frozen=True, slots=True)
class MacroRules:
    """One macro: pairs of a pattern and what a call that matches it becomes."""

    name: str
    rules: tuple[tuple[tuple[_Part, ...], tuple[_Part, ...]], ...]

    @classmethod
    def read(cls, definition: str) -> "MacroRules":
        """Read `macro_rules! name { … }`; ValueError where it is something else."""
        trees = token_trees(definition)
        body = next((one for one in trees if isinstance(one, Group)), None)
        if body is None or trees[:2] != ("macro_rules", "!"):
            raise NoExpansion("no macro_rules")
        return cls(str(trees[2]).removeprefix("r#"), tuple(_rules(body.tokens)))

    def expanded(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """Return what a call with these tokens becomes; `NoExpansion` where no rule matches."""
        for pattern, replacement in self.rules:
            bindings: _Bindings = {}
            if _match(pattern, tokens, 0, bindings) == len(tokens):
                return _Transcript().of(replacement, bindings)
        raise NoExpansion(f"no rule of {self.name}! matches")


def _rules(
    tokens: Sequence[Token],
) -> Iterator[tuple[tuple[_Part, ...], tuple[_Part, ...]]]:
    groups = [one for one in tokens if isinstance(one, Group)]
    if len(groups) % 2:
        raise NoExpansion("a rule without its replacement")
    for pattern, replacement in zip(groups[::2], groups[1::2], strict=True):
        yield _parts(pattern.tokens, is_pattern=True), _parts(replacement.tokens, is_pattern=False)


def _parts(tokens: Sequence[Token], *, is_pattern: bool) -> tuple[_Part, ...]:
    found: list[_Part] = []
    at = 0
    while at < len(tokens):
        tree = tokens[at]
        if tree == "$" and at + 1 < len(tokens):
            part, at = _variable(tokens, at + 1, is_pattern=is_pattern)
            found.append(part)
            continue
        if isinstance(tree, Group):
            found.append(_Nested(tree.opening, _parts(tree.tokens, is_pattern=is_pattern)))
        else:
            found.append(tree)
        at += 1
    return tuple(found)


def _variable(tokens: Sequence[Token], at: int, *, is_pattern: bool) -> tuple[_Part, int]:
    tree = tokens[at]
    if isinstance(tree, Group):
        return _repetition(tree, tokens, at + 1, is_pattern=is_pattern)
    if tree == "crate":
        return "$crate", at + 1
    if not is_pattern:
        return _Fragment(tree), at + 1
    kind = tokens[at + 2] if tokens[at + 1 : at + 2] == (":",) and at + 2 < len(tokens) else None
    if not isinstance(kind, str):
        raise NoExpansion("a variable without its kind")
    return _Fragment(tree, kind), at + 3


def _repetition(
    group: Group, tokens: Sequence[Token], at: int, *, is_pattern: bool
) -> tuple[_Part, int]:
    if group.opening != "(":
        raise NoExpansion("an expression about variables")
    parts = _parts(group.tokens, is_pattern=is_pattern)
    for place, separator in ((at, ""), (at + 1, tokens[at] if at < len(tokens) else "")):
        operator = tokens[place] if place < len(tokens) else None
        if isinstance(operator, str) and operator in _OPERATORS and isinstance(separator, str):
            return _Repetition(parts, separator, operator), place + 1
    raise NoExpansion("a repetition without its operator")


def _match(
    parts: Sequence[_Part], tokens: Sequence[Token], at: int, bindings: _Bindings
) -> int | None:
    """Return where the tokens that match a pattern end, and bind its variables; None if not."""
    for place, part in enumerate(parts):
        end = _match_one(part, tokens, at, bindings, parts[place + 1 : place + 2])
        if end is None:
            return None
        at = end
    return at


def _match_one(
    part: _Part,
    tokens: Sequence[Token],
    at: int,
    bindings: _Bindings,
    following: Sequence[_Part],
) -> int | None:
    if isinstance(part, _Repetition):
        return _match_repetition(part, tokens, at, bindings, following)
    if isinstance(part, _Fragment):
        end = fragment_end(part.kind, tokens, at)
        if end is not None:
            bindings[part.name] = tuple(tokens[at:end])
        return end
    if at >= len(tokens):
        return None
    if isinstance(part, str):
        return at + 1 if tokens[at] == part else None
    return at + 1 if _match_nested(part, tokens[at], bindings) else None


def _match_nested(part: _Nested, tree: Token, bindings: _Bindings) -> bool:
    if not isinstance(tree, Group) or tree.opening != part.opening:
        return False
    return _match(part.parts, tree.tokens, 0, bindings) == len(tree.tokens)


def _match_repetition(
    part: _Repetition,
    tokens: Sequence[Token],
    at: int,
    bindings: _Bindings,
    following: Sequence[_Part],
) -> int | None:
    rounds: list[_Bindings] = []
    while at < len(tokens) and not _begins(following, tokens[at], part):
        found: _Bindings = {}
        start = _after_separator(part, tokens, at) if rounds else at
        end = None if start is None else _match(part.parts, tokens, start, found)
        if end is None or end == at:
            break
        rounds.append(found)
        at = end
    for name in _variables(part.parts):
        bindings[name] = [one[name] for one in rounds if name in one]
    return None if part.operator == "+" and not rounds else at


def _after_separator(part: _Repetition, tokens: Sequence[Token], at: int) -> int | None:
    """Return where the next round begins; None where there is no further one."""
    if part.operator == "?":
        return None
    if not part.separator:
        return at
    return at + 1 if tokens[at] == part.separator else None


def _begins(following: Sequence[_Part], tree: Token, part: _Repetition) -> bool:
    """Say whether what stands after a repetition of any tokens begins here."""
    takes_any = part.parts[:1] and isinstance(part.parts[0], _Fragment)
    if not takes_any or not following or not isinstance(following[0], str):
        return False
    first = part.parts[0]
    return isinstance(first, _Fragment) and first.kind in ("tt", "ident") and tree == following[0]


def _variables(parts: Sequence[_Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, _Fragment):
            yield part.name
        elif isinstance(part, _Repetition | _Nested):
            yield from _variables(part.parts)


class _Transcript:
    """What one call is replaced by, as long as it stays of a size that people write."""

    def __init__(self) -> None:
        self._made = 0

    def of(self, parts: Sequence[_Part], bindings: _Bindings) -> tuple[Token, ...]:
        """Return the tokens that the parts become."""
        made: list[Token] = []
        for part in parts:
            made.extend(self._one(part, bindings))
        self._made += len(made)
        if self._made > MOST_MADE_TOKENS:
            raise NoExpansion("it becomes too much")
        return tuple(made)

    def _one(self, part: _Part, bindings: _Bindings) -> Sequence[Token]:
        if isinstance(part, str):
            return (part,)
        if isinstance(part, _Nested):
            return (Group(part.opening, self.of(part.parts, bindings)),)
        if isinstance(part, _Repetition):
            return self._repeated(part, bindings)
        bound = bindings.get(part.name)
        if isinstance(bound, list):
            raise NoExpansion(f"${part.name} repeats")
        return ("$", part.name) if bound is None else bound

    def _repeated(self, part: _Repetition, bindings: _Bindings) -> list[Token]:
        repeating = {
            name: bound
            for name in _variables(part.parts)
            if isinstance(bound := bindings.get(name), list)
        }
        if not repeating:
            return list(self._one(_Nested("(", part.parts), bindings))
        made: list[Token] = []
        for number in range(max(map(len, repeating.values()))):
            if number and part.separator:
                made.append(part.separator)
            chosen = {name: one[number] for name, one in repeating.items() if number < len(one)}
            made.extend(self.of(part.parts, bindings | chosen))
        return made
