from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Desk, desk, write_cargo_config
from deps_support import PACKAGE, told, verify, verify_manifest, write_files
from loopback import Reply, loopback, release

from portlog.errors import ConfigError, InputError
from portlog.records.outcome import Outcome
from portlog.records.verdict import Verdict

MEMBER = '[package]\nname = "member"\nversion = "1.2.0"\nedition = "2021"\n'


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        made.server.publish("serde", release("1.0.0", features={"derive": []}))
        made.server.publish("serde_json", release("1.0.0"), release("1.1.0", yanked=True))
        yield made


def test_every_table_is_read_and_each_crate_asked_once(here: Desk) -> None:
    text = (
        PACKAGE
        + '[dependencies]\nserde = "1"\njson = { package = "serde_json", version = "1" }\n'
        + '[dependencies.gone]\nversion = "1"\noptional = true\n'
        + '[dev-dependencies]\nserde = { version = "2" }\n'
        + '[build-dependencies]\nserde_json = "=1.1.0"\n'
        + "[target.'cfg(unix)'.dependencies]\nserde = { version = \"1\", features = ["
        + '"derive",\n "nope"] }\n'
    )

    entries = verify_manifest(here, text)

    assert told(entries) == [
        "Cargo.toml:6:1 serde exists",
        "Cargo.toml:7:1 serde_json exists",
        "Cargo.toml:8:15 gone not_found",
        "Cargo.toml:12:21 serde no_matching_version",
        "Cargo.toml:14:14 serde_json yanked",
        "Cargo.toml:17:2 serde no_such_feature",
    ]
    assert [one.dependency.key for one in entries][1] == "json"
    asked = [path for path in here.server.paths if path != "/config.json"]
    assert len(asked) == len(set(asked))


def test_what_comes_from_elsewhere_is_said_and_not_asked_for(here: Desk) -> None:
    write_files(here.folder, {"near/Cargo.toml": MEMBER})
    text = (
        PACKAGE
        + '[dependencies]\nmember = { path = "near", version = "1" }\n'
        + 'far = { git = "https://me:secret@git.test/far", rev = "1" }\n'
        + 'mine = { version = "1", registry-index = "sparse+https://index.test/" }\n'
        + 'other = { version = "1", registry = "unheard-of" }\n'
    )

    entries = verify_manifest(here, text)

    assert [one.lookup.verdict for one in entries] == [
        Verdict.ELSEWHERE,
        Verdict.ELSEWHERE,
        Verdict.UNVERIFIABLE,
        Verdict.UNVERIFIABLE,
    ]
    said = " ".join(reason for one in entries for reason in one.lookup.judgement.reasons)
    assert "secret" not in said
    assert "no registry or source named unheard-of" in said
    assert here.server.asked == []


def test_another_registry_is_asked_by_its_name(here: Desk) -> None:
    with loopback() as other:
        other.publish("inner", release("0.1.0"))
        here.environment["CARGO_REGISTRIES_MINE_INDEX"] = f"sparse+{other.url}"
        text = '[dependencies]\ninner = { version = "0.1", registry = "mine" }\nserde = "1"\n'

        entries = verify_manifest(here, PACKAGE + text)

    assert [one.lookup.verdict for one in entries] == [Verdict.EXISTS] * 2
    assert [one.lookup.registry for one in entries] == ["mine", "crates-io"]


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        ("serde = 1", "6:9", "neither"),
        ("serde = []", "6:9", "neither"),
        ("serde = {}", "6:1", "neither version, path"),
        ('serde = { features = ["derive"] }', "6:1", "neither version, path"),
        ("serde = { version = 1 }", "6:21", "version has to be a text"),
        ('serde = { version = "1", features = "x" }', "6:37", "a list of texts"),
        ('serde = { version = "1", features = [1] }', "6:37", "a list of texts"),
        ('serde = { version = "1", optional = "x" }', "6:37", "true or false"),
        ('serde = { git = "g", path = "p" }', "6:29", "only one of"),
        ('serde = { version = "1", rev = "p" }', "6:32", "without git"),
        ("serde = { workspace = false }", "6:23", "cannot be false"),
        ("serde = { workspace = true }", "6:1", "no workspace"),
        ('"a.b" = { version = "1", package = "serde" }', "6:1", "cannot be a dependency's name"),
        ('serde = { path = "nowhere" }', "6:1", "has no package"),
    ],
)
def test_what_cargo_cannot_read_as_a_dependency_is_a_verdict(
    here: Desk, line: str, place: str, why: str
) -> None:
    (entry,) = verify_manifest(here, f"{PACKAGE}[dependencies]\n{line}\n")

    assert entry.lookup.verdict is Verdict.INVALID_DEPENDENCY
    assert str(entry.spot) == f"Cargo.toml:{place}"
    assert why in entry.lookup.judgement.reasons[0]


