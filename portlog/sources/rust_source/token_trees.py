"""Rust code as token trees, the form in which macros see it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOST_TOKENS = 400_000
_DEEPEST = 120
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<doc>///(?!/)[^\n]*|//![^\n]*|/\*\*(?![*/])(?:[^*]|\*(?!/))*\*/)
  | (?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<string>(?:b|c|br|cr|r)?"(?:[^"\\]|\\.)*")
  | (?P<raw>(?:b|c)?r(?P<fence>\#+)".*?"(?P=fence))
  | (?P<char>b?'(?:[^'\\]|\\(?:u\{[^}]*\}|x..|.))')
  | (?P<lifetime>'[A-Za-z_]\w*)
  | (?P<word>r\#[A-Za-z_]\w*|[^\W\d]\w*)
  | (?P<number>\d\w*(?:\.\d\w*)?)
  | (?P<mark>\.\.=|\.\.\.|<<=|>>=|::|->|=>|\.\.|&&|\|\||==|!=|<=|>=|<<|>>|[-+*/%^&|]=|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)


class Unreadable(ValueError):
    """A text that is not made of balanced tokens, or of too many of them."""


@dataclass(frozen=True, slots=True)
class Group:
    """The tokens between a pair of brackets."""

    opening: str
    tokens: tuple["Token", ...]


Token = str | Group


def token_trees(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, what stands in brackets grouped, doc comments as attributes.

    `Unreadable` for brackets that do not match, and for more than any hand has written.
    """
    open_groups: list[tuple[str, list[Token]]] = [("", [])]
    for count, token in enumerate(_tokens(text)):
        if count > MOST_TOKENS or len(open_groups) > _DEEPEST:
            raise Unreadable("too many tokens, or brackets too deep")
        if token in _CLOSING:
            open_groups.append((token, []))
        elif token in (")", "]", "}"):
            _close(open_groups, token)
        else:
            open_groups[-1][1].append(token)
    if len(open_groups) != 1:
        raise Unreadable("a bracket is not closed")
    return tuple(open_groups[0][1])


def _close(open_groups: list[tuple[str, list[Token]]], token: str) -> None:
    opening, inner = open_groups.pop()
    if _CLOSING.get(opening) != token:
        raise Unreadable("brackets do not match")
    open_groups[-1][1].append(Group(opening, tuple(inner)))


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "doc":
            yield from ("#", "[", "doc", "=", '""', "]")
        elif kind not in ("space", "comment"):
            yield match[0]


def words_of(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield every identifier among tokens and in their groups; raw ones without `r#`."""
    for token in tokens:
        if isinstance(token, Group):
            yield from words_of(token.tokens)
        elif is_word(token):
            yield token.removeprefix("r#")


def is_word(token: Token) -> bool:
    """Say whether a token is an identifier or a keyword."""
    return isinstance(token, str) and token.removeprefix("r#").isidentifier()


def source_text(tokens: Sequence[Token]) -> str:
    """Return tokens as code."""
    return " ".join(_written(tokens)).replace("macro_rules ! ", "macro_rules! ")


def _written(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if isinstance(token, Group):
            yield token.opening
            yield from _written(token.tokens)
            yield _CLOSING.get(token.opening, "")
        else:
            yield token
