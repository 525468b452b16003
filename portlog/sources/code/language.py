"""What portlog asks of a language; each language is one module of `languages`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Query


@dataclass(frozen=True, slots=True)
class Naming:
    """How a symbol is called: itself, as the beginning of its members' names, and where it says so.

    `node` is what a rename changes; None where nothing in the symbol does.
    """

    label: str
    prefix: str
    node: "Node | None"


def named_by_field(node: "Node") -> Naming:
    """Return the naming of a node whose grammar has a field `name`."""
    name = node.child_by_field_name("name")
    label = text_of(name) or "?"
    return Naming(label, label, name)


def text_of(node: "Node | None") -> str:
    """Return the code of a node without spaces; nothing for none."""
    code = node.text if node is not None else None
    return "".join((code or b"").decode(errors="replace").split())


def _no_test_file(_path: PurePosixPath) -> bool:
    return False


def _no_test(_node: "Node") -> "Node | None":
    return None


@dataclass(frozen=True, slots=True)
class CodeLanguage:
    """How one language is counted and cut into symbols.

    `package` is the distribution that brings the grammar: its version is part of what is cached.
    `query` is a tree-sitter query whose captures say what a node is: `@comment`, `@doc`, `@text`
    (a literal, whose spaces count, or a last comma that does; `literal` gives one way to write
    several that mean the same), `@layout` (left out of digests, as other last commas are),
    `@block` and `@statement` (what only layout marks), `@lead` (belongs to the symbol below it),
    `@test` (may make test code: `tested` returns what) and `@symbol.KIND`. A function within one
    of `classes` is a method.
    """

    name: str
    suffixes: tuple[str, ...]
    package: str
    grammar: Callable[[], object]
    query: str
    separator: str = "."
    classes: frozenset[str] = frozenset({"class"})
    literal: Callable[[bytes], bytes] = bytes
    naming: Callable[["Node"], Naming] = named_by_field
    is_test_file: Callable[[PurePosixPath], bool] = _no_test_file
    tested: Callable[["Node"], "Node | None"] = _no_test


@dataclass(frozen=True, slots=True)
class Grammar:
    """A language's grammar and its query, compiled."""

    language: "Language"
    query: "Query"


@cache
def grammar_of(language: CodeLanguage) -> Grammar:
    """Return the compiled grammar of a language."""
    from tree_sitter import Language, Query  # noqa: PLC0415  15 ms that only parsing needs

    compiled = Language(language.grammar())
    return Grammar(compiled, Query(compiled, language.query))
