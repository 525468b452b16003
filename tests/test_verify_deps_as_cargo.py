"""The same manifests given to cargo itself, over the same registry: it must agree on each."""

import json
import os
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from crate_support import Desk, desk
from deps_support import PACKAGE, verify, write_files
from loopback import release

from portlog.jobs.verify_deps import DependencyOptions, verify_deps
from portlog.records.dependency import DependencyLookup
from portlog.records.verdict import Verdict

pytestmark = pytest.mark.needs("cargo")

TAKEN = {
    *(Verdict.EXISTS, Verdict.ELSEWHERE),
    *(Verdict.FEATURE_ONLY_IN_OLDER_VERSION, Verdict.NEEDS_NEWER_RUST),
}
OPTIONAL = '[dependencies]\ntool = { version = "1", optional = true }\n[features]\n'
SHARED = "[workspace.dependencies]\ntool = '1'"
WIDE = '[dependencies]\nwide = "=1.0.0"\n[dev-dependencies]\n'
RICH = '[dependencies]\nrich = { path = "rich" }\n[features]\n'
PLAIN = '[dependencies]\ntool = "1"\n[features]\n'
RICH_MANIFEST = """[package]
name = "rich"
version = "1.0.0"
[features]
fast = ["dep:toml"]
[dependencies]
tool = { version = "1", optional = true }
toml = { version = "1", optional = true }
"""
MANIFESTS = [
    ('[dependencies]\ntool = "1"', "exists"),
    ('[dependencies]\ntool = { version = "1", features = ["fast"] }', "exists"),
    ('[dependencies]\nt = { package = "tool", version = "~1.0" }', "exists"),
    ('[dependencies]\nt-t = { package = "two-words", version = "1" }', "exists"),
    ('[dev-dependencies]\ntool = "=1.0.0"', "exists"),
    ('[build-dependencies.tool]\nversion = ">=1, <1.1"', "exists"),
    ("[target.'cfg(windows)'.dependencies]\ntool = '*'", "exists"),
    ('[target.nowhere.dev-dependencies]\ngone = "1"', "not_found"),
    ('[dev_dependencies]\ntool = "1"', "exists"),
    ('[dev_dependencies]\ngone = "1"\n[dev-dependencies]\ntool = "1"', "exists"),
    ('[dependencies]\ngone = "1"', "not_found"),
    ('[dependencies]\ngone = { version = "1", optional = true }', "not_found"),
    ('[dependencies]\ntwo_words = "1"', "wrong_spelling"),
    ('[dependencies]\ntool = "9"', "no_matching_version"),
    ('[dependencies]\ntool = "=1.2.0"', "yanked"),
    ('[dependencies]\ntool = { version = "1", features = ["nope"] }', "no_such_feature"),
    ('[dependencies]\ntool = { version = "1", features = ["dep:toml"] }', "no_such_feature"),
    (
        '[dependencies]\ntool = { version = "1", features = ["old"] }',
        "feature_only_in_older_version",
    ),
    ('[dependencies]\nnewer = "1"', "needs_newer_rust"),
    ('[dependencies]\n"a/b" = "1"', "invalid_name"),
    ('[dependencies]\ntool = "latest"', "invalid_requirement"),
    ('[dependencies]\ntool = ""', "invalid_requirement"),
    ("[dependencies]\ntool = 1", "invalid_dependency"),
    ("[dependencies]\ntool = {}", "invalid_dependency"),
    ("[dependencies]\ntool = { version = 1 }", "invalid_dependency"),
    ('[dependencies]\ntool = { version = "1", features = "x" }', "invalid_dependency"),
    ('[dependencies]\ntool = { version = "1", rev = "x" }', "invalid_dependency"),
    ('[dependencies]\ntool = { path = "near", git = "x" }', "invalid_dependency"),
    ("[dependencies]\ntool = { workspace = false }", "invalid_dependency"),
    ("[dependencies]\ntool = { workspace = true }", "invalid_dependency"),
    ('[dev-dependencies]\ntool = { version = "1", optional = true }', "invalid_dependency"),
    ('[workspace.dependencies]\ntool = { version = "1", optional = true }', "invalid_dependency"),
    ('[dependencies]\n"t.t" = { version = "1", package = "tool" }', "invalid_dependency"),
    ('[dependencies]\n"1t" = { version = "1", package = "tool" }', "invalid_dependency"),
    ('[dependencies]\n"é" = { version = "1", package = "tool" }', "exists"),
    (
        f"[dependencies]\ntool.workspace = true\n{SHARED}",
        "exists exists",
    ),
    (
        f"[dependencies]\ntool = {{ workspace = true, features = ['x'] }}\n{SHARED}",
        "no_such_feature exists",
    ),
    ('[dependencies]\nnear = { path = "near" }', "elsewhere"),
    ('[dependencies]\nnear = { path = "near", version = "1" }', "elsewhere"),
    ('[dependencies]\nnear = { path = "near", version = "9" }', "invalid_dependency"),
    ('[dependencies]\nother = { path = "near" }', "invalid_dependency"),
    ('[dependencies]\nnear = { path = "gone" }', "invalid_dependency"),
    ('[dependencies]\nn = { path = "near", package = "near" }', "elsewhere"),
    (
        '[dependencies]\nnear = "1"\n[patch.crates-io]\nnear = { path = "near" }',
        "elsewhere elsewhere",
    ),
    (
        '[dependencies]\nnear = "2"\n[patch.crates-io]\nnear = { path = "near" }',
        "not_found elsewhere",
    ),
    ('[dependencies]\ntool = "1"\n[patch.crates-io]\ntool = "1"', "exists invalid_dependency"),
    (f'{PLAIN}a = ["tool/fast"]', "exists"),
    (f'{PLAIN}a = ["tool/nope"]', "no_such_feature"),
    (f'{OPTIONAL}a = ["dep:tool", "tool?/fast"]', "exists"),
    (f'{OPTIONAL}a = ["tool?/nope", "tool"]', "no_such_feature"),
    (f'{OPTIONAL}a = ["dep:tool"]\nb = ["tool"]', "exists invalid_dependency"),
    (f"{OPTIONAL}tool = []", "exists invalid_dependency"),
    (f'{PLAIN}a = ["tool"]', "exists invalid_dependency"),
    (f'{PLAIN}a = ["dep:tool"]', "exists invalid_dependency"),
    (f'{PLAIN}a = ["tool?/fast"]', "exists invalid_dependency"),
    ('[features]\na = ["dep:tool"]', "invalid_dependency"),
    ('[features]\na = ["b"]', "invalid_dependency"),
    ('[features]\na = ["b/c"]', "invalid_dependency"),
    ('[features]\na = ["b"]\nb = ["a"]', ""),
    (f'{WIDE}wide = "=1.1.0"', "exists no_matching_version"),
    (f'{WIDE}wide = "~1.1"', "exists no_matching_version"),
    (f'{WIDE}wide = ">=1.1"', "exists exists"),
    (f'{WIDE}w = {{ package = "wide", version = "2" }}', "exists exists"),
    (f'{WIDE}w = {{ package = "wide", version = "=1.1.0" }}', "exists no_matching_version"),
    (
        '[dependencies]\nnative = "1"\n[dev-dependencies]\nnative = "2"',
        "exists no_matching_version",
    ),
    (
        '[dependencies]\nrich = { path = "rich", features = ["fast", "tool"] }',
        "elsewhere exists exists",
    ),
    (
        '[dependencies]\nrich = { path = "rich", features = ["default"] }',
        "invalid_dependency exists exists",
    ),
    (
        '[dependencies]\nrich = { path = "rich", features = ["nope"] }',
        "invalid_dependency exists exists",
    ),
    (
        '[dependencies]\nrich = { path = "rich", features = ["toml"] }',
        "invalid_dependency exists exists",
    ),
    ('[dependencies]\nnear = { path = "near", features = ["default"] }', "invalid_dependency"),
    (f'{RICH}a = ["rich/fast"]', "elsewhere exists exists"),
    (f'{RICH}a = ["rich/nope"]', "invalid_dependency exists exists"),
]
TARGETS = [
    *("cfg(unix)", "cfg( unix )", "cfg()", "cfg(all())", "cfg(any(unix, windows,))", "cfg(all)"),
    *("cfg(not(unix))", "cfg(not())", "cfg(not(unix, windows))", "cfg(unix windows)", "cfg(unix"),
    *('cfg(target_os = "linux")', 'cfg(target_os="")', "cfg(target_os = linux)", "cfg(a = )"),
    *('cfg("unix")', "cfg(,)", "cfg(all(unix)))", "cfg(a.b)", "cfg(a-b)", "cfg(1a)", "cfg(_a1)"),
    *("cfg(true)", "cfg(all(not(false)))", "cfg(r#true)", "cfg(é)", 'cfg(a = "', "cfg(a == b)"),
    *("x86_64-unknown-linux-gnu", "nowhere", "no where", "a/b", "thumbv8m.main-none-eabi", "é", ""),
    *("cfg(\tunix)", "not(unix)", "unix)", "cfg", "cfg (unix)", "Cfg(unix)", 'cfg(a = "b" c)'),
]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("deps")) as made:
        optional = {"name": "toml", "req": "^1", "features": [], "optional": True}
        more = {"default_features": True, "target": None, "kind": "normal"}
        new = {"features": {"fast": []}, "deps": [optional | more]}
        made.server.publish("toml", release("1.0.0"))
        made.server.publish("two-words", release("1.0.0"))
        made.server.publish("newer", release("1.0.0", rust_version="1.99"))
        made.server.publish(
            "tool",
            release("1.0.0", features={"old": [], "fast": []}),
            release("1.1.0", **new),
            release("1.2.0", yanked=True, **new),
        )
        for name, more_of in (("wide", {}), ("native", {"links": "z"})):
            versions = ("1.0.0", "1.1.0", "2.0.0")
            made.server.publish(name, *(release(one, **more_of) for one in versions))
        write_files(
            made.folder,
            {
                "p/rich/Cargo.toml": RICH_MANIFEST,
                "p/rich/src/lib.rs": "",
                "p/src/lib.rs": "",
                "p/near/src/lib.rs": "",
                "p/near/Cargo.toml": '[package]\nname = "near"\nversion = "1.0.0"\n',
            },
        )
        yield made


