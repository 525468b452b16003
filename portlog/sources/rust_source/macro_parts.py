"""The patterns of macros by example, and what stands in their places, read into parts.

The rules: https://doc.rust-lang.org/reference/macros-by-example.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portlog.sources.rust_source.token_trees import Group, Token

_OPERATORS = ("*", "+", "?")


class NoExpansion(ValueError):
    """A call that no rule matches as far as this reader can tell."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """`$name:kind` in a pattern, `$name` in what it becomes."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Repetition:
    """`$( … ) separator operator`."""

    parts: tuple["Part", ...]
    separator: str
    operator: str


@dataclass(frozen=True, slots=True)
class Nested:
    """Parts between brackets."""

    opening: str
    parts: tuple["Part", ...]


Part = str | Fragment | Repetition | Nested
Bound = tuple[Token, ...] | list["Bound"]
Bindings = dict[str, Bound]


def rules_in(tokens: Sequence[Token]) -> Iterator[tuple[tuple[Part, ...], tuple[Part, ...]]]:
    """Yield each rule's pattern and what it becomes; `NoExpansion` where they are not pairs."""
    groups = [one for one in tokens if isinstance(one, Group)]
    if len(groups) % 2:
        raise NoExpansion("a rule without its replacement")
    for pattern, replacement in zip(groups[::2], groups[1::2], strict=True):
        yield _parts(pattern.tokens, is_pattern=True), _parts(replacement.tokens, is_pattern=False)


def _parts(tokens: Sequence[Token], *, is_pattern: bool) -> tuple[Part, ...]:
    found: list[Part] = []
    at = 0
    while at < len(tokens):
        tree = tokens[at]
        if tree == "$" and at + 1 < len(tokens):
            part, at = _variable(tokens, at + 1, is_pattern=is_pattern)
            found.append(part)
            continue
        if isinstance(tree, Group):
            found.append(Nested(tree.opening, _parts(tree.tokens, is_pattern=is_pattern)))
        else:
            found.append(tree)
        at += 1
    return tuple(found)


def _variable(tokens: Sequence[Token], at: int, *, is_pattern: bool) -> tuple[Part, int]:
    tree = tokens[at]
    if isinstance(tree, Group):
        return _repetition(tree, tokens, at + 1, is_pattern=is_pattern)
    if tree == "crate":
        return "$crate", at + 1
    if not is_pattern:
        return Fragment(tree), at + 1
    kind = tokens[at + 2] if tokens[at + 1 : at + 2] == (":",) and at + 2 < len(tokens) else None
    if not isinstance(kind, str):
        raise NoExpansion("a variable without its kind")
    return Fragment(tree, kind), at + 3


def _repetition(
    group: Group, tokens: Sequence[Token], at: int, *, is_pattern: bool
) -> tuple[Part, int]:
    if group.opening != "(":
        raise NoExpansion("an expression about variables")
    parts = _parts(group.tokens, is_pattern=is_pattern)
    for place, separator in ((at, ""), (at + 1, tokens[at] if at < len(tokens) else "")):
        operator = tokens[place] if place < len(tokens) else None
        if isinstance(operator, str) and operator in _OPERATORS and isinstance(separator, str):
            return Repetition(parts, separator, operator), place + 1
    raise NoExpansion("a repetition without its operator")


def variables(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the names of the variables in some parts."""
    for part in parts:
        if isinstance(part, Fragment):
            yield part.name
        elif isinstance(part, Repetition | Nested):
            yield from variables(part.parts)
