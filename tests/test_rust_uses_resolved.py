"""What the first name of a path stands for, by Rust's rules, in a whole package."""

from pathlib import Path

import pytest
from crate_support import desk
from deps_support import write_files

from portlog.jobs.crate_sources import open_sources
from portlog.jobs.verify_uses.declared import FeatureChoice, declared_crates
from portlog.jobs.verify_uses.package_uses import FoundPath, Owner, package_uses
from portlog.jobs.verify_uses.source_files import SourceFiles
from portlog.records.path_use import Root
from portlog.sources.rust_uses.files import rust_files
from portlog.sources.rust_uses.kept_uses import KeptUses
from portlog.sources.rust_uses.package import package_of
from portlog.sources.toml_document import read_document

MANIFEST = """
[package]
name = "my-tool"
version = "0.1.0"
edition = "{edition}"
[dependencies]
dep = "1"
two-words = "1"
short = {{ package = "long-name", version = "1" }}
[dev-dependencies]
dev = "1"
[build-dependencies]
builder = "1"
[target.'cfg(unix)'.dependencies]
nixed = "1"
"""
_SHOWN = {
    Root.STD: "std",
    Root.OWN: "own",
    Root.ELSEWHERE: "elsewhere",
    Root.UNDECIDED: "undecided",
}


def _found(folder: Path, files: dict[str, str], edition: str = "2021") -> list[FoundPath]:
    write_files(folder, {"Cargo.toml": MANIFEST.format(edition=edition), **files})
    document = read_document(folder / "Cargo.toml")
    assert document is not None
    package = package_of(document)
    assert package is not None
    crates = declared_crates(folder / "Cargo.toml", FeatureChoice(), lambda _: None)
    with desk(folder / "desk") as here:
        owner = Owner(folder / "Cargo.toml", package, crates)
        sources = open_sources(here.place, offline=True)
        read = SourceFiles(KeptUses(folder / "uses"))
        found = package_uses(owner, rust_files(folder), read, sources)
    return list(found.paths)


def _meanings(found: list[FoundPath]) -> list[str]:
    return [_told(one) for one in found]