@pytest.mark.parametrize(("text", "verdicts"), MANIFESTS)
def test_cargo_agrees_on_the_whole_manifest(here: Desk, text: str, verdicts: str) -> None:
    own = "" if "[workspace" in text else "[workspace]\n"
    (here.folder / "p" / "Cargo.toml").write_text(f"{PACKAGE}{own}{text}\n")

    entries = verify(here, "p").entries

    locked, said = _cargo(here)
    assert [str(one.lookup.verdict) for one in entries] == verdicts.split()
    assert (locked is not None) == all(one.lookup.verdict in TAKEN for one in entries), said
    for one in entries if locked is not None else ():
        _same_version(one, locked or {})


@pytest.mark.parametrize("target", TARGETS)
def test_cargo_agrees_on_the_names_of_targets(here: Desk, target: str) -> None:
    text = f"[workspace]\n[target.{json.dumps(target)}.dependencies]\ntool = '1'\n"
    (here.folder / "p" / "Cargo.toml").write_text(PACKAGE + text)

    (entry,) = verify(here, "p").entries

    locked, said = _cargo(here)
    assert (locked is not None) == (entry.lookup.verdict is Verdict.EXISTS), said


def test_cargo_agrees_on_a_registry_that_is_given_by_its_index(here: Desk) -> None:
    index = f"sparse+{here.server.url}"
    write_files(here.folder, {"p/.cargo/config.toml": f'[registries.own]\nindex = "{index}"\n'})
    text = f"[workspace]\n[dependencies]\ntool = {{ version = '1', registry-index = '{index}' }}\n"
    (here.folder / "p" / "Cargo.toml").write_text(PACKAGE + text)
    place = replace(here.place, folder=here.folder / "p")

    (entry,) = verify_deps(str(here.folder / "p"), DependencyOptions(), place).entries

    locked, said = _cargo(here)
    (here.folder / "p" / ".cargo" / "config.toml").unlink()
    assert locked is not None, said
    assert (entry.lookup.verdict, entry.lookup.registry) == (Verdict.EXISTS, "own")
    assert locked["tool"] == entry.lookup.judgement.resolved_version


