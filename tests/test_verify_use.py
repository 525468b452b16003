"""Rust files held against a made-up registry: what is found, where, and what is only counted."""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from archive_support import publish_crate
from crate_support import START, Desk, desk
from deps_support import write_files
from loopback import release

from portlog.errors import ConfigError, InputError
from portlog.jobs.claim_context import claim_moment
from portlog.jobs.verify_uses.declared import FeatureChoice
from portlog.jobs.verify_uses.verify import UseOptions, verify_uses
from portlog.records.outcome import Outcome
from portlog.records.path_use import UseReport

DEP = {
    "Cargo.toml": '[package]\nname = "dep"\nversion = "1.0.0"\n[features]\nextra = []\n',
    "src/lib.rs": (
        "pub mod sub { pub struct Thing; impl Thing { pub fn new() {} } pub fn go() {} }\n"
        "pub mod prelude { pub use crate::sub::Thing; }\n"
        'pub enum Kind { A, B }\n#[cfg(feature = "extra")] pub mod extra { pub fn more() {} }\n'
        "#[macro_export] macro_rules! shout { () => {} }\n"
    ),
}
WORDS = {
    "Cargo.toml": '[package]\nname = "two-words"\nversion = "1.0.0"\n[lib]\nname = "words"\n',
    "src/lib.rs": "pub fn say() {}",
}
PACKAGE = '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n'
MANIFEST = f'{PACKAGE}[dependencies]\ndep = "1"\ntwo-words = "1"\n'


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        publish_crate(made.server, "dep", ("1.0.0", DEP), features={"extra": []})
        publish_crate(made.server, "two-words", ("1.0.0", WORDS))
        publish_crate(made.server, "unnamed", ("3.0.0", WORDS))
        yield made


def _verify(
    here: Desk, files: dict[str, str], path: str = ".", options: UseOptions | None = None
) -> UseReport:
    write_files(here.folder, {"Cargo.toml": MANIFEST, **files})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here.folder)
        typed = files.get("-", "").encode()
        return verify_uses(path, options or UseOptions(), here.place, lambda _: typed)


def _told(report: UseReport) -> list[str]:
    return [
        f"{one.lookup.verdict} {one.lookup.path} {' '.join(map(str, one.uses))}"
        for one in report.items
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use dep::sub::Thing;", ["exists dep::sub::Thing src/main.rs:1:5"]),
        ("use dep::sub::Thin;", ["absent dep::sub::Thin src/main.rs:1:5"]),
        ("use dep::extra::more;", ["gated dep::extra::more src/main.rs:1:5"]),
        (
            "use dep::prelude::*; fn f() { Thing::new(); Thing::old(); }",
            [
                "absent dep::prelude::Thing::old src/main.rs:1:45",
                "exists dep::prelude src/main.rs:1:5",
                "exists dep::prelude::Thing::new src/main.rs:1:31",
            ],
        ),
        ("use dep::prelude::*; fn f() { Other::new(); }", ["exists dep::prelude src/main.rs:1:5"]),
        ("use words::say;", ["exists words::say src/main.rs:1:5"]),
        ("use invented::A;", ["absent invented::A src/main.rs:1:5"]),
        ("use unnamed::A;", ["absent unnamed::A src/main.rs:1:5"]),
        ("fn f() { fs::read(); }", ["absent fs::read src/main.rs:1:10"]),
        ("fn f() { dep::shout!(); }", ["exists dep::shout src/main.rs:1:10"]),
        ("fn f() { html!(dep::sub::nothing other::x); }", []),
        ("fn f() { html!(dep::sub::go); }", ["exists dep::sub::go src/main.rs:1:16"]),
        ("trait T { fn mine(); } fn f() { dep::Kind::mine(); }", []),
        ("fn f() { Unknown::x(); }", []),
        ("use std::nothing; use crate::nothing; use self::x;", []),
    ],
)
def test_each_path_gets_its_verdict_and_what_cannot_be_told_is_left_out(
    here: Desk, text: str, expected: list[str]
) -> None:
    report = _verify(here, {"src/main.rs": text})

    assert _told(report) == expected