def _told(one: FoundPath) -> str:
    meaning = one.meaning
    if meaning.root in _SHOWN:
        return _SHOWN[meaning.root]
    paths = ["::".join(path) for path in meaning.paths]
    probes = [f"*{'::'.join(probe.path)}" for probe in meaning.probes]
    mark = "?" if meaning.root is Root.UNDECLARED else ""
    return mark + "|".join((*paths, *probes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use dep::A;", ["dep::A"]),
        ("use two_words::A; use short::B;", ["two_words::A", "short::B"]),
        ("use nixed::A; use dev::B;", ["nixed::A", "dev::B"]),
        ("use invented::A;", ["?invented::A"]),
        ("use builder::A;", ["?builder::A"]),
        ("fn f() { ::dep::a(); ::invented::a(); }", ["dep::a", "?invented::a"]),
        ("use std::fs; use core::fmt; use alloc::vec; fn f() { fs::read(x); }", ["std"] * 4),
        ("fn f() { u32::MAX; Option::Some(1); String::new(); Vec::<u8>::new(); }", ["std"] * 4),
        ("use dep::A; fn f() { A::new(); }", ["dep::A", "dep::A::new"]),
        ("use dep::A as B; fn f() { B::new(); A::new(); }", ["dep::A", "dep::A::new", "?A::new"]),
        ("use dep::a; use a::b; fn f() { b::c(); }", ["dep::a", "dep::a::b", "dep::a::b::c"]),
        ("use dep::a::{self, b}; fn f() { a::c(); }", ["dep::a", "dep::a::b", "dep::a::c"]),
        ("use dep::dep; fn f() { dep::A::new(); }", ["dep::dep", "dep::dep::A::new|dep::A::new"]),
        ("enum E { A } fn f() { E::A; }", ["own"]),
        ("fn f<T: dep::A>() { T::new(); }", ["dep::A", "own"]),
        ("impl<T> dep::A for S<T> { fn f() { T::x(); Self::y(); } }", ["dep::A", "own", "own"]),
        ("mod dep { pub fn a() {} } fn f() { dep::a(); ::dep::a(); }", ["own", "dep::a"]),
        ("mod m { use dep::A; } fn f() { A::new(); }", ["dep::A", "?A::new"]),
        ("use dep::A; mod m { fn f() { A::new(); super::A::new(); } }",
         ["dep::A", "?A::new", "dep::A::new"]),
        ("use dep::A; mod m { use super::*; fn f() { A::new(); } }",
         ["dep::A", "own", "dep::A::new"]),
        ("mod m { use dep::A; pub use dep::B; } use m::*; fn f() { B::x(); A::x(); }",
         ["dep::A", "dep::B", "own", "dep::B::x", "?A::x"]),
        ("mod m { pub use dep::A; } fn f() { crate::m::A::x(); m::A::y(); }",
         ["dep::A", "dep::A::x", "dep::A::y"]),
        ("fn f() { use dep::A; A::x(); } fn g() { A::y(); }", ["dep::A", "dep::A::x", "?A::y"]),
        ("fn f() { enum dep { A } dep::A; } fn g() { dep::a(); }", ["own", "dep::a"]),
        ("use dep::prelude::*; fn f() { A::x(); dep::b(); }",
         ["dep::prelude", "*dep::prelude::A::x", "dep::b|*dep::prelude::dep::b"]),
        ("use std::io::prelude::*; fn f() { invented::x(); }", ["std", "?invented::x"]),
        ("use std::arch::x86_64::*; fn f() { __m128i::x(); }", ["std", "undecided"]),
        ("extern crate dep as other; mod m { fn f() { other::x(); } }", ["dep", "dep::x"]),
        ("extern crate self as me; fn f() { me::x(); }", ["own"]),
        ("use my_tool::A;", ["own"]),
        ("#[dep::mark] struct S;", ["dep::mark"]),
        ("use dep::Make; #[derive(Make)] struct S;", ["dep::Make", "dep::Make"]),
        ("#[derive(Unknown)] struct S;", ["own"]),
        ("macro_rules! shout { () => {} } pub(crate) use shout;", ["own"]),
        ("fn plain() {} mod m { use super::plain; } use plain as other;", ["own", "own"]),
        ("dep::make! { Thing } fn f() { thing::x(); }", ["dep::make", "undecided"]),
        ("wrap! { mod inner { } } fn f() { inner::x(); }", ["own"]),
        ('include!("x.rs"); fn f() { invented::x(); }', ["undecided"]),
        ("#[derive(dep::Build)] struct Cart; fn f() { cart_builder::x(); other::y(); }",
         ["dep::Build", "undecided", "?other::y"]),
        ("use a::b; use b::a; fn f() { a::x(); }", ["?a::b::a::b", "?b::a::b::a", "?a::b::a::x"]),
    ],
)  # fmt: skip
def test_each_root_is_told_apart(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = _found(tmp_path, {"src/main.rs": text})

    assert _meanings(found) == expected


def test_in_edition_2015_a_use_begins_at_the_crates_root(tmp_path: Path) -> None:
    text = "extern crate dep; mod own; use own::A; mod m { use own::B; use dep::C; use ::own::D; }"

    found = _found(tmp_path, {"src/main.rs": text, "src/own.rs": ""}, edition="2015")

    assert _meanings(found) == ["dep", "own", "own", "dep::C", "own"]


def test_modules_in_other_files_see_what_their_place_in_the_tree_lets_them_see(
    tmp_path: Path,
) -> None:
    files = {
        "src/lib.rs": "pub mod a; mod c; pub use dep::Top;",
        "src/a.rs": "pub mod b; use dep::A;",
        "src/a/b.rs": "use super::*; fn f() { A::x(); crate::Top::y(); }",
        "src/c/mod.rs": '#[path = "odd.rs"] mod d; mod inline { mod e; }',
        "src/c/odd.rs": "use super::super::a::b; fn f() { b::f(); }",
        "src/c/inline/e.rs": "use crate::c::d; use crate::Top as T; fn f() { T::z(); }",
        "tests/it.rs": "use my_tool::{a, Top}; mod common; fn f() { Top::t(); dev::x(); }",
        "tests/common/mod.rs": "use my_tool::*; fn f() { Top::u(); }",
    }

    told: dict[str, str] = {}
    for one in _found(tmp_path, files):
        name = str(one.file.relative_to(tmp_path))
        told[name] = told.get(name, "") + f"{_told(one)} "

    assert told == {
        "src/lib.rs": "dep::Top ",
        "src/a.rs": "dep::A ",
        "src/a/b.rs": "own dep::A::x dep::Top::y ",
        "src/c/odd.rs": "own own ",
        "src/c/inline/e.rs": "own dep::Top dep::Top::z ",
        "tests/it.rs": "own dep::Top dep::Top::t dev::x ",
        "tests/common/mod.rs": "own dep::Top::u ",
    }


def test_a_build_script_sees_its_own_dependencies_and_no_others(tmp_path: Path) -> None:
    files = {"build.rs": "use builder::A; use dep::B;", "src/lib.rs": "use dep::B;"}

    found = _found(tmp_path, files)

    assert _meanings(found) == ["builder::A", "?dep::B", "dep::B"]


def test_circles_of_modules_imports_and_globs_end(tmp_path: Path) -> None:
    files = {
        "src/main.rs": "mod a; mod b; use a::*; use b::*; fn f() { x::y(); }",
        "src/a.rs": "pub use crate::b::*; pub use crate::b::z; fn f() { z::y(); }",
        "src/b.rs": 'pub use crate::a::*; pub use crate::a::z; #[path = "b.rs"] mod again;',
    }

    found = _found(tmp_path, files)

    assert len(found) == 8
