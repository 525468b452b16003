"""Paths out of Rust text: which names, from which place, in which scope."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlog.records.item import Namespace
from portlog.records.path_use import FileUses, WrittenPath
from portlog.sources.rust_uses.extract import file_uses
from portlog.sources.rust_uses.kept_uses import KeptUses


def _uses(text: str) -> FileUses:
    return file_uses(text.encode())


def _told(path: WrittenPath) -> str:
    marks = {
        "abs": path.is_absolute,
        "use": path.is_import,
        "glob": path.is_glob,
        "tokens": not path.is_certain,
        "attribute": path.is_attribute,
        path.namespace.value: path.namespace is not Namespace.ANY,
    }
    words = (f"{path.line}:{path.column}", "::".join(path.segments))
    return " ".join((*words, *(mark for mark, is_set in marks.items() if is_set)))


def _paths(text: str) -> list[str]:
    return [_told(one) for one in _uses(text).paths]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use a::b;", ["1:5 a::b use"]),
        ("use a;", ["1:5 a use"]),
        ("use ::a::b;", ["1:5 a::b abs use"]),
        ("pub(crate) use a::b as c;", ["1:16 a::b use"]),
        ("use a::b as _;", ["1:5 a::b use"]),
        ("use r#fn::r#type;", ["1:5 fn::type use"]),
        ("use a::*;", ["1:5 a use glob"]),
        (
            "use a::{self, b::*, c as d, e::{f, g}};",
            [
                "1:9 a use type",
                "1:15 a::b use glob",
                "1:21 a::c use",
                "1:33 a::e::f use",
                "1:36 a::e::g use",
            ],
        ),
        ("use {a::b, ::c};", ["1:6 a::b use", "1:12 c abs use"]),
        ("use ::{a::b};", ["1:8 a::b abs use"]),
        ("use a::{};", []),
        ("extern crate a as b;", ["1:1 a abs"]),
        ("extern crate self as b;", []),
        ("pub(in a::b) struct S;", []),
        ("struct S { f: a::B<c::D>, g: [u8; e::F] }",
         ["1:15 a::B type", "1:20 c::D type", "1:35 e::F"]),
        ("fn f() { a::b(); }", ["1:10 a::b"]),
        ("fn f() { a::b::<c::D>(); }", ["1:10 a::b", "1:17 c::D type"]),
        ("fn f() { Vec::<a::B>::new(); }", ["1:10 Vec::new", "1:16 a::B type"]),
        ("fn f() { <T as a::B>::c(); <e::F>::g(); }", ["1:16 a::B type", "1:29 e::F type"]),
        ("fn f() { ::a::b(); }", ["1:10 a::b abs"]),
        ("fn f() { let x = a::B { c: d::E }; }", ["1:18 a::B", "1:28 d::E"]),
        ("fn f() { match x { a::B(_) | a::C { .. } => 1, a::D => 2 } }",
         ["1:20 a::B", "1:30 a::C", "1:48 a::D"]),
        ("fn f(x: &dyn a::B, y: impl c::D) -> e::F {}",
         ["1:14 a::B type", "1:28 c::D type", "1:37 e::F type"]),
        ("impl<T> a::B for c::D<T> where T: e::F {}",
         ["1:9 a::B type", "1:18 c::D type", "1:35 e::F type"]),
        ("fn f() { u32::MAX; Self::x(); str::from_utf8(b); }",
         ["1:10 u32::MAX", "1:20 Self::x", "1:31 str::from_utf8"]),
        ("#[derive(a::B, Debug, c::D)] struct S;", ["1:10 a::B macro", "1:23 c::D macro"]),
        ("#[derive(B, Clone)] struct S;", ["1:10 B macro"]),
        ("#[a::b(c = d::e)] fn f() {}", ["1:3 a::b attribute macro", "1:12 d::e tokens"]),
        ("#[cfg_attr(x, derive(a::B))] struct S;", ["1:22 a::B macro"]),
        ("#![allow(clippy::all)]\n#[rustfmt::skip] fn f() {}", []),
        ("/// a::b\n// c::d\n/* e::f */ fn f() {}", []),
        ('fn f() { "a::b"; }', []),
    ],
)  # fmt: skip
def test_each_path_is_read_with_its_place(text: str, expected: list[str]) -> None:
    assert _paths(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('fn f() { println!("{}", a::b(c::D)); }', ["1:25 a::b", "1:30 c::D"]),
        ("fn f() { a::b!(c::d!()); }", ["1:10 a::b macro", "1:16 c::d tokens macro"]),
        ("fn f() { html!(<a::b> c::d); }", ["1:17 a::b tokens", "1:23 c::d tokens"]),
        ("fn f() { vec![quote!(a::b), c::d] }", ["1:29 c::d"]),
        ("fn f() { vec![$a::b, x.c::<d::E>(), Vec::<f::G>::new(), ::h::i] }",
         ["1:28 d::E", "1:43 f::G", "1:57 h::i abs"]),
        ("fn f() { quote!(a::b #c::d) }", []),
        ("macro_rules! m { () => { a::b } }", []),
        ("cfg_if! { if #[cfg(unix)] { use a::b; } else { mod c; } }", ["1:33 a::b use"]),
        ("wrap! {\n  use a::b;\n}", ["2:7 a::b use tokens"]),
        ("lazy_static! { static ref X: a::B = c::d(); }", ["1:30 a::B", "1:37 c::d"]),
    ],
)  # fmt: skip
def test_tokens_of_macros_are_read_as_far_as_they_are_code(text: str, expected: list[str]) -> None:
    assert _paths(text) == expected


def test_columns_count_characters_and_a_byte_order_mark_counts_nothing() -> None:
    text = "\ufefffn f() { /* é */ a::b(); }\r\nuse c::d;\r\n"

    assert _paths(text) == ["1:18 a::b", "2:5 c::d use"]


def test_names_are_kept_by_the_scope_that_they_stand_in() -> None:
    found = _uses("use a::B; enum C {} mod d { use e::F; } fn g<T: h::I>() { use j::K; K::l(); }")

    top, inside, *rest = found.scopes
    assert (sorted(top.items), sorted(top.imports)) == (["C", "d"], ["B"])
    assert (inside.parent, inside.is_module, sorted(inside.imports)) == (0, True, ["F"])
    generic, block = rest
    assert (generic.parent, list(generic.items)) == (0, ["T"])
    assert (found.scopes[block.parent or 0], list(block.imports)) == (generic, ["K"])
    last = found.paths[-1]
    assert (last.segments, found.scopes[last.scope]) == (("K", "l"), block)


def test_what_an_impl_and_a_trait_hold_is_associated_and_no_name_of_the_module() -> None:
    found = _uses("trait T { type A; fn b(); } impl T for S { type A = u8; const C: u8 = 1; }")

    assert found.associated == {"A", "b", "C"}
    assert list(found.scopes[0].items) == ["T"]


def test_what_can_be_read_of_a_broken_file_is_read_and_the_first_trouble_placed() -> None:
    found = _uses("use a::b;\nfn f() { let = = ; }\nuse c::d;\n")

    assert [one.segments for one in found.paths] == [("a", "b"), ("c", "d")]
    assert found.error is not None
    assert found.error[0] == 2


def test_a_macro_with_the_name_of_a_type_is_no_trouble() -> None:
    found = _uses('fn f() { str![["a"]]; u8!(1); } use a::b;')

    assert (found.error, [one.segments for one in found.paths]) == (None, [("a", "b")])


@pytest.mark.parametrize(
    "text",
    [
        "fn f() { " + "(" * 50_000 + ")" * 50_000 + " }",
        "use " + "a::{" * 20_000 + "b" + "}" * 20_000 + ";",
        "use " + "a::" * 20_000 + "b;",
        "m! " + "{" * 50_000 + "a::b" + "}" * 50_000,
        "fn f() " + "{" * 20_000 + "}" * 20_000,
        "#[x(" * 5_000,
    ],
)
def test_absurd_nesting_is_stepped_over(text: str) -> None:
    assert all(len(one.segments) <= 64 for one in _uses(text).paths)


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\xc1 nothing"])
def test_what_a_text_says_is_kept_and_read_anew_where_that_is_damaged(
    tmp_path: Path, damage: bytes
) -> None:
    text = b"#![allow(x)] use a::b as c; mod d { e!(f::g); }\n" * 100
    kept = KeptUses(tmp_path)

    first, again = kept.read(text), kept.read(text)
    (path,) = tmp_path.rglob("*.msgpack")
    path.write_bytes(damage)
    after = kept.read(text)

    assert first == again == after == file_uses(text)


NAMES = st.sampled_from(["a", "b", "c", "r#type", "dé"])


def _tree(children: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Return trees as the list of their leaves, each a path from the root on."""
    below = st.lists(children, min_size=1, max_size=3)
    listed = below.map(lambda lists: [leaf for one in lists for leaf in one])
    return st.tuples(NAMES, listed).map(lambda pair: [f"{pair[0]}::{one}" for one in pair[1]])