def _same_version(one: DependencyLookup, locked: dict[str, str]) -> None:
    expected = one.lookup.judgement.resolved_version
    if expected is not None:
        assert expected in locked[one.lookup.name].split()


def test_cargo_passes_over_a_byte_order_mark(here: Desk) -> None:
    text = f"\ufeff{PACKAGE}[workspace]\n[dependencies]\ntool = '1'\n"
    (here.folder / "p" / "Cargo.toml").write_text(text)

    (entry,) = verify(here, "p").entries

    locked, said = _cargo(here)
    assert locked is not None, said
    assert entry.lookup.verdict is Verdict.EXISTS


def test_a_workspaces_own_list_is_read_where_cargo_does_not_look(here: Desk) -> None:
    text = '[workspace.dependencies]\ngone = "1"\n'
    (here.folder / "p" / "Cargo.toml").write_text(PACKAGE + text)

    (entry,) = verify(here, "p").entries

    assert _cargo(here)[0] is not None
    assert entry.lookup.verdict is Verdict.NOT_FOUND


def test_the_third_resolver_prefers_what_the_rust_version_can_build(here: Desk) -> None:
    here.server.publish(
        "moving", release("1.0.0", rust_version="1.60"), release("1.1.0", rust_version="1.90")
    )
    package = PACKAGE.replace("2021", "2024") + 'rust-version = "1.85"\n[workspace]\n'
    (here.folder / "p" / "Cargo.toml").write_text(package + '[dependencies]\nmoving = "1"\n')

    (entry,) = verify(here, "p", rust=None).entries

    locked, said = _cargo(here)
    assert locked is not None, said
    assert locked["moving"] == entry.lookup.judgement.resolved_version == "1.0.0"