def test_a_renamed_crates_items_go_by_what_its_library_calls_itself(here: Desk) -> None:
    manifest = f'{PACKAGE}[dependencies]\nspoken = {{ package = "two-words", version = "1" }}\n'

    report = _verify(here, {"Cargo.toml": manifest, "src/main.rs": "use spoken::{say, shout};"})

    assert _told(report) == [
        "absent words::shout src/main.rs:1:19",
        "exists words::say src/main.rs:1:14",
    ]


def test_a_path_in_many_files_is_one_item_with_all_its_places(here: Desk) -> None:
    text = "use dep::sub;\nfn f() { sub::go(); sub::go(); dep::sub::gone(); }"

    report = _verify(here, {"src/main.rs": f"mod a;\n{text}", "src/a.rs": text})

    assert _told(report) == [
        "absent dep::sub::gone src/a.rs:2:32 src/main.rs:3:32",
        "exists dep::sub src/a.rs:1:5 src/main.rs:2:5",
        "exists dep::sub::go src/a.rs:2:10 src/a.rs:2:21 src/main.rs:3:10 src/main.rs:3:21",
    ]
    assert (report.outcome, report.counts.files) == (Outcome.FOUND, 2)


def test_each_crate_is_asked_for_once(here: Desk) -> None:
    text = "use dep::sub; use dep::Kind; use dep::prelude; use invented::a; use invented::b;"

    _verify(here, {"src/main.rs": text, "src/bin/other.rs": text})

    archives = [path for path in here.server.paths if path.startswith("/dl/")]
    assert archives.count("/dl/dep/1.0.0/download") == 1
    assert here.server.paths.count("/in/ve/invented") == 1


def test_why_a_name_is_no_crates_is_said_with_what_the_registry_has(here: Desk) -> None:
    text = "use invented::A; use unnamed::A; fn f() { fs::read(); de::x(); }"

    report = _verify(here, {"src/main.rs": text})

    reasons = {one.lookup.path: one.lookup.reasons for one in report.items}
    assert reasons["invented::A"] == (
        "Cargo.toml has no dependency called invented",
        "crates.io has no crate invented",
    )
    assert reasons["unnamed::A"][1] == "crates.io has a crate unnamed, newest version 3.0.0"
    assert reasons["fs::read"][1] == "std::fs would have to be imported"
    suggestions = {one.lookup.path: one.lookup.suggestions for one in report.items}
    assert (suggestions["de::x"], suggestions["fs::read"]) == (("dep",), ("std::fs",))


def test_offline_nobody_is_asked_and_nothing_is_called_absent(here: Desk) -> None:
    text = "use dep::sub::Thin; use invented::A;"

    report = _verify(here, {"src/main.rs": text}, options=UseOptions(offline=True))

    assert [one.lookup.verdict for one in report.items] == ["unknown", "unknown"]
    assert (report.outcome, here.server.paths) == (Outcome.UNKNOWN, [])


def test_own_features_switch_on_what_they_ask_of_a_dependency(here: Desk) -> None:
    manifest = f'{MANIFEST}[features]\nbig = ["dep/extra"]\n'
    files = {"Cargo.toml": manifest, "src/main.rs": "use dep::extra::more;"}
    choices = [
        FeatureChoice(),
        FeatureChoice(every=False),
        FeatureChoice(("big",), default=False, every=False),
    ]

    reports = [_verify(here, files, options=UseOptions(features=one)) for one in choices]

    assert [one.items[0].lookup.verdict for one in reports] == ["exists", "gated", "exists"]


