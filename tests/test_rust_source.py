"""Reading one crate's source into records."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from items_support import crate

from portlog.errors import ConfigError
from portlog.records.rust_source import RustItem, RustModule, RustUse
from portlog.sources.rust_source.kept_crates import KeptCrates
from portlog.sources.rust_source.macro_parts import NoExpansion
from portlog.sources.rust_source.macro_rules import MacroRules
from portlog.sources.rust_source.reader import read_crate
from portlog.sources.rust_source.token_trees import Unreadable, source_text, token_trees


def _root(lib: str, **more: str) -> RustModule:
    files = {"src/lib.rs": lib} | {f"src/{name}": text for name, text in more.items()}
    root = crate("a", files).root
    assert root is not None
    return root


def _items(lib: str) -> dict[str, RustItem]:
    return {item.name: item for item in _root(lib).items}


def _uses(lib: str) -> list[tuple[str, str | None]]:
    return [("::".join(use.path), use.name) for use in _root(lib).uses]


def test_an_item_has_its_place_its_first_line_and_what_stands_before_it() -> None:
    text = '/// Says.\n#[cfg(feature = "x")]\npub async fn say<T: Copy>(\n  one: T,\n) -> u8 { 1 }'

    item = _items(text)["say"]

    assert (item.file, item.line, item.column) == ("src/lib.rs", 3, 1)
    assert item.signature == "pub async fn say<T: Copy>( one: T, ) -> u8"
    assert (item.visibility, item.gates) == ("pub", ('feature = "x"',))


@pytest.mark.parametrize(
    ("written", "visibility"),
    [
        ("pub", "pub"),
        ("pub(crate)", "crate"),
        ("pub(super)", "super"),
        ("pub(self)", ""),
        ("pub(in crate::a)", "incrate::a"),
        ("", ""),
    ],
)
def test_a_visibility_is_read_in_all_its_forms(written: str, visibility: str) -> None:
    assert _items(f"{written} struct S;")["S"].visibility == visibility


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        ("use a;", [("a", "a")]),
        ("use a::b as c;", [("a::b", "c")]),
        ("use a::{self, b::*, c as _};", [("a", "a"), ("a::b", None), ("a::c", "_")]),
        ("use {a, b::{c, d::{e}}};", [("a", "a"), ("b::c", "c"), ("b::d::e", "e")]),
        ("use ::a::b;", [("a::b", "b")]),
        ("use crate::r#try::x;", [("crate::try::x", "x")]),
        ("use a::{/* no */ b, // yes\n c};", [("a::b", "b"), ("a::c", "c")]),
        ("extern crate a as b;", [("a", "b")]),
        ("use self::*;", [("self", None)]),
    ],
)
def test_a_tree_of_uses_becomes_its_leaves(
    written: str, leaves: list[tuple[str, str | None]]
) -> None:
    assert _uses(written) == leaves


_WORD = st.from_regex(r"[a-z][a-z0-9]{0,4}", fullmatch=True).filter(
    lambda word: word not in {"as", "if", "in", "do", "fn", "use", "mod", "for", "let", "mut",
                              "ref", "try", "dyn", "pub", "impl", "else", "enum", "loop", "move",
                              "self", "true", "type", "box", "gen", "raw", "union", "async",
                              "await", "break", "const", "crate", "false", "match", "super",
                              "trait", "where", "while", "yield", "macro", "static", "extern"}
)  # fmt: skip
_TREE = st.recursive(
    st.tuples(_WORD, st.none() | _WORD | st.just("*")),
    lambda inner: st.tuples(_WORD, st.lists(inner, min_size=1, max_size=3)),
    max_leaves=8,
)


def _written(tree: tuple[str, object]) -> str:
    name, rest = tree
    if isinstance(rest, list):
        return f"{name}::{{{', '.join(map(_written, rest))}}}"
    return f"{name}::*" if rest == "*" else name if rest is None else f"{name} as {rest}"


def _leaves(tree: tuple[str, object], above: str = "") -> Iterator[tuple[str, str | None]]:
    name, rest = tree
    path = f"{above}{name}"
    if isinstance(rest, list):
        for inner in rest:
            yield from _leaves(inner, f"{path}::")
    else:
        yield path, None if rest == "*" else name if rest is None else str(rest)


@given(_TREE)
def test_whatever_tree_of_uses_is_written_its_leaves_are_read(tree: tuple[str, object]) -> None:
    assert _uses(f"pub use {_written(tree)};") == list(_leaves(tree))


def test_an_impl_knows_its_type_its_trait_and_whether_it_is_for_all() -> None:
    root = _root(
        "impl<T> m::Box<T> { pub fn a() {} }\nimpl<T: Copy> fmt::Show<T> for T { fn b() {} }\n"
        "impl !Send for X {}\nimpl<T> Show for &T {}\nconst _: () = { impl Show for Y {} };"
    )

    told = [(one.target, one.trait, one.is_blanket, one.is_bounded) for one in root.impls]

    assert told == [
        (("m", "Box"), (), False, False),
        (("T",), ("fmt", "Show"), True, True),
        (("T",), ("Show",), False, False),
        (("Y",), ("Show",), False, False),
    ]


def test_modules_are_found_where_rust_looks_for_them() -> None:
    root = _root(
        'mod a;\nmod b;\n#[path = "x/y.rs"]\nmod c;\nmod d { mod e; }\n'
        '#[cfg_attr(unix, path = "u.rs")]\n#[cfg_attr(windows, path = "w.rs")]\nmod f;',
        **{
            "a.rs": "pub mod below;",
            "a/below.rs": "pub fn one() {}",
            "b/mod.rs": "pub mod beside;",
            "b/beside.rs": "pub fn two() {}",
            "x/y.rs": "pub mod z;",
            "x/z.rs": "pub fn three() {}",
            "d/e.rs": "pub fn four() {}",
            "u.rs": "pub fn five() {}",
            "w.rs": "pub fn six() {}",
        },
    )

    def names(module: RustModule) -> list[str]:
        own = [item.name for item in module.items]
        return own + [name for child in module.modules for name in names(child)]

    assert names(root) == ["one", "two", "three", "four", "five", "six"]
    assert [module.gates for module in root.modules[-2:]] == [("unix",), ("windows",)]


def test_a_file_that_holds_itself_comes_to_an_end() -> None:
    root = _root('#[path = "lib.rs"]\npub mod again;\ninclude!("lib.rs");')

    assert root.modules[0].trouble
    assert root.trouble


def test_a_file_that_is_no_utf_8_leaves_the_rest_readable() -> None:
    files = {
        "Cargo.toml": b'[package]\nname = "a"\nversion = "1.0.0"\n',
        "src/lib.rs": b"mod bad;\npub fn good() {}",
        "src/bad.rs": b"pub fn \xff() {}",
    }

    read = read_crate(files, "a", "1.0.0")

    assert read.unread == ("src/bad.rs",)
    assert read.root is not None
    assert [item.name for item in read.root.items] == ["good"]


@pytest.mark.parametrize("manifest", [b"", b"[package", b"\xff", b"lib = 1\n", b"[a]\n" * 400_000])
def test_a_manifest_that_is_none_is_told(manifest: bytes) -> None:
    files = {"Cargo.toml": manifest, "src/lib.rs": b""}

    if manifest:
        with pytest.raises(ConfigError, match=r"a-1\.0\.0/Cargo\.toml"):
            read_crate(files, "a", "1.0.0")
    else:
        assert read_crate(files, "a", "1.0.0").manifest.package == "a"


@pytest.mark.parametrize(
    ("definition", "call", "becomes"),
    [
        ("($a:ident) => { fn $a() {} }", "x", "fn x ( ) { }"),
        ("($($a:ident),*) => { $(fn $a();)* }", "x, y", "fn x ( ) ; fn y ( ) ;"),
        ("($($a:ident: $t:ty,)*) => { $(f!($a, $t);)* }", "x: Vec<u8, A>, y: &'a [u8],",
         "f ! ( x , Vec < u8 , A > ) ; f ! ( y , & 'a [ u8 ] ) ;"),
        ("($(#[$m:meta])* $v:vis $n:ident) => { $(#[$m])* $v struct $n; }",
         "/// Doc.\n#[a] pub(crate) S", '# [ doc = "" ] # [ a ] pub ( crate ) struct S ;'),
        ("($($i:item)*) => { $(#[c] $i)* }", "pub fn a() -> u8 { 1 } use b::{c}; struct D(u8);",
         "# [ c ] pub fn a ( ) -> u8 { 1 } # [ c ] use b :: { c } ; # [ c ] struct D ( u8 ) ;"),
        ("(a) => { one } ; ($x:expr) => { $x }", "b + c(1, 2)", "b + c ( 1 , 2 )"),
        ("($($k:ident => [$($v:literal)*]);*) => { $($k $($v)*)* }", "a => [1 2]; b => []",
         "a 1 2 b"),
        ("($($t:tt)*) => { $crate::x!($($t)*) }", "a (b)", "$crate :: x ! ( a ( b ) )"),
        ("($a:ident $(, $b:ident)?) => { $a $($b)? }", "x, y", "x y"),
        ("($a:ident $(, $b:ident)?) => { $a $($b)? }", "x", "x"),
        ("($($a:ident),+ $(,)?) => { $($a)+ }", "x, y,", "x y"),
        ("($l:lifetime $b:block) => { $l $b }", "'a { 1 }", "'a { 1 }"),
    ],
)  # fmt: skip
def test_a_macro_becomes_what_the_language_says(definition: str, call: str, becomes: str) -> None:
    rules = MacroRules.read(f"macro_rules! m {{ {definition} }}")

    assert source_text(rules.expanded(token_trees(call))) == becomes


@pytest.mark.parametrize(
    ("definition", "call"),
    [
        ("($a:ident) => { }", "1"),
        ("($($a:ident),+) => { }", ""),
        ("(a b) => { }", "a"),
        ("($a:ident) => { $($a)* }", "x y"),
    ],
)
def test_a_call_that_no_rule_matches_is_left_alone(definition: str, call: str) -> None:
    rules = MacroRules.read(f"macro_rules! m {{ {definition} }}")

    with pytest.raises(NoExpansion):
        rules.expanded(token_trees(call))


def test_a_macro_that_multiplies_without_end_is_given_up() -> None:
    doubling = "macro_rules! m { ($($t:tt)*) => { m! { $($t)* $($t)* } m! { $($t)* $($t)* } }; }"

    root = _root(f"{doubling}\nm! {{ pub fn a() {{}} }}\npub fn b() {{}}")

    assert "b" in [item.name for item in root.items]
    assert root.calls


@pytest.mark.parametrize("text", ["(", ")", "(]", "((((", "(" * 500 + ")" * 500])
def test_tokens_that_do_not_balance_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        token_trees(text)


@settings(max_examples=60)
@given(st.text(alphabet="pubfnmodstruct {}()[]<>#!$:;,'\"=&*/_ax1\n\\", max_size=120))
def test_whatever_stands_in_a_file_it_is_read(text: str) -> None:
    root = _root(f"macro_rules! m {{ {text} }}\nm! {{ {text} }}\n{text}\npub use a::b;")

    assert isinstance(root, RustModule)


def test_deep_nesting_ends_in_what_can_be_read() -> None:
    deep = "mod m { " * 300 + "}" * 300

    try:
        root = _root(f"{deep}\npub fn after() {{}}")
    except RecursionError:
        return
    assert "after" in [item.name for item in root.items]


def test_what_was_read_is_the_same_from_the_cache(tmp_path: Path) -> None:
    read = crate("a", {"src/lib.rs": "pub use x::*;\n#[derive(Clone)]\npub struct S(pub u8);"})
    kept = KeptCrates(tmp_path)

    kept.write("0" * 64, read)

    assert kept.read("0" * 64) == read
    assert kept.read("1" * 64) is None
    assert kept.read("../../etc/passwd") is None
    assert isinstance(read.root and read.root.uses[0], RustUse)


def test_many_threads_may_read_what_was_kept_at_once(tmp_path: Path) -> None:
    kept = KeptCrates(tmp_path)
    kept.write("0" * 64, crate("a", {"src/lib.rs": "pub struct S(pub u8);" * 50}))
    script = (
        "import sys, threading\nfrom pathlib import Path\n"
        "from portlog.sources.rust_source.kept_crates import KeptCrates\n"
        "sys.setswitchinterval(1e-7)\nkept = KeptCrates(Path(sys.argv[1]))\n"
        "start = threading.Barrier(32)\n"
        "def read():\n    start.wait()\n    assert kept.read('0' * 64)\n"
        "threads = [threading.Thread(target=read) for _ in range(32)]\n"
        "[one.start() for one in threads]\n[one.join() for one in threads]\n"
    )

    codes = {
        subprocess.run([sys.executable, "-c", script, tmp_path], check=False).returncode
        for _ in range(4)
    }

    assert codes == {0}
