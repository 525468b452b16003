import pytest
from items_support import Bench, bench, crate, said
from made_up_crates import ABSENT, EXISTS, FILES, GATED

from portlog.records.rust_crate import RustCrate

_DEREF = (
    "pub struct S;\npub struct T;\nimpl T { pub fn x(&self) {} }\n"
    "impl std::ops::Deref for S { type Target = T; }"
)
_TO_STR = "pub struct S;\nimpl std::ops::Deref for S { type Target = str; }"
_FOR_ALL = (
    "pub struct S;\npub trait Has { fn it(&self); }\nimpl<TLIMIT> Has for T { fn it(&self) {} }"
)


@pytest.fixture(scope="module")
def shop() -> Bench:
    return Bench({name: crate(name, texts) for name, texts in FILES.items()})


@pytest.mark.parametrize("path", EXISTS)
def test_what_a_user_can_name_exists(shop: Bench, path: str) -> None:
    judgement = shop.judge("the-shop", path)

    assert (judgement.verdict, judgement.definition is not None) == ("exists", True)


@pytest.mark.parametrize(("path", "feature"), GATED.items())
def test_what_a_feature_switches_on_is_gated_and_names_it(
    shop: Bench, path: str, feature: str
) -> None:
    judgement = shop.judge("the-shop", path)

    assert (judgement.verdict, judgement.feature) == ("gated", feature)
    assert judgement.definition is not None


@pytest.mark.parametrize(
    ("path", "feature"), [pair for pair in GATED.items() if "without" not in pair[1]]
)
def test_what_is_gated_exists_once_its_feature_is_on(shop: Bench, path: str, feature: str) -> None:
    assert shop.judge("the-shop", path, (feature,)).verdict == "exists"


@pytest.mark.parametrize("path", ABSENT)
def test_what_nobody_outside_can_name_is_absent(shop: Bench, path: str) -> None:
    judgement = shop.judge("the-shop", path)

    assert judgement.verdict == "absent"
    assert judgement.reasons


def test_the_evidence_is_the_place_in_the_defining_crate(shop: Bench) -> None:
    definition = shop.judge("the-shop", "shop::Wheel::turn").definition

    assert definition is not None
    assert (definition.crate, definition.version) == ("shop-core", "0.3.1")
    assert str(definition.spot) == "src/lib.rs:4:18"
    assert (definition.kind, definition.signature) == ("method", "pub fn turn(&self)")


def test_the_features_that_an_item_rests_on_are_named_where_it_exists(shop: Bench) -> None:
    judgement = shop.judge("the-shop", "shop::both::Parcel", ("net",))

    assert (judgement.verdict, judgement.feature) == ("exists", "net + bag")


def test_without_the_default_features_what_they_bring_is_gated(shop: Bench) -> None:
    judgement = shop.judge("the-shop", "shop::open_bag", defaults=False)

    assert (judgement.verdict, judgement.feature) == ("gated", "bag")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("shop::Dog::nwe", "shop::Dog::new"),
        ("shop::Revealled", "shop::Revealed"),
        ("shop::Coin", "shop::till::Coin"),
        ("shop::sheld::Story", "shop::shelf"),
        ("the_shop::Dog", "shop::Dog"),
    ],
)
def test_the_nearest_real_names_are_suggested(shop: Bench, path: str, meant: str) -> None:
    assert meant in shop.judge("the-shop", path).suggestions


def test_a_crate_that_cannot_be_read_leaves_what_it_has_unknown(shop: Bench) -> None:
    alone = Bench({"the-shop": shop.crates["the-shop"]})

    judgement = alone.judge("the-shop", "shop::Engine")

    assert judgement.verdict == "unknown"
    assert "shop-core could not be read: nobody has it" in judgement.reasons
    assert alone.judge("the-shop", "shop::Revealed").verdict == "exists"