def test_names_and_requirements_that_cargo_refuses_are_verdicts(here: Desk) -> None:
    text = '[dependencies]\n"a/b" = "1"\nserde = "latest"\nx = { version = "" }\n'

    assert told(verify_manifest(here, PACKAGE + text)) == [
        "Cargo.toml:6:1 a/b invalid_name",
        "Cargo.toml:7:9 serde invalid_requirement",
        "Cargo.toml:8:17 x invalid_requirement",
    ]


def test_own_features_are_held_against_dependencies_and_ask_features_of_them(here: Desk) -> None:
    text = (
        PACKAGE
        + '[dependencies]\nserde = { version = "1", optional = true }\nserde_json = "1"\n'
        + "[features]\n"
        + 'good = ["dep:serde", "serde?/derive", "serde_json/nope"]\n'
        + 'bad = ["dep:gone", "serde", "what", "gone/x", "serde_json?/x", "dep:serde_json"]\n'
    )

    entries = verify_manifest(here, text)

    assert told(entries) == [
        "Cargo.toml:6:1 serde exists",
        "Cargo.toml:9:39 serde_json no_such_feature",
        *(
            f"Cargo.toml:10:{column} {name} invalid_dependency"
            for column, name in [
                (8, "gone"),
                (20, "serde"),
                (29, "what"),
                (37, "gone"),
                (47, "serde_json"),
                (64, "serde_json"),
            ]
        ),
    ]


def test_a_feature_of_an_older_version_is_named_as_the_downgrade_it_is(here: Desk) -> None:
    here.server.publish("clap", release("4.0.8", features={"old": []}), release("4.6.7"))
    text = '[dependencies]\nclap = { version = "4", features = ["old"] }\n'

    (entry,) = verify_manifest(here, PACKAGE + text)

    assert told([entry]) == ["Cargo.toml:6:37 clap feature_only_in_older_version"]
    assert "silently take 4.0.8" in entry.lookup.judgement.reasons[-1]


def test_the_rust_version_of_the_manifest_counts_unless_one_is_typed(here: Desk) -> None:
    here.server.publish("new", release("1.0.0", rust_version="1.75"))
    text = PACKAGE + 'rust-version = "1.70"\n[dependencies]\nnew = "1"\n'

    (by_manifest,) = verify_manifest(here, text, rust=None)
    (typed,) = verify_manifest(here, text, rust="1.80")

    assert by_manifest.lookup.verdict is Verdict.NEEDS_NEWER_RUST
    assert "rust-version of Cargo.toml" in by_manifest.lookup.judgement.reasons[-1]
    assert typed.lookup.verdict is Verdict.EXISTS


def test_the_third_resolver_takes_the_older_version_that_builds(here: Desk) -> None:
    old, new = release("1.0.0", rust_version="1.60"), release("1.1.0", rust_version="1.99")
    here.server.publish("new", old, new)
    text = PACKAGE.replace("2021", "2024") + '[dependencies]\nnew = "1"\n'

    (entry,) = verify_manifest(here, text)

    assert (entry.lookup.verdict, entry.lookup.judgement.resolved_version) == (
        Verdict.EXISTS,
        "1.0.0",
    )
    assert "1.1.0 needs Rust 1.99" in entry.lookup.judgement.reasons[0]


