"""The same code given to the compiler, over the same registry: both must find the same places."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from archive_support import publish_crate
from crate_support import desk
from deps_support import write_files

from portlog.jobs.verify_uses.declared import FeatureChoice
from portlog.jobs.verify_uses.verify import UseOptions, verify_uses
from portlog.records.item import ItemVerdict

pytestmark = pytest.mark.needs("cargo")

UNRESOLVED = {"E0405", "E0412", "E0422", "E0423", "E0425", "E0432", "E0433", "E0463"}
DEP_MANIFEST = (
    '[package]\nname = "dep"\nversion = "1.0.0"\nedition = "2021"\n[features]\nextra = []\n'
)
DEP = {
    "Cargo.toml": DEP_MANIFEST,
    "src/lib.rs": (
        "pub mod sub { pub struct Thing; impl Thing { pub fn new() {} } pub fn go() {} }\n"
        "pub mod prelude { pub use crate::sub::Thing; }\n"
        "pub enum Kind { A, B }\npub trait Act { fn act() {} }\n"
        '#[cfg(feature = "extra")] pub mod extra { pub fn more() {} }\n'
        "#[macro_export] macro_rules! shout { () => {} }\nmod hidden { pub fn x() {} }\n"
    ),
}
MANIFEST = (
    '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "{edition}"\n'
    '[dependencies]\ndep = "1"\nshort = {{ package = "long-name", version = "1" }}\n'
)
GOOD = """
use dep::sub::{self, Thing as Other};
use dep::prelude::*;
use short::Kind as Sort;
use std::collections::HashMap;
mod inner {
    pub use ::dep::Kind;
    pub mod deep { use super::super::Sort; pub fn f() { let _ = Sort::A; } }
    pub mod dep { pub fn own() {} }
    pub fn f() { dep::own(); ::dep::sub::go(); super::sub::go(); }
}
struct Local;
impl dep::Act for Local {}
fn generic<T: dep::Act>() { T::act(); <Local as dep::Act>::act(); }
fn main() {
    sub::go(); Other::new(); Thing::new(); dep::shout!();
    let _: HashMap<u8, u8> = HashMap::new();
    let _ = (inner::Kind::A, Sort::B, u8::MAX, <dep::sub::Thing>::new());
    { enum short { A } let _ = short::A; }
    inner::f(); inner::deep::f(); generic::<Local>();
    println!("{:?}", dep::sub::go());
}
"""
BAD = """
use dep::sub::Thin;
use dep::{Kind, Knd, nested::Deep};
use invented::Thing;
use dep::extra::more;
use dep::hidden::x;
use tool_::y;
mod inner {
    fn f() { sub::go(); }
    fn g(_: dep::sub::Thung) {}
    impl dep::Acting for super::Local {}
}
struct Local;
fn main() {
    dep::sub::gone();
    ::invented_too::a();
    let _: dep::Nothing;
    let _ = dep::Kinds::A;
    another::shout!();
    vec![dep::sub::went()];
}
"""


@pytest.mark.parametrize("edition", ["2018", "2021", "2024"])
@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
def test_the_compiler_finds_the_same_lines(tmp_path: Path, text: str, edition: str) -> None:
    with desk(tmp_path) as here:
        for name in ("dep", "long-name"):
            files = {**DEP, "Cargo.toml": DEP_MANIFEST.replace("dep", name)}
            publish_crate(here.server, name, ("1.0.0", files), features={"extra": []})
        files = {"Cargo.toml": MANIFEST.format(edition=edition), "src/main.rs": text}
        write_files(tmp_path, files)

        compiled = _by_compiler(tmp_path, here.environment)
        options = UseOptions(features=FeatureChoice(every=False))
        report = verify_uses(str(tmp_path), options, here.place, lambda _: b"")

    wrong = [one for one in report.items if one.lookup.verdict is not ItemVerdict.EXISTS]
    assert {spot.line for one in wrong for spot in one.uses} == compiled
    assert bool(compiled) == (text == BAD)


def _by_compiler(folder: Path, environment: dict[str, str]) -> set[int]:
    """Return the lines in which the compiler finds a name that is none; it knows no others."""
    done = subprocess.run(
        ["cargo", "check", "--quiet", "--message-format", "json"],
        cwd=folder,
        env={**os.environ, "CARGO_HOME": environment["CARGO_HOME"], "RUSTUP_AUTO_INSTALL": "0"},
        capture_output=True,
        check=False,
        text=True,
    )
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert messages, done.stderr
    told = [one["message"] for one in messages if one["reason"] == "compiler-message"]
    errors = [one for one in told if one["level"] == "error" and one["code"] is not None]
    assert {one["code"]["code"] for one in errors} <= UNRESOLVED | {"E0603"}, errors
    return {span["line_start"] for one in errors for span in one["spans"] if span["is_primary"]}