def test_the_lock_file_that_cargo_wrote_is_clean(here: Desk) -> None:
    text = '[workspace]\n[dependencies]\ntool = { version = "1", features = ["toml"] }\n'
    (here.folder / "p" / "Cargo.toml").write_text(PACKAGE + text)
    locked, said = _cargo(here)
    assert locked is not None, said

    entries = verify(here, "p/Cargo.lock").entries

    assert {one.lookup.name: one.lookup.verdict for one in entries} == {
        "package": Verdict.ELSEWHERE,
        "tool": Verdict.EXISTS,
        "toml": Verdict.EXISTS,
    }


def _cargo(here: Desk) -> tuple[dict[str, str] | None, str]:
    folder: Path = here.folder / "p"
    (folder / "Cargo.lock").unlink(missing_ok=True)
    done = subprocess.run(
        ["cargo", "generate-lockfile"],
        cwd=folder,
        env={
            **os.environ,
            "CARGO_HOME": here.environment["CARGO_HOME"],
            "RUSTUP_AUTO_INSTALL": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return None, done.stderr
    packages = tomllib.loads((folder / "Cargo.lock").read_text())["package"]
    versions: dict[str, list[str]] = {}
    for one in packages:
        versions.setdefault(one["name"], []).append(one["version"])
    return {name: " ".join(several) for name, several in versions.items()}, done.stderr