WORKSPACE = (
    '[workspace]\nmembers = ["m*", "b"]\nexclude = ["more"]\n[workspace.package]\n'
    'rust-version = "1.80"\n[workspace.dependencies]\nserde = "1"\nbad = "99"\n'
)


def test_members_inherit_and_every_entry_names_its_own_file(here: Desk) -> None:
    inner = (
        '[dependencies]\nserde = { workspace = true, features = ["nope"] }\nnone.workspace = true\n'
    )
    files = {
        "Cargo.toml": WORKSPACE,
        "member/Cargo.toml": MEMBER + inner,
        "more/Cargo.toml": "not read",
        "b/Cargo.toml": MEMBER.replace("member", "b")
        + '[dependencies]\nmember.path = "../member"\n',
    }
    write_files(here.folder, files)

    assert told(list(verify(here, ".").entries)) == [
        "Cargo.toml:7:1 serde exists",
        "Cargo.toml:8:1 bad not_found",
        "member/Cargo.toml:6:41 serde no_such_feature",
        "member/Cargo.toml:7:1 none invalid_dependency",
        "b/Cargo.toml:6:1 member elsewhere",
    ]


def test_a_member_finds_its_workspace_above_it(here: Desk) -> None:
    text = MEMBER + "[dependencies]\nbad.workspace = true\n"
    write_files(here.folder, {"Cargo.toml": WORKSPACE, "b/Cargo.toml": text})

    assert told(list(verify(here, "b").entries)) == ["b/Cargo.toml:6:1 bad not_found"]


def test_a_circle_of_path_dependencies_ends(here: Desk) -> None:
    one = MEMBER + '[dependencies]\nb.path = "../b"\n'
    other = MEMBER.replace("member", "b") + '[dependencies]\nmember.path = "../a"\n'
    write_files(
        here.folder,
        {"Cargo.toml": '[workspace]\nmembers = ["a"]', "a/Cargo.toml": one, "b/Cargo.toml": other},
    )

    assert [one.lookup.verdict for one in verify(here, ".").entries] == [Verdict.ELSEWHERE] * 2


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"Cargo.toml": '[workspace]\nmembers = ["gone"]'}, "Cargo.toml:2:12: .* gone has no"),
        ({"Cargo.toml": '[workspace]\nmembers = ["gone*"]'}, "Cargo.toml:2:12: no folder matches"),
        ({"Cargo.toml": '[workspace]\nmembers = ["/*"]'}, "Cargo.toml:2:12: .* no pattern"),
        ({"Cargo.toml": "[workspace]\nmembers = 1"}, "Cargo.toml:2:11: members"),
        ({"Cargo.toml": "[workspace]\nmembers = ['x']\nexclude = 1"}, "Cargo.toml:3:11: exclude"),
        ({"Cargo.toml": "[package]\nworkspace = 1"}, "Cargo.toml:2:13: 1 is no workspace"),
        ({"Cargo.toml": "workspace = 1"}, "Cargo.toml:1:13: workspace: no table"),
        ({"Cargo.toml": "dependencies = 1"}, "Cargo.toml:1:16: dependencies: no table"),
        ({"Cargo.toml": "[target]\nx = 1"}, r"Cargo.toml:2:5: target\.x: no table"),
        ({"Cargo.toml": "[features]\nx = 1"}, r"Cargo.toml:2:5: features\.x"),
        ({"Cargo.toml": MEMBER + 'workspace = ".."'}, r"Cargo.toml:5:13: \.\. is no workspace"),
        ({"Cargo.toml": MEMBER + "workspace = '.'\n[workspace]"}, "Cargo.toml:5:1: a workspace's"),
        ({"Cargo.toml": MEMBER + 'rust-version = "new"'}, "Cargo.toml:5:16: rust-version"),
        ({"Cargo.toml": "[dependencies]\nx = "}, "Cargo.toml:2:5: not TOML"),
        ({"Cargo.toml": "#" * 2_000_000}, "Cargo.toml: larger than"),
        (
            {"Cargo.toml": '[workspace]\nmembers = ["b"]', "b/Cargo.toml": "[workspace]"},
            "b/Cargo.toml:1:2: a second root",
        ),
    ],
)
def test_a_manifest_that_cannot_be_used_is_named_with_its_place(
    here: Desk, files: dict[str, str], why: str
) -> None:
    write_files(here.folder, files)

    with pytest.raises(ConfigError, match=why):
        verify(here, "Cargo.toml")