def test_the_features_of_a_workspace_are_inherited(here: Desk) -> None:
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["one"]\n[workspace.dependencies]\n'
        'dep = { version = "1", features = ["extra"] }\n',
        "one/Cargo.toml": f"{PACKAGE}[dependencies]\ndep.workspace = true\n",
        "one/src/main.rs": "use dep::extra::more; use dep::nothing;",
    }

    report = _verify(here, files)

    assert [one.lookup.verdict for one in report.items] == ["absent", "exists"]


def test_the_lock_file_says_which_version_is_meant(here: Desk) -> None:
    source = "registry+https://github.com/rust-lang/crates.io-index"
    newer = {**DEP, "src/lib.rs": "pub fn fresh() {}"}
    publish_crate(here.server, "dep", ("1.0.0", DEP), ("1.1.0", newer), features={"extra": []})
    lock = f'version = 4\n[[package]]\nname = "dep"\nversion = "1.0.0"\nsource = "{source}"\n'
    files = {"src/main.rs": "use dep::fresh;"}

    unlocked = _verify(here, files).items[0].lookup
    locked = _verify(here, {**files, "Cargo.lock": lock}).items[0].lookup

    assert (unlocked.verdict, unlocked.version) == ("exists", "1.1.0")
    assert (locked.verdict, locked.version, locked.other_versions) == (
        "absent",
        "1.0.0",
        ("1.1.0",),
    )


def test_crates_from_folders_and_git_are_counted_and_not_looked_up(here: Desk) -> None:
    manifest = (
        f'{PACKAGE}[dependencies]\nnear = {{ path = "near" }}\n'
        'far = { git = "https://example.org/far" }\n'
    )
    near = '[package]\nname = "near"\nversion = "0.1.0"\n[lib]\nname = "by_another_name"\n'
    text = "use far::B; use by_another_name::C;"

    report = _verify(
        here, {"Cargo.toml": manifest, "near/Cargo.toml": near, "src/main.rs": text}, "src"
    )

    assert (_told(report), report.counts.elsewhere) == ([], 2)


def test_a_name_that_a_git_crates_library_may_have_is_unknown(here: Desk) -> None:
    manifest = f'{PACKAGE}[dependencies]\nfar = {{ git = "https://example.org/far" }}\n'

    report = _verify(here, {"Cargo.toml": manifest, "src/main.rs": "use invented::A;"})

    assert _told(report) == ["unknown invented::A src/main.rs:1:5"]


def test_a_file_that_no_target_reaches_is_judged_when_it_is_named(here: Desk) -> None:
    files = {"src/main.rs": "", "src/stray.rs": "use invented::A;"}

    in_folder, alone = _verify(here, files), _verify(here, files, "src/stray.rs")

    assert [one.items[0].lookup.verdict for one in (in_folder, alone)] == ["unknown", "absent"]


def test_standard_input_is_held_against_the_manifest_of_the_folder(here: Desk) -> None:
    report = _verify(here, {"-": "use dep::sub::go; use dep::nope;"}, "-")

    assert _told(report) == ["absent dep::nope stdin:1:23", "exists dep::sub::go stdin:1:5"]


def test_what_cannot_be_read_is_named_and_the_rest_is_read(here: Desk) -> None:
    (here.folder / "src").mkdir()
    (here.folder / "src" / "latin.rs").write_bytes(b"use dep::sub;\n// \xe9\n")
    (here.folder / "src" / "large.rs").write_bytes(b"//" + b"x" * 50 * 1024 * 1024)

    report = _verify(here, {"src/main.rs": "use dep::sub;", "src/odd.rs": "fn f() { let = = ; }"})

    assert [(one.file, one.line, one.why) for one in report.unread] == [
        ("src/large.rs", None, "larger than 4,194,304 bytes"),
        ("src/latin.rs", 2, "not UTF-8"),
        ("src/odd.rs", 1, "not all of it is Rust that can be parsed"),
    ]
    assert _told(report) == ["exists dep::sub src/main.rs:1:5"]
    assert report.outcome is Outcome.UNKNOWN


