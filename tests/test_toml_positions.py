import tomllib
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from portlog.errors import ConfigError
from portlog.records.spot import Spot
from portlog.sources.toml_document import parse_document
from portlog.sources.toml_positions import DEEPEST, TomlPath, toml_positions

KEYS = st.sampled_from(["a", "b", "c-d", "1", '"a"', "'b'", '"x.y"', '"\\u00e9 ]"', "'#'", '""'])
BLANKS = st.sampled_from(["", " ", "\t"])
BREAKS = st.sampled_from(["", " ", "\n", "\r\n", " # a ] comment\n"])
SCALARS = st.sampled_from(
    [
        *("1", "-0x1F".removeprefix("-"), "1.5e3", "true", "inf", "1979-05-27 07:32:00Z"),
        *('"a"', '"\\"]#\\\\"', "'\\'", '""', "''", '"""a\n"b" ] = 1"""', "'''\n[x]\n'y'''"),
        *('""""quoted""""', '""""""', "''''q''''", '"""\\\n  a"""', '"""\\""""', "1_000"),
    ]
)


@st.composite
def dotted(draw: st.DrawFn) -> str:
    parts = draw(st.lists(KEYS, min_size=1, max_size=3))
    return f"{draw(BLANKS)}.{draw(BLANKS)}".join(parts)


def _array(items: list[str], between: str) -> str:
    return "[" + between + f"{between},{between}".join(items) + between + "]"


def _table(pairs: list[tuple[str, str]], blank: str) -> str:
    return "{" + blank + f"{blank},{blank}".join(f"{key}={value}" for key, value in pairs) + "}"


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(_array, st.lists(inner, max_size=3), BREAKS),
        st.builds(
            _table,
            st.lists(st.tuples(dotted(), inner.filter(lambda one: "\n" not in one)), max_size=3),
            BLANKS,
        ),
    ),
    max_leaves=6,
)
LINES = st.one_of(
    st.builds(lambda key: f"[{key}]", dotted()),
    st.builds(lambda key: f"[[{key} ]] # x = 1", dotted()),
    st.builds(lambda key, blank, value: f"{key}{blank}={blank}{value}", dotted(), BLANKS, VALUES),
    st.sampled_from(["", "# [no] table", "  "]),
)
TEXTS = st.builds(
    lambda lines, end: end.join(lines), st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"])
)


@given(TEXTS)
@example('a = 1 # b = 2\n[x . "y"]\n"c" = [ 1, { d . e = """\n[z]\n""" } ]\n[[x.y.f]]\ng=1\n')
@example("[[a]]\n[[a.b]]\nc = 1\n[[a.b]]\nc = 2\n[[a]]\n[[a.b]]\nc = 3")
def test_every_key_and_value_that_tomllib_reads_has_its_place(text: str) -> None:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assume(False)  # noqa: FBT003

    found = toml_positions(text)

    paths = dict(_everything(content, ()))
    assert found.keys.keys() <= paths.keys()
    for path, extent in found.values.items():
        written = text[extent.start : extent.end]
        assert tomllib.loads(f"x = {written}")["x"] == paths[path]
    for path, extent in found.keys.items():
        written = text[extent.start : extent.end]
        name = path[-1] if isinstance(path[-1], str) else path[-2]
        assert list(tomllib.loads(f"{written} = 1")) == [name]
    unplaced = [path for path in paths if path not in found.values and path not in found.keys]
    assert unplaced == []


def _everything(value: Any, path: TomlPath) -> list[tuple[TomlPath, Any]]:
    pairs = list(value.items()) if isinstance(value, dict) else []
    if isinstance(value, list):
        pairs = list(enumerate(value))
    inner = [found for key, one in pairs for found in _everything(one, (*path, key))]
    return ([(path, value)] if path else []) + inner


@pytest.mark.parametrize("text", ["a = " + "[" * 40 + "1" + "]" * 40, "a.b." * 15 + "c = [[1]]"])
def test_what_is_nested_deeper_than_any_manifest_is_read_without_its_place(text: str) -> None:
    found = toml_positions(f"{text}\nb = 1")

    assert max(map(len, found.values)) <= DEEPEST
    assert ("b",) in found.values


def test_lines_and_columns_count_from_one_in_characters() -> None:
    document = parse_document("x", '# é\r\n"é" = 1; \n'.replace("; ", "") + "[t]\n  k = 'v'\n", 10)

    assert document.key_spot(("é",)) == Spot("x", 12, 1)
    assert document.value_spot(("é",)) == Spot("x", 12, 7)
    assert document.key_spot(("t", "k")) == Spot("x", 14, 3)
    assert document.value_spot(("t", "k")) == Spot("x", 14, 7)
    assert document.value_spot(("t",)) == Spot("x", 13, 2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a =", "x:1:4: not TOML"),
        ("a = " + "[" * 5_000, "x: nested too deeply"),
        ("a = " + "[" * 300 + "]" * 300 + "\n" + "b = " + "{a=" * 5_000, "x: nested too deeply"),
        ("\n" + ".".join("a" * 40) + " = 1", "x:2: a key of more than 32 parts"),
        ("a = 1" + "0" * 5_000, "x: nested too deeply, or a number too long"),
        ("a = 1\na = 2", "x:2:"),
    ],
)
def test_traps_are_refused_with_their_place(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_document("x", text)

    assert caught.value.message.startswith(told)