LEAVES = NAMES.map(lambda name: [name])
TREES = st.recursive(LEAVES, _tree, max_leaves=8)


def _written(leaves: list[str], *, grouped: bool) -> str:
    """Return a `use` for leaves, as one tree or one by one."""
    if not grouped:
        return "".join(f"use {one};\n" for one in leaves)
    return f"use {_group(leaves)};"


def _group(leaves: list[str]) -> str:
    """Fold neighbours with the same first name into braces."""
    parts: list[tuple[str, list[str]]] = []
    for leaf in leaves:
        first, _, rest = leaf.partition("::")
        if rest and parts and parts[-1][0] == first and all(parts[-1][1]):
            parts[-1][1].append(rest)
        else:
            parts.append((first, [rest]))
    told = [first if rest == [""] else f"{first}::{_group(rest)}" for first, rest in parts]
    return told[0] if len(told) == 1 else "{" + ", ".join(told) + "}"


@given(leaves=TREES)
def test_a_use_tree_names_the_same_paths_however_it_is_written(leaves: list[str]) -> None:
    one_by_one = _uses(_written(leaves, grouped=False)).paths
    as_a_tree = _uses(_written(leaves, grouped=True)).paths

    plain = [tuple(one.removeprefix("r#") for one in leaf.split("::")) for leaf in leaves]
    assert [one.segments for one in one_by_one] == plain
    assert [one.segments for one in as_a_tree] == plain