@pytest.mark.parametrize(
    ("lib", "path", "verdict"),
    [
        ("foreign! { pub fn wanted() {} }", "a::wanted", "unknown"),
        ("foreign! { pub fn wanted() {} }", "a::other", "absent"),
        ("pub struct S;\nforeign!(S, wanted);", "a::S::wanted", "unknown"),
        ("pub struct S;\nforeign!(S);", "a::S::other", "unknown"),
        ("pub struct S;\nforeign!(T);", "a::S::other", "absent"),
        ("pub struct S;\nimpl std::ops::Not for &S { type Output = u8; }", "a::S::not", "unknown"),
        ("pub struct S;\nimpl ::core::ops::Not for S { type Output = u8; }", "a::S::not", "exists"),
        ("#[derive(Builder)]\npub struct Foo;", "a::FooBuilder", "unknown"),
        ("#[derive(Builder)]\npub struct Foo;", "a::Foo::built", "unknown"),
        ("#[derive(Builder)]\npub struct Foo;", "a::Bar", "absent"),
        ("pub use std::sync;", "a::sync::Arc", "unknown"),
        ("pub use std::sync::Arc;", "a::Arc", "exists"),
        ("pub use std::vec::*;", "a::Anything", "unknown"),
        (_TO_STR, "a::S::len", "unknown"),
        (_TO_STR, "a::S::new", "absent"),
        (_DEREF, "a::S::x", "unknown"),
        (_DEREF, "a::S::y", "absent"),
        ('include!(concat!(env!("OUT_DIR"), "/x.rs"));', "a::wanted", "absent"),
        (_FOR_ALL.replace("LIMIT", ": Clone"), "a::S::it", "unknown"),
        (_FOR_ALL.replace("LIMIT", ""), "a::S::it", "exists"),
        ("pub mod missing;", "a::missing::x", "unknown"),
        ("pub mod missing;", "a::missing", "exists"),
        ("}}} ]] fn wanted", "a::other", "absent"),
        (_DEREF, "a::S::Missing", "absent"),
        ('#[cfg(feature = "f")] foreign!(S, wanted);\npub struct S;', "a::S::wanted", "absent"),
        ('#[cfg(feature = "f")] mod m { foreign!(wanted); }', "a::m::wanted", "absent"),
        ("#[shaper::v1]\npub struct Foo;", "a::Foo::made", "absent"),
        ("use shaper;\n#[shaper::v1]\npub struct Foo;", "a::Foo::made", "unknown"),
    ],
)  # fmt: skip
def test_absent_is_said_only_where_nothing_could_have_made_the_name(
    lib: str, path: str, verdict: str
) -> None:
    assert said(lib, path)[0] == verdict


@pytest.mark.parametrize(
    ("lib", "path", "answer"),
    [
        ('cfg_if! { if #[cfg(feature = "x")] { pub fn a() {} } else { pub fn b() {} } }',
         "a::a", ("gated", "x")),
        ('cfg_if! { if #[cfg(feature = "x")] { pub fn a() {} } else { pub fn b() {} } }',
         "a::b", ("exists", None)),
        ("bitflags! { pub struct F: u8 { const ON = 1; } }", "a::F::ON", ("exists", None)),
        ("bitflags! { pub struct F: u8 { const ON = 1; } }", "a::F::contains", ("exists", None)),
        ("bitflags! { pub struct F: u8 { const ON = 1; } }", "a::F::OFF", ("absent", None)),
        ("bitflags! { pub struct F: u8 { const ON = 1; } }", "a::F::iter", ("unknown", None)),
        ("paste! { pub fn [<set_ Name:snake>]() {} }", "a::set_name", ("exists", None)),
        ("lazy_static! { pub static ref L: u8 = 1; }", "a::L", ("exists", None)),
        ("thread_local! { pub static L: u8 = 1; }", "a::L", ("exists", None)),
        ("pin_project! { pub struct P { pub a: u8 } }", "a::P", ("exists", None)),
        ("#[cfg(windows)] pub fn w() {}", "a::w", ("exists", None)),
        ("#[cfg(tokio_unstable)] pub fn w() {}", "a::w", ("gated", "--cfg tokio_unstable")),
        ("#[cfg(docsrs)] pub fn w() {}", "a::w", ("absent", None)),
        ("#[cfg(not(docsrs))] pub fn w() {}", "a::w", ("exists", None)),
        ('#[cfg(any(feature = "x", feature = "y"))] pub fn w() {}', "a::w", ("gated", "x or y")),
        ('#[cfg_attr(docsrs, doc(cfg(feature = "x")))] pub fn w() {}', "a::w", ("exists", None)),
        ('#![cfg(feature = "x")]\npub fn w() {}', "a::w", ("exists", None)),
        ('pub mod m { #![cfg(feature = "x")] pub fn w() {} }', "a::m::w", ("gated", "x")),
        ('#[cfg(feature = "x")] mod m { pub fn w() {} }\n#[cfg(feature = "x")] pub use m::w;',
         "a::w", ("gated", "x")),
        ('#[cfg(feature = "x")] pub fn w() {}\n#[cfg(not(feature = "x"))] pub fn w() {}',
         "a::w", ("exists", None)),
    ],
)  # fmt: skip
def test_macros_that_are_well_known_and_conditions_are_understood(
    lib: str, path: str, answer: tuple[str, str | None]
) -> None:
    assert said(lib, path) == answer


