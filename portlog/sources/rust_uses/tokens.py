"""Paths among the tokens of a macro call or an attribute, which no grammar has read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.records.item import Namespace
from portlog.sources.rust_uses.macro_words import PLAIN_MACROS, QUOTING_MACROS
from portlog.sources.rust_uses.names import MOST_SEGMENTS, PLAIN, name_of

if TYPE_CHECKING:
    from tree_sitter import Node

# after these, a name continues something else, or is a macro's own variable
_CONTINUES = frozenset({"#", "$", ".", "metavariable", "'", "::"})
_BEFORE_ABSOLUTE = frozenset(
    {"(", "[", "{", ",", ";", "=", "=>", "->", "&", "!", "|", "||", "&&", "<", ":", "+", "as"}
)


@dataclass(frozen=True, slots=True)
class TokenPath:
    """A path as it stands among tokens; it is certain where the macro reads them as code."""

    segments: tuple[str, ...]
    is_absolute: bool
    namespace: Namespace
    node: "Node"
    is_certain: bool
    is_attribute: bool = False


def token_paths(tree: "Node", *, is_certain: bool) -> Iterator[TokenPath]:
    """Yield the paths of two names or more in a token tree and the trees within it."""
    waiting = [(tree, is_certain)]
    while waiting:
        node, certain = waiting.pop()
        tokens = node.children
        at = 0
        while at < len(tokens):
            if tokens[at].type == "token_tree":
                trusted = _trust(tokens, at, certain=certain)
                if trusted is not None:
                    waiting.append((tokens[at], trusted))
                at += 1
                continue
            found, at = _path_at(tokens, at, certain=certain)
            if found is not None:
                yield found


def words(tree: "Node") -> Iterator[str]:
    """Yield every name in a token tree and the trees within it."""
    waiting = [tree]
    while waiting:
        for one in waiting.pop().children:
            if one.type in PLAIN:
                yield name_of(one)
            elif one.child_count:
                waiting.append(one)


def _trust(tokens: list["Node"], at: int, *, certain: bool) -> bool | None:
    """Say whether a tree among tokens is code, after the macro called there; None: leave it."""
    if at >= 2 and tokens[at - 1].type == "!" and tokens[at - 2].type == "identifier":  # noqa: PLR2004 - NAME ! TREE
        name = name_of(tokens[at - 2])
        if name in QUOTING_MACROS:
            return None
        return certain and name in PLAIN_MACROS
    return certain


def _path_at(tokens: list["Node"], at: int, *, certain: bool) -> tuple[TokenPath | None, int]:
    """Return the path that begins at a token, if any, and where to go on."""
    first = tokens[at]
    is_absolute = first.type == "::" and _type(tokens, at - 1) in _BEFORE_ABSOLUTE
    start = at + 1 if is_absolute else at
    if _type(tokens, start) not in PLAIN:
        return None, at + 1
    end = start + 1
    while _type(tokens, end) == "::" and _type(tokens, end + 1) in PLAIN:
        end += 2
    names = [name_of(one) for one in tokens[start:end:2]]
    follows = not is_absolute and _type(tokens, at - 1) in _CONTINUES
    if follows or not 1 < len(names) + is_absolute <= MOST_SEGMENTS:
        return None, end
    namespace = Namespace.MACRO if _is_macro(tokens, end) else Namespace.ANY
    return TokenPath(tuple(names), is_absolute, namespace, first, certain), end


def _is_macro(tokens: list["Node"], end: int) -> bool:
    return _type(tokens, end) == "!" and _type(tokens, end + 1) == "token_tree"


def _type(tokens: list["Node"], at: int) -> str:
    return tokens[at].type if 0 <= at < len(tokens) else ""
