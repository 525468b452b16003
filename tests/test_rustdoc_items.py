"""Paths in a made-up crate, judged by its JSON from the real rustdoc and by the real compiler."""

import pytest
from rustdoc_support import PACKAGE, SAMPLES, SIGHTING, VERSION, Workbench, read, workbench

from portlog.checks.rustdoc_items import judge_path, unconfirmed
from portlog.records.item import ItemClaim, ItemLookup, ItemVerdict, Namespace
from portlog.records.rustdoc import Judged, LeadsTo, RustdocCrate

pytestmark = pytest.mark.needs("cargo")
ON = frozenset({"net"})
EXISTS, GATED, ABSENT, UNKNOWN = ItemVerdict

USES = {
    "plain": EXISTS,
    "plain::Type": EXISTS,
    "plain::Typo": ABSENT,
    "plain::Pair": EXISTS,
    "plain::Unit": EXISTS,
    "plain::Bits": EXISTS,
    "plain::Shape::Dot": EXISTS,
    "plain::Shape::Square": EXISTS,
    "plain::Shape::Line": ABSENT,
    "plain::Shape::Cube": GATED,
    "plain::Draw": EXISTS,
    "plain::Alias": EXISTS,
    "plain::LIMIT": EXISTS,
    "plain::NAME": EXISTS,
    "plain::same": EXISTS,
    "plain::later": EXISTS,
    "plain::sooner": ABSENT,
    "plain::r#type::r#match": EXISTS,
    "FromInner": EXISTS,
    "Renamed": EXISTS,
    "by_glob": EXISTS,
    "far": EXISTS,
    "near": ABSENT,
    "inner": ABSENT,
    "inner::FromInner": ABSENT,
    "deep::down": EXISTS,
    "Circle": EXISTS,
    "Cube": GATED,
    "InRound": EXISTS,
    "InAbout": EXISTS,
    "prelude::Show": EXISTS,
    "prelude::Type": EXISTS,
    "prelude::Draw": ABSENT,
    "prelude::Pair": ABSENT,
    "outside::Foreign": EXISTS,
    "outside::foreign_mod": EXISTS,
    "outside::foreign_macro": EXISTS,
    "outside::HashMap": EXISTS,
    "outside::HashSet": ABSENT,
    "outside::outer": EXISTS,
    "outside::Ported": EXISTS,
    "outside::traced": EXISTS,
    "outside::spelled": EXISTS,
    "outside::globbed::Own": EXISTS,
    "net::dial": EXISTS,
    "net::both": GATED,
    "net::either": EXISTS,
    "net::without": EXISTS,
    "net::documented": GATED,
    "net::usual": EXISTS,
    "only_documented": ABSENT,
    "gated_down": GATED,
    "shout": EXISTS,
    "shout_more": GATED,
    "whisper": ABSENT,
    "Shown": EXISTS,
    "one": EXISTS,
    "two": EXISTS,
    "three": ABSENT,
}
MEMBERS = {
    "plain::Type::new": EXISTS,
    "plain::Type::create": ABSENT,
    "plain::Type::LIMIT": EXISTS,
    "plain::Type::private": ABSENT,
    "plain::Type::connect": EXISTS,
    "plain::Type::reconnect": GATED,
    "plain::Type::default": EXISTS,
    "plain::Type::clone": EXISTS,
    "plain::Type::clone_from": EXISTS,
    "plain::Type::to_owned": EXISTS,
    "plain::Type::eq": EXISTS,
    "plain::Type::cmp": ABSENT,
    "plain::Alias::new": EXISTS,
    "plain::AliasOfAlias::LIMIT": EXISTS,
    "plain::Pair::second": EXISTS,
    "plain::Draw::twice": EXISTS,
    "plain::Draw::thrice": ABSENT,
    "Renamed::go": EXISTS,
    "Renamed::stop": ABSENT,
    "Sometimes::default": GATED,
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return workbench(tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def document(bench: Workbench) -> bytes:
    return bench.document()


@pytest.fixture(scope="module")
def crate(document: bytes) -> RustdocCrate:
    return read(document)


def _answer(
    crate: RustdocCrate, path: str, namespace: Namespace = Namespace.ANY
) -> Judged | LeadsTo | None:
    return judge_path(crate, ItemClaim(f"port_sample::{path}", PACKAGE, namespace=namespace), ON)


def _judged(crate: RustdocCrate, path: str, namespace: Namespace = Namespace.ANY) -> Judged:
    answer = _answer(crate, path, namespace)
    assert isinstance(answer, Judged), (path, answer)
    return answer


def _lookup(crate: RustdocCrate, path: str) -> ItemLookup:
    return _judged(crate, path).lookup


def test_every_path_has_its_verdict(crate: RustdocCrate) -> None:
    expected = USES | MEMBERS

    verdicts = {path: _lookup(crate, path).verdict for path in expected}

    assert verdicts == expected


def test_the_compiler_finds_what_exists_and_nothing_else(bench: Workbench) -> None:
    bench.compile_sample(*ON)
    uses = [f"pub use port_sample::{path} as n{at};" for at, path in enumerate(USES)]
    traits = "use port_sample::plain::*;"
    members = [
        f"pub fn n{at}() {{ let _ = port_sample::{path}; }}" for at, path in enumerate(MEMBERS)
    ]

    refused_uses, refused_members = bench.refused(uses), bench.refused([*members, traits])

    missing = {path for at, path in enumerate(USES) if at in refused_uses}
    assert missing == {path for path, verdict in USES.items() if verdict is not EXISTS}
    missing = {path for at, path in enumerate(MEMBERS) if at in refused_members}
    assert missing == {path for path, verdict in MEMBERS.items() if verdict is not EXISTS}


def test_only_what_exists_is_final(crate: RustdocCrate) -> None:
    judged = [_judged(crate, path) for path in USES | MEMBERS]

    assert {one.is_final for one in judged if one.lookup.verdict is EXISTS} == {True}
    assert {one.is_final for one in judged if one.lookup.verdict is not EXISTS} == {False}


def test_without_the_source_nothing_is_found_wrong(crate: RustdocCrate) -> None:
    verdicts = {path: unconfirmed(_judged(crate, path)).verdict for path in USES | MEMBERS}

    assert {path for path, verdict in verdicts.items() if verdict is EXISTS} == {
        path for path, verdict in (USES | MEMBERS).items() if verdict is EXISTS
    }
    assert set(verdicts.values()) == {EXISTS, UNKNOWN}


def test_what_exists_has_its_place_and_its_declaration(crate: RustdocCrate) -> None:
    connect = _lookup(crate, "plain::Type::connect")

    assert connect.definition is not None
    assert connect.definition.spot.line == 23
    assert connect.definition.spot.file.endswith("port_sample.rs")
    assert connect.definition.signature == (
        "pub fn connect(&mut self, to: &str) -> Result<Vec<u8>, std::io::Error>"
    )
    assert (connect.definition.crate, connect.definition.version) == (PACKAGE, VERSION)
    assert (connect.version, connect.sighting) == (VERSION, SIGHTING)


@pytest.mark.parametrize(
    ("path", "kind", "signature"),
    [
        ("plain", "mod", "pub mod plain"),
        ("plain::Type", "struct", "pub struct Type"),
        ("plain::Type::field", "field", "pub field: u32"),
        ("plain::Type::default", "method", "fn default() -> Type"),
        ("plain::Type::clone_from", "method", "fn clone_from"),
        ("plain::Shape::Square::side", "field", "side: f64"),
        ("plain::Bits::whole", "field", "pub whole: u32"),
        ("plain::Draw::N", "const", "const N: u8"),
        ("plain::Draw::Out", "type", "type Out"),
        ("plain::Draw::draw", "method", "fn draw(&self) -> Self::Out"),
        ("plain::Boxed", "type", "pub type Boxed = Box<Type>"),
        ("plain::Bytes", "type", "pub type Bytes = [u8; 4]"),
        ("plain::NAME", "static", "pub static NAME: &str"),
        (
            "plain::later",
            "fn",
            "pub fn later(x: &[T; N], check: impl Fn(&T) -> bool) -> Option<T>",
        ),
        ("shout", "macro", "macro_rules! shout {"),
    ],
)
def test_declarations_read_as_in_documentation(
    crate: RustdocCrate, path: str, kind: str, signature: str
) -> None:
    definition = _lookup(crate, path).definition

    assert definition is not None
    assert (definition.kind, definition.signature) == (kind, signature)


@pytest.mark.parametrize(
    ("path", "feature", "reason"),
    [
        ("net::dial", "net", None),
        ("net::both", "extra", "it needs extra, which is off"),
        ("net::either", "net + extra or net", None),
        ("net::without", "net", None),
        ("net::documented", "extra", "it needs extra, which is off"),
        ("gated_down", "extra", "it needs extra, which is off"),
        ("Cube", "extra", "it needs extra, which is off"),
        ("plain::Type::connect", "net", None),
        ("plain::Type", None, None),
    ],
)
def test_the_features_on_the_way_are_named(
    crate: RustdocCrate, path: str, feature: str | None, reason: str | None
) -> None:
    lookup = _lookup(crate, path)

    assert lookup.feature == feature
    assert (reason in lookup.reasons) is (reason is not None)


def test_the_platform_decides_nothing(crate: RustdocCrate) -> None:
    answer = judge_path(crate, ItemClaim("port_sample::net::both", PACKAGE), {"net", "extra"})

    assert isinstance(answer, Judged)
    assert answer.lookup.verdict is EXISTS
    assert answer.lookup.feature == "net + extra"


def test_another_platform_is_told(crate: RustdocCrate) -> None:
    lookup = _lookup(crate, "net::elsewhere")

    assert lookup.verdict is EXISTS
    assert lookup.reasons == ("only where cfg(any(docsrs, windows))",)


def test_what_a_build_script_decides_is_unknown(crate: RustdocCrate) -> None:
    lookup = _lookup(crate, "net::by_build_script")

    assert lookup.verdict is UNKNOWN
    assert lookup.reasons == ("whether it is compiled depends on cfg(built)",)


def test_a_derive_that_a_feature_may_switch_on_is_unknown(crate: RustdocCrate) -> None:
    lookup = _lookup(crate, "Sometimes::clone")

    assert lookup.verdict is UNKNOWN
    assert lookup.feature is None


def test_a_name_that_is_nearly_right_brings_the_right_one(crate: RustdocCrate) -> None:
    lookup = _lookup(crate, "plain::Type::conect")

    assert lookup.verdict is ABSENT
    assert lookup.suggestions[0] == "port_sample::plain::Type::connect"


def test_globbed_names_are_suggested_too(crate: RustdocCrate) -> None:
    assert "port_sample::by_glob" in _lookup(crate, "by_globe").suggestions


def test_namespaces_are_kept_apart(crate: RustdocCrate) -> None:
    as_value = _judged(crate, "plain::same", Namespace.VALUE).lookup
    as_type = _judged(crate, "plain::same", Namespace.TYPE).lookup
    as_macro = _judged(crate, "plain::same", Namespace.MACRO).lookup

    assert as_value.definition is not None
    assert as_type.definition is not None
    assert (as_value.definition.kind, as_type.definition.kind) == ("fn", "mod")
    assert as_macro.verdict is ABSENT


@pytest.mark.parametrize(
    ("path", "namespace", "verdict"),
    [
        ("outside::Ported", Namespace.MACRO, EXISTS),
        ("outside::Ported", Namespace.TYPE, ABSENT),
        ("outside::foreign_macro", Namespace.MACRO, EXISTS),
        ("outside::Foreign", Namespace.MACRO, ABSENT),
        ("outside::Foreign", Namespace.TYPE, EXISTS),
        ("shout", Namespace.MACRO, EXISTS),
        ("shout", Namespace.VALUE, ABSENT),
    ],
)
def test_a_derive_is_no_type(
    crate: RustdocCrate, path: str, namespace: Namespace, verdict: ItemVerdict
) -> None:
    assert _judged(crate, path, namespace).lookup.verdict is verdict


@pytest.mark.parametrize(
    ("path", "crate_name", "version", "there"),
    [
        ("outside::Foreign::go", "outer_dep", "0.3.1", "outer_dep::Foreign::go"),
        ("outside::foreign_mod::Pick::One", "outer_dep", "0.3.1", "outer_dep::glob::Pick::One"),
        ("outside::outer::foreign_fn", "outer_dep", None, "outer_dep::foreign_fn"),
        ("outside::globbed::FromGlob", "outer_dep", "0.3.1", "outer_dep::glob::FromGlob"),
        ("outside::globbed::Nothing", "outer_dep", "0.3.1", "outer_dep::glob::Nothing"),
        ("outside::HashMap::new", "std", None, "std::collections::HashMap::new"),
    ],
)
def test_a_path_that_leaves_the_crate_says_where_to(
    crate: RustdocCrate, path: str, crate_name: str, version: str | None, there: str
) -> None:
    answer = _answer(crate, path)

    assert isinstance(answer, LeadsTo)
    (place,) = answer.places
    assert (place.crate, place.version, "::".join(place.path)) == (crate_name, version, there)
    assert place.is_written


def test_through_an_alias_only_the_definition_is_known(crate: RustdocCrate) -> None:
    answer = _answer(crate, "plain::Boxed::new")

    assert isinstance(answer, LeadsTo)
    (place,) = answer.places
    assert place.path == ("alloc", "boxed", "Box", "new")
    assert not place.is_written


@pytest.mark.parametrize("path", ["Shown::open", "plain::Bytes::len"])
def test_where_the_json_does_not_look_nothing_is_said(crate: RustdocCrate, path: str) -> None:
    assert _answer(crate, path) is None


def test_something_hidden_is_no_more_than_not_listed(crate: RustdocCrate) -> None:
    hidden = _judged(crate, "plain::Type::__undocumented")

    assert hidden.lookup.verdict is ABSENT
    assert not hidden.is_final


def test_a_twin_under_the_opposite_condition_can_overrule_gated(crate: RustdocCrate) -> None:
    twin = _judged(crate, "twin")

    assert twin.lookup.verdict is GATED
    assert not twin.is_final


def test_the_crate_itself_exists(crate: RustdocCrate) -> None:
    answer = judge_path(crate, ItemClaim("port_sample", PACKAGE), ON)

    assert isinstance(answer, Judged)
    assert answer.lookup.verdict is EXISTS


def test_a_library_of_another_name_is_named(crate: RustdocCrate) -> None:
    answer = judge_path(crate, ItemClaim("portsample::plain", PACKAGE), ON)

    assert isinstance(answer, Judged)
    assert answer.lookup.verdict is ABSENT
    assert answer.lookup.suggestions == ("port_sample::plain",)
    assert not answer.is_final


def test_files_are_named_within_their_crate(document: bytes) -> None:
    unpacked = b"/home/x/.cargo/registry/src/index.crates.io-0/port-sample-1.2.3/src/lib.rs"
    other = b"/home/x/.cargo/registry/src/index.crates.io-0/bitflags-2.4.0/src/lib.rs"
    written = str(SAMPLES / "port_sample.rs").encode()

    own_file = _lookup(read(document.replace(written, unpacked)), "shout").definition
    other_file = _lookup(read(document.replace(written, other)), "shout").definition

    assert own_file is not None
    assert other_file is not None
    assert own_file.spot.file == "src/lib.rs"
    assert other_file.spot.file == "bitflags-2.4.0/src/lib.rs"
