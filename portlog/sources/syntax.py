"""Syntax trees of source code, by tree-sitter's grammars."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Tree


def rust_tree(source: bytes) -> "Tree":
    """Return the syntax tree of Rust code; what cannot be parsed is an ERROR node in it."""
    return _tree(_rust(), source)


def python_tree(source: bytes) -> "Tree":
    """Return the syntax tree of Python code; what cannot be parsed is an ERROR node in it."""
    return _tree(_python(), source)


def _tree(language: "Language", source: bytes) -> "Tree":
    from tree_sitter import Parser  # noqa: PLC0415  only some commands parse code

    return Parser(language).parse(source)


@cache
def _rust() -> "Language":
    import tree_sitter_rust  # noqa: PLC0415
    from tree_sitter import Language  # noqa: PLC0415

    return Language(tree_sitter_rust.language())


@cache
def _python() -> "Language":
    import tree_sitter_python  # noqa: PLC0415
    from tree_sitter import Language  # noqa: PLC0415

    return Language(tree_sitter_python.language())
