"""Python: what its lines and symbols are."""

import re
from pathlib import PurePosixPath

from portlog.sources.code.language import CodeLanguage

_QUERY = r"""
(comment) @comment
(string) @text
(line_continuation) @layout

(module . (comment)* . (expression_statement . (string) @doc .)
  (#match? @doc "^[rRuU]{0,2}['\"]"))
(class_definition body: (block . (comment)* . (expression_statement . (string) @doc .))
  (#match? @doc "^[rRuU]{0,2}['\"]"))
(function_definition body: (block . (comment)* . (expression_statement . (string) @doc .))
  (#match? @doc "^[rRuU]{0,2}['\"]"))

(import_from_statement "," @layout . (comment)* . ")")
(import_from_statement "(" @layout ")" @layout)
(tuple "(" . (comment)* . (_) . (comment)* . "," @text . (comment)* . ")")
(tuple_pattern "(" . (_) . "," @text . ")")
(subscript "[" . (comment)* . (_) . (comment)* . "," @text . (comment)* . "]")

(assignment right: (parenthesized_expression "(" @layout ")" @layout))
(augmented_assignment right: (parenthesized_expression "(" @layout ")" @layout))
(return_statement (parenthesized_expression "(" @layout ")" @layout))
(if_statement condition: (parenthesized_expression "(" @layout ")" @layout))
(elif_clause condition: (parenthesized_expression "(" @layout ")" @layout))
(while_statement condition: (parenthesized_expression "(" @layout ")" @layout))
(assert_statement (parenthesized_expression "(" @layout ")" @layout))
(keyword_argument value: (parenthesized_expression "(" @layout ")" @layout))
(pair value: (parenthesized_expression "(" @layout ")" @layout))
(argument_list (parenthesized_expression "(" @layout ")" @layout))

(block) @block
(block (_) @statement)
(module (_) @statement)

(decorator) @lead
(function_definition) @symbol.function
(class_definition) @symbol.class
"""

_PLAIN = re.compile(rb"([a-zA-Z]*)'([^'\"]*)'")


def _grammar() -> object:
    import tree_sitter_python  # noqa: PLC0415  only what parses needs it

    return tree_sitter_python.language()


def _literal(text: bytes) -> bytes:
    """Return a string with double quotes, where those mean the same."""
    found = _PLAIN.fullmatch(text)
    return b'%b"%b"' % found.groups() if found else text


def _is_test_file(path: PurePosixPath) -> bool:
    name = path.stem
    is_named_so = name.startswith("test_") or name.endswith("_test") or name == "conftest"
    return is_named_so or "tests" in path.parts[:-1]


LANGUAGE = CodeLanguage(
    "python",
    (".py", ".pyi", ".pyw"),
    "tree-sitter-python",
    _grammar,
    _QUERY,
    literal=_literal,
    is_test_file=_is_test_file,
)