@pytest.mark.parametrize(
    ("spelled", "verdict"),
    [
        ("a::m!", "exists"),
        ("a::f()", "exists"),
        ("a::f!", "absent"),
        ("a::m()", "absent"),
        ("::a::f", "exists"),
        ("a::S::<u8>::new", "exists"),
        ("a::S<u8>::new", "exists"),
        ("a::T", "exists"),
        ("a::T!", "exists"),
    ],
)
def test_the_spelling_of_a_path_says_in_which_namespace_it_is_looked_for(
    spelled: str, verdict: str
) -> None:
    lib = (
        "#[macro_export] macro_rules! m { () => {}; }\n#[macro_export] macro_rules! T { () => {}; }"
        "\npub fn f() {}\npub struct S<X>(X);\nimpl<X> S<X> { pub fn new() {} }\npub trait T {}"
    )

    assert said(lib, spelled)[0] == verdict


def test_a_derive_of_a_name_does_not_hide_a_trait_from_a_glob() -> None:
    manifest = '[package]\nname = "a"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\n'
    crates = {
        "a": crate(
            "a",
            {
                "Cargo.toml": manifest + 'traits = "1"\nderives = "1"\n',
                "src/lib.rs": "pub use derives::Parser;\npub use traits::*;",
            },
        ),
        "traits": crate("traits", {"src/lib.rs": "pub trait Parser { fn parse(); }"}),
        "derives": crate(
            "derives",
            {
                "Cargo.toml": '[package]\nname = "derives"\nversion = "1.0.0"\n[lib]\n'
                "proc-macro = true\n",
                "src/lib.rs": "#[proc_macro_derive(Parser)]\npub fn parser(_: T) -> T { _ }",
            },
        ),
    }

    verdicts = [Bench(crates).judge("a", path).verdict for path in ("a::Parser", "a::Parser!")]
    method = Bench(crates).judge("a", "a::Parser::parse").verdict

    assert (*verdicts, method) == ("exists", "exists", "exists")


def test_circles_of_globs_and_of_uses_come_to_an_end() -> None:
    lib = """
        pub mod a { pub use super::b::*; pub use super::c::*; }
        pub mod b { pub use super::a::*; pub use super::c::*; }
        pub mod c { pub use super::a::*; pub use super::b::*; pub fn there() {} }
        pub use round::Round;
        mod round { pub use crate::Round; }
        pub type Itself = Itself;
    """

    assert said(lib, "a::a::there") == ("exists", None)
    assert said(lib, "a::b::nowhere")[0] == "absent"
    assert said(lib, "a::Round")[0] in ("absent", "unknown")
    assert said(lib, "a::Itself::x")[0] in ("absent", "unknown")


def test_names_that_multiply_without_end_are_unknown() -> None:
    modules = [
        f"pub mod m{n} {{ {' '.join(f'pub use super::m{k}::*;' for k in range(40) if k != n)} }}"
        for n in range(40)
    ]

    assert said("\n".join(modules), "a::m0::x")[0] in ("absent", "unknown")


def test_a_crate_without_a_library_has_no_items() -> None:
    judgement = bench(a={"src/main.rs": "fn main() {}"}).judge("a", "a::main")

    assert (judgement.verdict, judgement.reasons) == (
        "absent",
        ("a 1.0.0 has no library to use",),
    )


def test_an_old_edition_reads_paths_of_use_from_the_root() -> None:
    manifest = '[package]\nname = "a"\nversion = "1.0.0"\n'
    files = {
        "Cargo.toml": manifest,
        "src/lib.rs": "extern crate a as itself;\npub mod m { pub fn f() {} }\n"
        "pub mod n { pub use m::f; pub use ::m::f as g; }",
    }

    verdicts = [said(files, path)[0] for path in ("a::n::f", "a::n::g")]

    assert verdicts == ["exists", "exists"]