def test_links_out_of_the_folder_are_not_followed(here: Desk) -> None:
    outside = here.folder.parent / f"{here.folder.name}-outside"
    outside.mkdir()
    (outside / "other.rs").write_text("use dep::nope;")
    (here.folder / "src").mkdir()
    (here.folder / "src" / "other.rs").symlink_to(outside / "other.rs")
    (here.folder / "linked").symlink_to(outside)

    report = _verify(here, {"src/main.rs": "use dep::sub;", "target/built.rs": "use dep::nope;"})

    assert _told(report) == ["exists dep::sub src/main.rs:1:5"]


def test_a_path_that_is_not_there_and_a_file_without_a_package_are_refused(here: Desk) -> None:
    with pytest.raises(InputError, match=r"nowhere\.rs: there is no such file"):
        _verify(here, {}, "nowhere.rs")
    with pytest.raises(InputError, match="there is no package"):
        _verify(here, {"a.rs": ""}, "a.rs", UseOptions(manifest=here.folder / "none.toml"))
    with pytest.raises(ConfigError, match=r"Cargo\.toml:1"):
        _verify(here, {"Cargo.toml": "[package", "a.rs": ""}, "a.rs")


def _claimed(day: int) -> UseOptions:
    moment = claim_moment(f"2026-02-0{day}", UTC, START)
    return UseOptions(claimed=moment)


def test_what_came_after_the_claim_is_found_out(here: Desk) -> None:
    publish_crate(here.server, "dep", ("1.0.0", DEP), pubtime="2026-02-03T00:00:00Z")
    publish_crate(here.server, "late", ("1.0.0", DEP), pubtime="2026-02-03T00:00:00Z")
    text = {"src/main.rs": "use dep::sub; use late::sub;"}

    before, after = (_verify(here, text, options=_claimed(day)) for day in (2, 4))

    late = "was first published at 2026-02-03T00:00:00Z, after the claim of 2026-02-02"
    told = {one.lookup.path: one.lookup for one in before.items}
    assert told["dep::sub"].verdict == "absent"
    assert told["dep::sub"].reasons[0] == f"registered_after_claim: dep {late}"
    assert f"late {late}" in told["late::sub"].reasons
    assert [one.lookup.verdict for one in after.items] == ["absent", "exists"]


def test_a_lock_file_that_was_brought_up_to_date_since_says_nothing_of_the_claim(
    here: Desk,
) -> None:
    lines = [
        release("1.0.0", pubtime="2026-02-01T00:00:00Z"),
        release("1.1.0", pubtime="2026-02-03T00:00:00Z"),
    ]
    publish_crate(here.server, "dep", ("1.0.0", DEP), ("1.1.0", DEP))
    sums = [json.loads(one)["cksum"] for one in here.server.replies["/3/d/dep"].body.splitlines()]
    here.server.publish(
        "dep", *({**one, "cksum": sum_} for one, sum_ in zip(lines, sums, strict=True))
    )
    lock = (
        'version = 4\n[[package]]\nname = "dep"\nversion = "1.1.0"\n'
        'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
    )

    report = _verify(
        here, {"src/main.rs": "use dep::sub;", "Cargo.lock": lock}, options=_claimed(2)
    )

    assert [(one.lookup.verdict, one.lookup.version) for one in report.items] == [
        ("exists", "1.1.0")
    ]


def test_a_name_that_no_dependency_has_is_told_with_what_warns_of_it(here: Desk) -> None:
    publish_crate(here.server, "reqwesst", ("0.1.0", DEP))

    report = _verify(here, {"src/main.rs": "use reqwesst::get; use serd::Serialize;"})

    reasons = {one.lookup.path: " ".join(one.lookup.reasons) for one in report.items}
    assert "one slip away from reqwest, which is far better known" in reasons["reqwesst::get"]
    assert "0.1.0 is its only version" in reasons["reqwesst::get"]
    assert "RUSTSEC-" in reasons["serd::Serialize"]