def test_what_is_not_there_and_what_is_no_text_is_said(here: Desk) -> None:
    (here.folder / "answer.md").write_bytes(b"a\n\xff")

    with pytest.raises(InputError, match="no such file"):
        verify(here, "gone/Cargo.toml")
    with pytest.raises(ConfigError, match=r"answer\.md:2: not UTF-8"):
        verify(here, "answer.md")


def test_a_path_that_no_file_can_have_is_no_bug(here: Desk) -> None:
    (entry,) = verify_manifest(here, PACKAGE + '[dependencies]\nx.path = "a\\u0000"\n')

    assert entry.lookup.verdict is Verdict.INVALID_DEPENDENCY
    with pytest.raises(InputError, match="no such file"):
        verify(here, "x" * 5_000)


def test_a_byte_order_mark_is_passed_over_as_cargo_does(here: Desk) -> None:
    (entry,) = verify_manifest(here, '\ufeff[dependencies]\nserde = "1"\n')

    assert told([entry]) == ["Cargo.toml:2:1 serde exists"]


def test_a_patch_is_said_and_stands_in_for_the_crate(here: Desk) -> None:
    text = (
        PACKAGE
        + '[dependencies]\nmember = "1"\nfar = "1"\nserde = "1"\n[patch.crates-io]\n'
        + 'member = { path = "near" }\nfar = { git = "https://git.test/far" }\nserde = "1"\n'
    )
    write_files(here.folder, {"near/Cargo.toml": MEMBER})

    verdicts = [one.lookup.verdict for one in verify_manifest(here, text)]

    assert verdicts == [
        Verdict.ELSEWHERE,
        Verdict.UNVERIFIABLE,
        Verdict.EXISTS,
        Verdict.ELSEWHERE,
        Verdict.ELSEWHERE,
        Verdict.INVALID_DEPENDENCY,
    ]


def _lock(*packages: str) -> str:
    return "version = 4\n" + "".join(f"\n[[package]]\n{one}\n" for one in packages)


REGISTRY = 'source = "registry+https://github.com/rust-lang/crates.io-index"\n'


def test_a_lock_file_is_held_against_the_index(here: Desk) -> None:
    zeros = f'{REGISTRY}checksum = "{"0" * 64}"'
    write_files(
        here.folder,
        {
            "Cargo.lock": _lock(
                f'name = "serde"\nversion = "1.0.0"\n{zeros}',
                f'name = "serde"\nversion = "1.0.0"\n{REGISTRY}checksum = "{"1" * 64}"',
                f'name = "serde"\nversion = "1.0.0"\n{REGISTRY}',
                f'name = "serde"\nversion = "1.0.9"\n{zeros}',
                f'name = "serde_json"\nversion = "1.1.0"\n{zeros}',
                f'name = "gone"\nversion = "1.0.0"\n{zeros}',
                'name = "own"\nversion = "0.0.0"',
                'name = "far"\nversion = "0.0.0"\nsource = "git+https://a:b@git.test/x#1"',
                'name = "x"\nversion = "0.0.0"\nsource = "sparse+https://other.test/"',
            )
        },
    )

    entries = list(verify(here, "Cargo.lock").entries)

    assert [one.lookup.verdict for one in entries] == [
        Verdict.EXISTS,
        Verdict.WRONG_CHECKSUM,
        Verdict.EXISTS,
        Verdict.NO_MATCHING_VERSION,
        Verdict.YANKED,
        Verdict.NOT_FOUND,
        Verdict.ELSEWHERE,
        Verdict.ELSEWHERE,
        Verdict.UNVERIFIABLE,
    ]
    assert (entries[0].spot.line, entries[0].spot.column) == (4, 8)
    assert "no checksum" in entries[2].lookup.judgement.reasons[0]
    assert entries[3].lookup.judgement.suggestions == ("serde@1.0.0",)
    assert "a:b@" not in str(entries[7].lookup.judgement.reasons)


