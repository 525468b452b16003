"""What a call of a macro puts in its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portlog.records.rust_source import MacroCall
from portlog.sources.rust_source.macro_parts import NoExpansion
from portlog.sources.rust_source.macro_rules import MacroRules
from portlog.sources.rust_source.token_trees import (
    Unreadable,
    source_text,
    token_trees,
    words_of,
)
from portlog.sources.rust_source.well_known_macros import (
    BITFLAGS_VERSIONS,
    Section,
    inner_tokens,
    well_known,
)

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

SPARE_CHARS = 300_000
MOST_CHARS_FOR_ONE = 8
MOST_CALLS = 50_000
_DEFINED = re.compile(rb"\bmacro_rules!")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class _Macro:
    """A `macro_rules!` of the crate, read when it is first called; `gates` are its own `cfg`s."""

    text: str
    gates: tuple[str, ...]
    _rules: MacroRules | None = None
    _refused: bool = False

    @property
    def rules(self) -> MacroRules:
        """Its rules; `NoExpansion` where they cannot be read."""
        if self._rules is None and not self._refused:
            try:
                self._rules = MacroRules.read(self.text)
            except ValueError:
                self._refused = True
        if self._rules is None:
            raise NoExpansion("it cannot be read")
        return self._rules


class Macros:
    """The macros of one crate as they come into reach, and how much has been made of them.

    A macro is in reach from its definition to the end of its module, and beyond that where the
    module has `#[macro_use]`; `everywhere` are all of the crate, for calls by path.
    """

    def __init__(self, source_chars: int) -> None:
        """Begin with none; how large the source is bounds what may be made of it."""
        self._most_chars = SPARE_CHARS + MOST_CHARS_FOR_ONE * source_chars
        self._everywhere: dict[str, list[_Macro]] = {}
        self._reach: list[dict[str, list[_Macro]]] = [{}]
        self._calls = 0
        self._chars = 0

    def note(self, name: str, text: str, gates: tuple[str, ...]) -> None:
        """Take in a macro that stands somewhere in the crate."""
        self._everywhere.setdefault(name, []).append(_Macro(text, gates))

    def define(self, name: str, text: str, gates: tuple[str, ...]) -> None:
        """Bring a macro into reach; it hides an earlier one unless a `cfg` chooses between them."""
        scope = self._reach[-1]
        before = scope.get(name, []) if gates else []
        scope[name] = [*(one for one in before if one.gates), _Macro(text, gates)]

    def enter(self) -> None:
        """Begin a module."""
        self._reach.append({})

    def leave(self, gates: tuple[str, ...], *, keeps: bool) -> None:
        """End a module; its macros stay in reach, under its `cfg`s, where it `keeps` them."""
        scope = self._reach.pop()
        for name, found in scope.items() if keeps else ():
            for one in found:
                self.define(name, one.text, gates + one.gates)

    def _named(self, name: str) -> list[_Macro] | None:
        in_reach = (scope[name] for scope in reversed(self._reach) if name in scope)
        return next(in_reach, None) or self._everywhere.get(name)

    def expanded(self, name: str, call: str) -> tuple[Section, ...] | None:
        """Return what a call becomes, or None where nobody can tell.

        `call` is the text from its opening bracket to the closing one.
        """
        self._calls += 1
        self._chars += len(call)
        if self._calls > MOST_CALLS or self._chars > self._most_chars:
            return None
        try:
            sections = self._sections(name, call)
        except (Unreadable, NoExpansion, RecursionError):
            return None
        self._chars += sum(len(one.text) for one in sections or ())
        return sections

    def _sections(self, name: str, call: str) -> tuple[Section, ...] | None:
        tokens = inner_tokens(call)
        own = self._named(name)
        if own is None:
            return well_known(name, tokens)
        return tuple(
            Section(source_text(one.rules.expanded(tokens)).replace("$crate", "crate"), one.gates)
            for one in own
        )

    def unexpanded(
        self, name: str, call: str, file: str, line: int, gates: tuple[str, ...] = ()
    ) -> MacroCall:
        """Return a call that stays as it is, with every word that may come out of it."""
        words = set(_words(call))
        own = self._named(name)
        for one in own or ():
            words.update(_WORD.findall(one.text))
        if name == "bitflags_versions":
            words.update(BITFLAGS_VERSIONS)
        return MacroCall(name, tuple(sorted(words)), file, line, own is None, gates)


def _words(call: str) -> Iterator[str]:
    try:
        yield from words_of(token_trees(call))
    except Unreadable:
        yield from _WORD.findall(call)


def definitions(content: bytes, tree: "Tree") -> Iterator["Node"]:
    """Yield the node of each `macro_rules!` in a file, wherever it stands."""
    for match in _DEFINED.finditer(content):
        node = tree.root_node.descendant_for_byte_range(match.start(), match.start() + 1)
        while node is not None and node.type != "macro_definition":
            node = node.parent
        if node is not None:
            yield node
