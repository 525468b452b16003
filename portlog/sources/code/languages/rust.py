"""Rust: what its lines and symbols are."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from portlog.sources.code.language import CodeLanguage, Naming, named_by_field, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_QUERY = r"""
(shebang) @comment
(line_comment) @comment
(block_comment) @comment
(line_comment outer: (_)) @doc @lead
(line_comment inner: (_)) @doc
(block_comment outer: (_)) @doc @lead
(block_comment inner: (_)) @doc
((attribute_item (attribute . (identifier) @doc.name value: (_))) @doc (#eq? @doc.name "doc"))
((inner_attribute_item (attribute . (identifier) @doc.name value: (_))) @doc
  (#eq? @doc.name "doc"))

(string_literal) @text
(raw_string_literal) @text
(char_literal) @text

(tuple_expression "(" . COMMENTS . (_) . COMMENTS . "," @text . COMMENTS . ")")
(tuple_pattern "(" . COMMENTS . (_) . COMMENTS . "," @text . COMMENTS . ")")
(tuple_type "(" . COMMENTS . (_) . COMMENTS . "," @text . COMMENTS . ")")
(where_clause "," @layout .)
(token_tree (token_tree "," @text . ")"))
(match_arm) @statement
(match_arm "," @layout)
(match_arm value: (block . "{" @layout . COMMENTS . (_expression) . COMMENTS . "}" @layout .))
(closure_expression
  body: (block . "{" @layout . COMMENTS . (_expression) . COMMENTS . "}" @layout .))

(attribute_item) @lead @test
(inner_attribute_item) @test

(function_item) @symbol.function
(function_signature_item) @symbol.function
(struct_item) @symbol.struct
(enum_item) @symbol.enum
(union_item) @symbol.union
(trait_item) @symbol.trait
(impl_item) @symbol.impl
(mod_item) @symbol.module
(const_item) @symbol.const
(static_item) @symbol.static
(type_item) @symbol.type
(macro_definition) @symbol.macro
""".replace("COMMENTS", "[(line_comment) (block_comment)]*")
_BESIDE = frozenset({"attribute_item", "line_comment", "block_comment"})
# attributes and comments that are crossed to an item; the search for each takes its time
_MOST_BESIDE = 200
_LONGEST_PREDICATE = 400


def _grammar() -> object:
    import tree_sitter_rust  # noqa: PLC0415  only what parses needs it

    return tree_sitter_rust.language()


def _is_test_file(path: PurePosixPath) -> bool:
    return "tests" in path.parts[:-1]


def _naming(node: "Node") -> Naming:
    if node.type != "impl_item":
        return named_by_field(node)
    implemented, trait = node.child_by_field_name("type"), node.child_by_field_name("trait")
    name = _bare(implemented)
    if trait is None:
        return Naming(f"impl {name}", name, implemented)
    label = f"<{name} as {text_of(trait)}>"
    return Naming(label, label, implemented)


def _bare(node: "Node | None") -> str:
    """Return the name of a type without its generic arguments."""
    bare = node.child_by_field_name("type") if node and node.type == "generic_type" else node
    return text_of(bare) or "?"


def _tested(attribute: "Node") -> "Node | None":
    """Return what an attribute makes test code: the item below, or all that it stands in."""
    if not _is_of_tests(text_of(attribute)):
        return None
    if attribute.type == "inner_attribute_item":
        return attribute.parent
    below = attribute.next_named_sibling
    for _ in range(_MOST_BESIDE):
        if below is None or below.type not in _BESIDE:
            break
        below = below.next_named_sibling
    return below


def _is_of_tests(attribute: str) -> bool:
    """Say so of `#[test]`, `#[tokio::test]` and of a `cfg` that holds in tests only."""
    path, _, predicate = attribute.lstrip("#![").removesuffix("]").partition("(")
    if path == "cfg":
        return _holds_only_in_tests(predicate.removesuffix(")"))
    return path.rpartition("::")[2] == "test"


def _holds_only_in_tests(predicate: str) -> bool:
    name, _, inside = predicate.partition("(")
    if len(predicate) > _LONGEST_PREDICATE or not inside:
        return predicate == "test"
    parts = [_holds_only_in_tests(part) for part in _parts(inside.removesuffix(")"))]
    return any(parts) if name == "all" else name == "any" and all(parts) and bool(parts)


def _parts(listed: str) -> Iterator[str]:
    """Split at the commas that stand in no parentheses."""
    depth, start = 0, 0
    for place, char in enumerate(listed):
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "," and depth == 0:
            yield listed[start:place]
            start = place + 1
    if listed[start:]:
        yield listed[start:]


LANGUAGE = CodeLanguage(
    "rust",
    (".rs",),
    "tree-sitter-rust",
    _grammar,
    _QUERY,
    separator="::",
    classes=frozenset({"impl", "trait"}),
    naming=_naming,
    is_test_file=_is_test_file,
    tested=_tested,
)