def test_the_checksums_of_an_old_lock_file_are_found_at_its_end(here: Desk) -> None:
    source = "registry+https://github.com/rust-lang/crates.io-index"
    text = f'[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "{source}"\n[metadata]\n'
    wrong = f'"checksum serde 1.0.0 ({source})" = "{"1" * 64}"\n'
    write_files(here.folder, {"Cargo.lock": text + wrong})

    (entry,) = verify(here, "Cargo.lock").entries

    assert entry.lookup.verdict is Verdict.WRONG_CHECKSUM


def test_a_lock_files_other_registry_is_known_by_its_index(here: Desk) -> None:
    with loopback() as other:
        other.publish("inner", release("0.1.0"))
        here.environment["CARGO_REGISTRIES_MINE_INDEX"] = f"sparse+{other.url}"
        source = f'source = "sparse+{other.url}"'
        write_files(here.folder, {"Cargo.lock": _lock(f'name="inner"\nversion="0.1.0"\n{source}')})

        (entry,) = verify(here, "Cargo.lock").entries

    assert (entry.lookup.verdict, entry.lookup.registry) == (Verdict.EXISTS, "mine")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("package = 1", "Cargo.lock:1:1: a lock file has"),
        ("package = [1]", "Cargo.lock:1:1: a package has to be"),
        ("[[package]]\nname = 1", "Cargo.lock:2:8: name is no text"),
        ('[[package]]\nname = "a"', "Cargo.lock:1:3: a package without a version"),
        ("[[package", "Cargo.lock:1:10: not TOML"),
    ],
)
def test_a_lock_file_that_is_none_is_named_with_its_place(here: Desk, text: str, why: str) -> None:
    write_files(here.folder, {"Cargo.lock": text})

    with pytest.raises(ConfigError, match=why.replace("[", r"\[")):
        verify(here, "Cargo.lock")


def test_vendored_sources_confirm_a_locked_version_and_never_refute_one(here: Desk) -> None:
    config = '[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n'
    write_cargo_config(here.folder, config)
    vendored = '[package]\nname = "serde"\nversion = "1.0.0"\n'
    lock = _lock(*(f'name="serde"\nversion="1.0.{n}"\n{REGISTRY}checksum="x"' for n in (0, 1)))
    write_files(here.folder, {"vendor/serde/Cargo.toml": vendored, "Cargo.lock": lock})

    verdicts = [one.lookup.verdict for one in verify(here, "Cargo.lock").entries]

    assert verdicts == [Verdict.EXISTS, Verdict.UNVERIFIABLE]


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_registry_in_trouble_says_nothing_about_crates(here: Desk, status: int) -> None:
    here.server.replies["/se/rd/serde"] = Reply(status)
    write_files(here.folder, {"Cargo.lock": _lock(f'name="serde"\nversion="1.0.0"\n{REGISTRY}')})
    locked = verify(here, "Cargo.lock")
    (entry,) = verify_manifest(here, PACKAGE + '[dependencies]\nserde = "99"\n')

    assert locked.outcome is Outcome.UNKNOWN
    assert entry.lookup.verdict is Verdict.UNVERIFIABLE