@pytest.mark.parametrize("text", ["", "a b", "a::", "a::b-c", "a::<", "x" * 600, "a::\x1b"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a path"):
        said("", text)


_TRAIT = (
    "pub struct S;\nimpl sealed::Turn for S {}\n"
    "VISIBLE mod sealed { pub trait Turn { fn turn() {} } }"
)


@pytest.mark.parametrize(
    ("lib", "verdict"),
    [
        (_TRAIT.replace("VISIBLE", ""), "absent"),
        (_TRAIT.replace("VISIBLE", "pub"), "exists"),
        (_TRAIT.replace("VISIBLE", "pub use sealed::Turn as _;"), "exists"),
        (_TRAIT.replace("VISIBLE", "pub use sealed::*;"), "exists"),
        (_TRAIT.replace("VISIBLE", "pub use again as other;"), "absent"),
        (_TRAIT.replace("VISIBLE", "").replace("{}\n", "{ fn turn() {} }\n"), "absent"),
    ],
)
def test_the_method_of_a_trait_that_nobody_can_name_is_private(lib: str, verdict: str) -> None:
    assert said(lib, "a::S::turn")[0] == verdict


def _with(name: str, tables: str, lib: str) -> RustCrate:
    manifest = f'[package]\nname = "{name}"\nversion = "1.0.0"\nedition = "2021"\n'
    return crate(name, {"Cargo.toml": manifest + tables, "src/lib.rs": lib})


def test_what_one_dependency_asks_of_another_is_on() -> None:
    asking = '[dependencies]\nwire = { version = "1", features = ["std"], optional = true }\n'
    user = (
        "[features]\nfull = []\n"
        '[dependencies]\nwire = { version = "1" }\n'
        'beside = { version = "1", features = ["wire"] }\nidle = "1"\n'
    )
    crates = {
        "a": _with("a", user, "pub use wire::{open, close};"),
        "beside": _with("beside", asking, ""),
        "idle": _with("idle", asking.replace("std", "never"), ""),
        "wire": _with(
            "wire",
            "[features]\nstd = []\nnever = []\n",
            '#[cfg(feature = "std")] pub fn open() {}\n#[cfg(feature = "never")] pub fn close() {}',
        ),
    }

    told = [Bench(crates).judge("a", path).verdict for path in ("a::open", "a::close")]

    assert told == ["exists", "unknown"]


def test_a_feature_for_an_optional_dependency_goes_by_its_own_name() -> None:
    tables = (
        '[features]\nderive = ["shaping"]\nfull = ["derive", "shaping"]\n'
        '[dependencies]\nshaping = { version = "1", optional = true }\n'
    )
    bench = Bench({"a": _with("a", tables, '#[cfg(feature = "shaping")] pub fn shape() {}')})

    told = [bench.judge("a", "a::shape", asked) for asked in ((), ("shaping",))]

    assert [(one.verdict, one.feature) for one in told] == [
        ("gated", "derive"),
        ("exists", "derive"),
    ]


def test_a_dependency_called_core_stands_for_the_standard_library() -> None:
    tables = '[dependencies]\ncore = { version = "1", optional = true, package = "shim" }\n'
    bench = Bench({"a": _with("a", tables, "pub use core::ffi::c_void;")})

    assert bench.judge("a", "a::c_void").verdict == "exists"


_CIRCLES = 40


def test_modules_that_all_take_in_one_another_are_read_in_time() -> None:
    def module(number: int) -> str:
        around = f"pub use m{(number + 7) % _CIRCLES}::*;\npub use n{number}::*;"
        return f"{around}\npub mod n{number} {{ pub fn f{number}() {{}} }}"

    mods = "".join(f"pub mod m{number};\npub use m{number}::*;\n" for number in range(_CIRCLES))
    files = {f"src/m{number}.rs": f"use super::*;\n{module(number)}" for number in range(_CIRCLES)}
    judge = bench(a={"src/lib.rs": mods, **files}).judge

    assert {judge("a", f"a::f{number}").verdict for number in range(_CIRCLES)} == {"exists"}
    assert judge("a", "a::nothing").verdict in ("absent", "unknown")
