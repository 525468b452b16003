"""Each line of a source text is counted once, as what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loc_support import PYTHON, RUST, by_hand

from portlog.records.loc import LineCounts
from portlog.sources.code.language import CodeLanguage
from portlog.sources.code.languages import language_named
from portlog.sources.code.reading import counted, read_code

_PYTHON, _RUST = language_named("python"), language_named("rust")
_LANGUAGES = st.sampled_from([_PYTHON, _RUST])
_PIECES = st.sampled_from(
    [
        *('"""', "'''", '"', "'", "#", "//", "///", "//!", "/*", "*/", "/**", "{", "}", "(", ")"),
        *("\n", "\n", "\r\n", "\r", "\f", " ", "    ", "\0", "\ufeff", "é", "x", "= 1", "\\"),
        *("def f():", "class A:", "fn f()", "mod m", "impl A for B", "#[test]", "#[cfg(test)]"),
        *('r#"', '"#', "#![cfg(test)]", "@x", "if x:", '#[doc = "x"]', "#!/bin/sh", "match x"),
    ]
)
_TEXTS = st.lists(_PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode())
_SOURCES = _TEXTS | st.binary(max_size=60)


def _raw(source: bytes) -> int:
    return source.count(b"\n") + (not source.endswith(b"\n") and source != b"")


@pytest.mark.parametrize(("language", "text"), [(_PYTHON, PYTHON), (_RUST, RUST)])
def test_counts_equal_those_made_by_hand(language: CodeLanguage, text: str) -> None:
    source, expected = by_hand(text)

    counts = counted(source, language)

    assert counts == expected


@pytest.mark.parametrize("language", [_PYTHON, _RUST])
def test_line_ends_do_not_change_a_count(language: CodeLanguage) -> None:
    source, expected = by_hand(PYTHON if language is _PYTHON else RUST)

    counts = counted(source.replace(b"\n", b"\r\n"), language)

    assert counts == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"", LineCounts()),
        (b"\n", LineCounts(blank=1)),
        (b"x = 1", LineCounts(code=1)),
        (b"x = 1\n", LineCounts(code=1)),
        (b"x = 1\n ", LineCounts(code=1, blank=1)),
        (b"\x0c\nx = 1\n", LineCounts(code=1, blank=1)),
        (b"# one\rtwo\r", LineCounts(comment=1)),
        (b"\xef\xbb\xbf", LineCounts(blank=1)),
        (b'\xef\xbb\xbf"""doc"""\n', LineCounts(doc=1)),
        (b"\xef\xbb\xbf# \xe9\n", LineCounts(comment=1)),
        (b"x = '\xff\xfe'  # \xff\n# \xc3\n", LineCounts(code=1, comment=1)),
        (b"x = 1 \x00\n\n", LineCounts(code=1, blank=1, unparsed=True)),
        (b"def (:\n# note\n\n", LineCounts(code=1, comment=1, blank=1, unparsed=True)),
        (b"\x01\n\x02\n", LineCounts(code=2, unparsed=True)),
    ],
)
def test_the_edges_of_a_text_are_counted_by_rule(source: bytes, expected: LineCounts) -> None:
    counts = counted(source, _PYTHON)

    assert counts == expected


def test_a_test_file_has_no_code_but_that_of_tests() -> None:
    source, by_rule = by_hand(PYTHON)

    counts = counted(source, _PYTHON, is_test=True)

    expected = LineCounts(0, by_rule.doc, by_rule.comment, by_rule.blank, by_rule.code)
    assert counts == expected


@pytest.mark.parametrize(
    ("attribute", "is_test"),
    [
        ("#[test]", True),
        ('#[tokio::test(flavor = "multi_thread")]', True),
        ("#[cfg(test)]", True),
        ("#[cfg( all( unix , test ) )]", True),
        ("#[cfg(any(test, all(test, unix)))]", True),
        ("#[cfg(not(test))]", False),
        ("#[cfg(any(test, unix))]", False),
        ("#[cfg(any())]", False),
        ('#[cfg(feature = "test")]', False),
        ("#[cfg_attr(test, inline)]", False),
        ("#[testing]", False),
        (f"#[cfg({'all(' * 4000}test{')' * 4000})]", False),
    ],
)
def test_an_attribute_makes_test_code_only_if_nothing_else_is_built_with_it(
    attribute: str,
    is_test: bool,  # noqa: FBT001  a column of the table
) -> None:
    counts = counted(f"{attribute}\nfn a() {{}}\n".encode(), _RUST)

    assert (counts.code, counts.test) == ((0, 2) if is_test else (2, 0))


def test_an_inner_attribute_makes_all_around_it_test_code() -> None:
    source = b"fn a() {}\nmod m {\n    #![cfg(test)]\n    fn b() {}\n}\n"

    counts = counted(source, _RUST)

    assert (counts.code, counts.test) == (1, 4)


@given(_SOURCES, _LANGUAGES, st.booleans())
def test_every_line_is_counted_once_and_belongs_to_one_symbol(
    source: bytes,
    language: CodeLanguage,
    is_test: bool,  # noqa: FBT001  drawn
) -> None:
    code = read_code(source, language, is_test=is_test)

    owned = sum((one.lines for one in code.symbols), LineCounts())
    assert code.lines == counted(source, language, is_test=is_test)
    assert code.lines.raw == _raw(source)
    assert owned == code.lines
    assert not (is_test and code.lines.code)


@given(_SOURCES.filter(bool), _LANGUAGES)
def test_a_blank_line_at_the_end_adds_one_line_and_no_code(
    source: bytes, language: CodeLanguage
) -> None:
    ended = source.removesuffix(b"\n") + b"\n"

    before, after = counted(ended, language), counted(ended + b"\n", language)

    assert after.raw == before.raw + 1


@given(_LANGUAGES, st.data())
def test_two_whole_texts_joined_by_a_blank_line_have_the_counts_of_both(
    language: CodeLanguage, data: st.DataObject
) -> None:
    whole = st.sampled_from(_WHOLE[language.name])
    first, second = data.draw(whole), data.draw(whole)

    joined = counted(first + b"\n" + second, language)

    both = counted(first, language) + counted(second, language)
    assert joined == both + LineCounts(blank=1)


_WHOLE = {
    "python": [
        b"x = 1\n",
        b"def f():\n    '''doc'''\n    return 1  # one\n",
        b"# note\n",
        b'class A:\n    """doc\n\n    more"""\n',
        b'TEXT = """\n\n#"""\n',
        b"if x:\n    f(\n\n    )\n",
    ],
    "rust": [
        b"fn f() {}\n",
        b"/// doc\nstruct A;\n",
        b"// note\n",
        b"/* a\n\nb */\n",
        b"#[cfg(test)]\nmod tests {\n\n    fn t() {}\n}\n",
        b'const X: &str = "\n\n//";\n',
        b"//! doc\n",
    ],
}
