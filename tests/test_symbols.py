"""Symbols of source code: their names, their lines, and digests that only a change changes."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.records.symbol import MODULE, Symbol
from portlog.sources.code.languages import language_named
from portlog.sources.code.reading import symbols

_LOOP = b'''"""The loop."""
import os

LIMIT = 3


class Loop:
    """Runs."""

    size: int = 1

    # the one that counts
    @property
    # between
    def left(self):
        return 1

    @left.setter
    def left(self, value):
        def clean(text):
            return text.strip()

        self.value = clean(value)

    async def run(self):
        keys = sorted(self, key=lambda one: one.size)


try:
    def find(): ...
except ImportError:
    def find(): return None
'''
_TOOL = b"""//! The tools.
use std::fmt;

/// A tool.
#[derive(Debug)]
// why
pub struct Tool<T>(T);

impl<T> Tool<T> {
    const SIZE: u8 = 1;
    pub fn run(&self) -> u8 { 1 }
}

impl Tool<u8> {
    fn small(&self) {
        fn inner() {}
        inner()
    }
}

impl<T> From<Vec<T>> for Tool<T> {
    fn from(all: Vec<T>) -> Self { todo!() }
}

trait Named { fn name(&self) -> String; }
enum Kind { A, B }
macro_rules! m { () => {} }
#[cfg(test)]
mod tests {
    #[test]
    fn run() {}
}
"""


def _found(source: str | bytes, language: str = "python") -> tuple[Symbol, ...]:
    text = source if isinstance(source, bytes) else source.encode()
    return symbols(text, language_named(language))


def _digests(source: str | bytes, language: str = "python") -> Mapping[str, str]:
    return {one.name: one.digest for one in _found(source, language)}


def test_symbols_of_python_are_named_by_what_they_stand_in() -> None:
    found = _found(_LOOP)

    assert [(one.name, one.kind, one.first_line, one.last_line) for one in found] == [
        (MODULE, "module", 1, 32),
        ("Loop", "class", 7, 26),
        ("Loop.left", "method", 13, 16),
        ("Loop.left#2", "method", 18, 23),
        ("Loop.left#2.clean", "function", 20, 21),
        ("Loop.run", "method", 25, 26),
        ("find", "function", 30, 30),
        ("find#2", "function", 32, 32),
    ]


def test_symbols_of_rust_include_attributes_and_docs_above() -> None:
    found = _found(_TOOL, "rust")

    assert [(one.name, one.kind, one.first_line, one.last_line) for one in found] == [
        (MODULE, "module", 1, 32),
        ("Tool", "struct", 4, 7),
        ("impl Tool", "impl", 9, 12),
        ("Tool::SIZE", "const", 10, 10),
        ("Tool::run", "method", 11, 11),
        ("impl Tool#2", "impl", 14, 19),
        ("Tool::small", "method", 15, 18),
        ("Tool::small::inner", "function", 16, 16),
        ("<Tool as From<Vec<T>>>", "impl", 21, 23),
        ("<Tool as From<Vec<T>>>::from", "method", 22, 22),
        ("Named", "trait", 25, 25),
        ("Named::name", "method", 25, 25),
        ("Kind", "enum", 26, 26),
        ("m", "macro", 27, 27),
        ("tests", "module", 28, 32),
        ("tests::run", "function", 30, 31),
    ]


def test_lines_of_a_symbol_are_those_that_no_symbol_inside_has() -> None:
    lines = {one.name: one.lines for one in _found(_LOOP)}

    assert (lines[MODULE].code, lines[MODULE].doc, lines[MODULE].blank) == (4, 1, 5)
    assert (lines["Loop"].code, lines["Loop"].doc, lines["Loop"].comment) == (2, 1, 1)
    assert (lines["Loop.left"].code, lines["Loop.left"].comment) == (3, 1)
    assert (lines["Loop.left#2"].code, lines["Loop.left#2.clean"].code) == (3, 2)


@pytest.mark.parametrize(
    "other",
    [
        "def f(a, b):\n    '''doc'''\n    # note\n    return g(a, 'x', b)\n",
        "def f(a,b): return g( a,\n 'x', b )\n",
        "\n\ndef f(\n    a,\n    b,\n):\n    return g(\n        a, 'x',\n        b,  # b\n    )\n",
        'def f(a, b):\r\n\treturn g(a, "x", b)\r\n',
        "def f(a, b):\n    return (g(a, 'x', b))\n",
        "def f(a, b):\n    return \\\n        g(a, 'x', b)",
    ],
)
def test_neither_a_comment_nor_a_formatter_changes_a_digest(other: str) -> None:
    before = _digests("def f(a, b):\n    return g(a, 'x', b)\n")

    after = _digests(other)

    assert after == before


@pytest.mark.parametrize(
    "other",
    [
        "def f(a):\n    if a:\n        g('x')\n    h((a, 1))\n",
        "def f(a):\n    if a:\n        g('x ')\n        h((a, 1))\n",
        "def f(a):\n    if a:\n        g('x')\n        h((a, 2))\n",
        "def f(a):\n    if a:\n        g('x')\n        h((a, 1,),)\n        'no doc'\n",
        "def f(a):\n    if a:\n        g\n        ('x')\n        h((a, 1))\n",
        "def f(a, b):\n    if a:\n        g('x')\n        h((a, 1))\n",
        "@cache\ndef f(a):\n    if a:\n        g('x')\n        h((a, 1))\n",
        "async def f(a):\n    if a:\n        g('x')\n        h((a, 1))\n",
        "def f(a):\n    if a:\n        g(r'x')\n        h((a, 1))\n",
    ],
)
def test_a_digest_shows_each_change_of_meaning(other: str) -> None:
    before = _digests("def f(a):\n    if a:\n        g('x')\n        h((a, 1))\n")

    after = _digests(other)

    assert after["f"] != before["f"]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("python", "x = (a,)", "x = (a)"),
        ("python", "x = (  # note\n    a,\n)", "x = (a)"),
        ("python", "x[1,]", "x[1]"),
        ("rust", "const X: (u8,) = (1,);", "const X: (u8,) = (1);"),
        ("rust", "const X: (u8,) = (1,);", "const X: (u8) = (1,);"),
        ("rust", "const X: u8 = m!((1,));", "const X: u8 = m!((1));"),
    ],
)
def test_a_comma_that_makes_a_tuple_counts(language: str, one: str, other: str) -> None:
    assert _digests(one, language) != _digests(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("python", "x = (a, b,)", "x = (a, b)"),
        ("python", "x[1, 2,]", "x[1, 2]"),
        ("python", "from a import (b, c,)", "from a import b, c"),
        ("python", "f(a=(b),)", "f(a=b)"),
        ("rust", "const X: (u8, u8,) = (1, 2,);", "const X: (u8, u8) = (1, 2);"),
        ("rust", "const X: u8 = m!(1, 2,);", "const X: u8 = m!(1, 2);"),
        ("rust", "const X: F = |x| { x };", "const X: F = |x| x;"),
    ],
)
def test_any_other_last_comma_or_bracket_does_not(language: str, one: str, other: str) -> None:
    assert _digests(one, language) == _digests(other, language)


def test_the_same_in_rust() -> None:
    before = _digests("fn f(a: u8) -> u8 { match a { 1 => g(a, 2), _ => 3 } }\n", "rust")

    same = _digests(
        "fn f(\n    a: u8,\n) -> u8 {\n    // note\n    match a {\n        1 => {\n"
        "            g(a, 2,)\n        }\n        _ => 3,\n    }\n}\n",
        "rust",
    )
    documented = _digests(
        '/// doc\n#[doc = "more"]\nfn f(a: u8) -> u8 { match a { 1 => g(a, 2), _ => 3 } }\n', "rust"
    )
    attributed = _digests(
        "#[inline]\nfn f(a: u8) -> u8 { match a { 1 => g(a, 2), _ => 3 } }", "rust"
    )
    changed = _digests("fn f(a: u8) -> u8 { match a { 1 => g(a, 2), _ => 4 } }\n", "rust")
    tuple_of_one = _digests("fn f(a: u8) -> u8 { match a { 1 => g((a,), 2), _ => 3 } }\n", "rust")

    assert same == documented == before
    assert len({one["f"] for one in (before, attributed, changed, tuple_of_one)}) == 4


def test_a_changed_method_changes_neither_its_class_nor_its_neighbours() -> None:
    before = _digests(_LOOP)

    after = _digests(_LOOP.replace(b"return 1", b"return 2"))

    assert {name for name in before if after[name] != before[name]} == {"Loop.left"}


def test_a_method_more_changes_neither_its_class_nor_the_module() -> None:
    added = _LOOP.replace(b"    async def run", b"    def more(self): ...\n\n    async def run")

    before, after = _digests(_LOOP), _digests(added)

    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"Loop.more"}


def test_a_field_more_changes_the_class_alone() -> None:
    before = _digests(_LOOP)

    after = _digests(_LOOP.replace(b"size: int = 1", b"size: int = 2"))

    assert {name for name in before if after[name] != before[name]} == {"Loop"}


def test_a_name_is_no_part_of_its_symbols_digest() -> None:
    one, other = _digests("def f(): return 1"), _digests("def g(): return 1")

    assert one["f"] == other["g"]


def test_a_text_digest_is_of_the_bytes() -> None:
    one, other = _found("def f(): return 1"), _found("def f(): return  1")

    assert one[1].digest == other[1].digest
    assert one[1].text_digest != other[1].text_digest


def test_an_empty_text_has_no_symbols() -> None:
    assert _found("") == ()


def test_what_cannot_be_parsed_still_has_symbols() -> None:
    found = _found("def f():\n    return 1\n\ndef (:\n")

    assert "f" in [one.name for one in found]
    assert all(one.lines.unparsed for one in found)


def test_symbols_that_nobody_would_nest_belong_to_the_one_around() -> None:
    depth = 20_000

    found = _found("mod a { " * depth + "}" * depth, "rust")

    assert 1 < len(found) < 100


_PIECES = st.sampled_from(
    [
        *("def f(x):", "class A:", "@p", "fn f()", "impl A for B", "mod m", "struct S;", "=> {"),
        *(
            "\n",
            "\n",
            "\n    ",
            "\n        ",
            "{",
            "}",
            "(",
            ")",
            ",",
            "'''",
            '"',
            "#",
            "//",
            "///",
        ),
        *("#[a]", "/*", "*/", "return", "x", "1", "\r\n", ";", "match x", "f'{", "}'", "\\"),
    ]
)


@given(
    st.lists(_PIECES, max_size=40).map("".join),
    st.sampled_from(["python", "rust"]),
)
def test_names_are_unique_and_lines_are_within_any_text(text: str, language: str) -> None:
    found = _found(text, language)

    lines = text.count("\n") + (not text.endswith("\n"))
    assert len({one.name for one in found}) == len(found)
    assert all(1 <= one.first_line <= one.last_line <= lines for one in found)


@given(
    st.sets(st.integers(0, 31)),
    st.sampled_from(["", "    ", "            "]),
    st.sampled_from([(_LOOP, "python", "#"), (_TOOL, "rust", "//"), (_TOOL, "rust", "/**/")]),
)
def test_a_comment_on_a_line_of_its_own_changes_no_digest_and_no_name(
    rows: set[int], indent: str, text: tuple[bytes, str, str]
) -> None:
    source, language, mark = text
    lines = [
        f"{indent}{mark}\n{line}" if row in rows else line
        for row, line in enumerate(source.decode().splitlines(keepends=True))
    ]

    assert _digests("".join(lines), language) == _digests(source, language)


_BODIES = st.lists(
    st.sampled_from(["x = 1", "g('a b')", "if x:\n        g()", "for y in x:\n        g(y, 2)"]),
    min_size=1,
    max_size=4,
)


@given(_BODIES, _BODIES, st.sampled_from(["\n", "\r\n"]))
def test_digests_are_equal_only_if_the_statements_are(
    first: list[str], second: list[str], line_end: str
) -> None:
    def source(body: list[str], note: str) -> str:
        lines = "".join(f"    {statement}{note}\n" for statement in body)
        return f"def f():\n{lines}".replace("\n", line_end)

    one, other = _digests(source(first, "")), _digests(source(second, "  # note"))

    assert (one["f"] == other["f"]) == (first == second)
