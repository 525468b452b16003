"""Macros of other crates that put items in place, and are known well enough to be read through."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portlog.sources.rust_source.token_trees import (
    Group,
    Token,
    is_word,
    source_text,
    token_trees,
)

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
# in every version since 1.0; the others are left to the words of the call
_FLAG_METHODS = (
    "empty all bits from_bits from_bits_truncate is_empty is_all intersects contains insert remove"
    " toggle set intersection union difference symmetric_difference complement"
)
_BITFLAGS_METHODS = tuple(_FLAG_METHODS.split())
_FLAG_TRAITS = (
    "ops::BitOr ops::BitOrAssign ops::BitAnd ops::BitAndAssign ops::BitXor ops::BitXorAssign"
    " ops::Sub ops::SubAssign ops::Not iter::Extend iter::FromIterator"
)
_BITFLAGS_TRAITS = tuple(_FLAG_TRAITS.split())

_MAKES_NOTHING = (
    "compile_error assert const_assert const_assert_eq assert_impl_all assert_obj_safe"
    " assert_not_impl_any assert_not_impl_all doc_comment doctest assert_eq_size"
    " concat println module_path"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what a call becomes: code, and the `cfg`s under which it stands."""

    text: str
    gates: tuple[str, ...] = ()


def well_known(name: str, tokens: Sequence[Token]) -> tuple[Section, ...] | None:
    """Return what a call of a macro of this name becomes, or None for one that is not known."""
    reader = _READERS.get(name)
    return None if reader is None else tuple(reader(tokens))


def _nothing(_tokens: Sequence[Token]) -> tuple[Section, ...]:
    return ()


def _as_written(tokens: Sequence[Token]) -> Iterator[Section]:
    yield Section(source_text(tokens))


def _lazy_static(tokens: Sequence[Token]) -> Iterator[Section]:
    yield Section(source_text([one for one in tokens if one != "ref"]))


def _cfg_if(tokens: Sequence[Token]) -> Iterator[Section]:
    """Read `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`."""
    passed: list[str] = []
    gate: str | None = None
    for tree in tokens:
        if isinstance(tree, Group) and tree.opening == "[":
            gate = _predicate(tree)
        elif isinstance(tree, Group) and tree.opening == "{":
            gates = (*(f"not({one})" for one in passed), *((gate,) if gate else ()))
            yield Section(source_text(tree.tokens), gates)
            passed.extend((gate,) if gate else ())
            gate = None


def _predicate(attribute: Group) -> str:
    inner = attribute.tokens[1] if len(attribute.tokens) > 1 else ""
    return source_text(inner.tokens) if isinstance(inner, Group) else ""


def _paste(tokens: Sequence[Token]) -> Iterator[Section]:
    yield Section(source_text(_pasted(tokens)))


def _pasted(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return tuple(_pasted_one(tree) for tree in tokens)


def _pasted_one(tree: Token) -> Token:
    if not isinstance(tree, Group):
        return tree
    inner = tree.tokens
    if tree.opening == "[" and inner[:1] == ("<",) and inner[-1:] == (">",):
        return _joined_word(inner[1:-1])
    return Group(tree.opening, _pasted(inner))


def _joined_word(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(tokens):
        tree = tokens[at]
        if tree == ":" and parts and at + 1 < len(tokens):
            parts[-1] = _MODIFIERS.get(str(tokens[at + 1]), str)(parts[-1])
            at += 1
        elif isinstance(tree, str):
            parts.append(tree.strip("\"'").removeprefix("r#"))
        at += 1
    return "".join(parts)


def _snake(word: str) -> str:
    return "_".join(part for part in _WORD_STARTS.split(word) if part).lower()


def _camel(word: str) -> str:
    return "".join(part[:1].upper() + part[1:].lower() for part in _WORD_STARTS.split(word))


def _bitflags(tokens: Sequence[Token]) -> Iterator[Section]:
    """Read `struct Name: u32 { const A = 1; }` as the struct, its constants and its methods."""
    for at, tree in enumerate(tokens[:-1]):
        if tree == "struct" and is_word(tokens[at + 1]):
            name = str(tokens[at + 1])
            body = next((one for one in tokens[at:] if isinstance(one, Group)), Group("{", ()))
            yield Section(_flags_text(_before(tokens, at), name, body.tokens))


def _before(tokens: Sequence[Token], at: int) -> str:
    """Return the attributes and the visibility in front of a `struct`."""
    start = at
    while start and tokens[start - 1] != ";" and not _is_body(tokens[start - 1]):
        start -= 1
    return source_text(tokens[start:at])


def _is_body(tree: Token) -> bool:
    return isinstance(tree, Group) and tree.opening == "{"


def _flags_text(before: str, name: str, body: Sequence[Token]) -> str:
    constants = [
        str(body[at + 1])
        for at, tree in enumerate(body[:-1])
        if tree == "const" and is_word(body[at + 1]) and body[at + 1] != "_"
    ]
    members = [f"pub const {one}: Self = Self;" for one in constants]
    methods = [f"pub fn {one}() {{}}" for one in _BITFLAGS_METHODS]
    impls = [f"impl ::core::{one} for {name} {{}}" for one in _BITFLAGS_TRAITS]
    own = f"impl {name} {{ {' '.join(members + methods)} bitflags_versions! {{}} }}"
    return f"{before} struct {name}; {own} {' '.join(impls)}"


# names that only some versions of bitflags! give a type
BITFLAGS_VERSIONS = (
    "from_bits_unchecked",
    "from_bits_retain",
    "iter",
    "iter_names",
    "from_name",
    "extend",
    "into_iter",
    "all_named",
    "FLAGS",
)

_MODIFIERS: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "snake": _snake,
    "camel": _camel,
}
_READERS: Mapping[str, Callable[[Sequence[Token]], Iterator[Section] | tuple[Section, ...]]] = {
    "cfg_if": _cfg_if,
    "paste": _paste,
    "bitflags": _bitflags,
    "lazy_static": _lazy_static,
    "thread_local": _as_written,
    "pin_project": _as_written,
    "pin_project_lite": _as_written,
    **dict.fromkeys(_MAKES_NOTHING.split(), _nothing),
}


def inner_tokens(call: str) -> tuple[Token, ...]:
    """Return the tokens between the brackets of a call, given from its opening bracket on."""
    trees = token_trees(call)
    return trees[0].tokens if trees and isinstance(trees[0], Group) else trees
