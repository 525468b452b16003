import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_support import publish_crate
from crate_support import Desk, desk, replaced_by, write_cargo_config
from deps_support import PACKAGE, verify, write_files
from loopback import Loopback, Reply, loopback
from support import Cli

from portlog.jobs.crate_sources import open_sources
from portlog.jobs.fetch_crates import Fetching, fetch_crates
from portlog.jobs.verify_deps import DependencyOptions, verify_deps
from portlog.records.fetched_crate import Stock
from portlog.records.outcome import Outcome
from portlog.records.registry import Listing

LIB = {"Cargo.toml": '[package]\nname = "tool"', "src/lib.rs": "pub fn go() {}"}
MANIFEST = f'{PACKAGE}[dependencies]\ntool = "1"\ngone = "1"\nnear = {{ path = "near" }}\n'


def _locked(name: str, version: str) -> str:
    source = "registry+https://github.com/rust-lang/crates.io-index"
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = "{source}"\n'


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        _publish(made.server)
        near = '[package]\nname = "near"\nversion = "0.1.0"\n'
        write_files(tmp_path, {"Cargo.toml": MANIFEST, "near/Cargo.toml": near})
        yield made


def _publish(server: Loopback) -> None:
    publish_crate(server, "below", ("0.3.0", LIB))
    publish_crate(server, "tool", ("1.0.0", LIB), ("1.1.0", LIB), ("2.0.0", LIB))


def _fetch(here: Desk, path: str = ".", *, sources: bool = True) -> Fetching:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here.folder)
        return fetch_crates(path, here.place, lambda _done, _total: None, sources=sources)


def _stocks(fetching: Fetching) -> list[tuple[str, str | None, str, str]]:
    return [(one.name, one.version, one.index, one.archive) for one in fetching.crates]


def test_a_manifest_without_a_lock_file_fetches_what_cargo_would_take_of_it(here: Desk) -> None:
    fetching = _fetch(here)

    assert _stocks(fetching) == [
        ("tool", "1.1.0", "fetched", "fetched"),
        ("gone", None, "absent", "absent"),
    ]
    assert fetching.outcome is Outcome.CLEAN
    assert fetching.fetched_bytes == fetching.crates[0].packed_bytes


def test_a_lock_file_fetches_exactly_what_it_holds(here: Desk) -> None:
    lock = _locked("tool", "1.0.0") + _locked("below", "0.3.0") + _locked("tool", "2.0.0")
    write_files(here.folder, {"Cargo.lock": f"version = 4\n{lock}"})

    fetching = _fetch(here, "Cargo.lock")

    assert [(one.name, one.version) for one in fetching.crates] == [
        *(("tool", "1.0.0"), ("below", "0.3.0"), ("tool", "2.0.0")),
    ]
    assert {one.archive for one in fetching.crates} == {Stock.FETCHED}


def test_a_manifest_with_a_lock_file_fetches_what_both_name(here: Desk) -> None:
    write_files(here.folder, {"Cargo.lock": _locked("tool", "1.0.0") + _locked("below", "0.3.0")})

    fetching = _fetch(here)

    assert {(one.name, one.version) for one in fetching.crates} == {
        *(("tool", "1.1.0"), ("gone", None), ("tool", "1.0.0"), ("below", "0.3.0")),
    }


def test_a_member_fetches_by_the_lock_file_of_its_workspace(here: Desk) -> None:
    write_files(
        here.folder,
        {
            "Cargo.toml": '[workspace]\nmembers = ["part"]\n',
            "Cargo.lock": _locked("below", "0.3.0"),
            "part/Cargo.toml": f'{PACKAGE}[dependencies]\ntool = "2"\n',
        },
    )

    fetching = _fetch(here, "part")

    assert [one.name for one in fetching.crates] == ["tool", "below"]


def test_a_second_time_nobody_is_asked(here: Desk) -> None:
    _fetch(here)
    asked = len(here.server.asked)

    again = _fetch(here)

    assert _stocks(again) == [
        ("tool", "1.1.0", "kept", "kept"),
        ("gone", None, "absent", "absent"),
    ]
    assert (len(here.server.asked), again.fetched_bytes) == (asked, 0)


def test_what_was_fetched_answers_without_a_network(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    online = [one.lookup.verdict for one in verify(here, ".").entries]
    _fetch(here)
    here.clock.pass_minutes(60 * 24 * 3)
    asked = len(here.server.asked)
    monkeypatch.chdir(here.folder)

    offline = verify_deps(".", DependencyOptions(offline=True, rust_version="1.80"), here.place)
    sources = open_sources(here.place, offline=True)
    listing = sources.opened("crates-io").registry.look_up("tool")
    assert isinstance(listing, Listing)

    assert [one.lookup.verdict for one in offline.entries] == online
    assert sources.files("tool", listing.releases[1]) == {
        path: text.encode() for path, text in LIB.items()
    }
    assert len(here.server.asked) == asked


def test_without_sources_no_archive_is_fetched(here: Desk) -> None:
    fetching = _fetch(here, sources=False)

    assert [one.archive for one in fetching.crates] == [Stock.NOT_WANTED] * 2
    assert not any("download" in path for path in here.server.paths)


def test_an_archive_that_cannot_be_had_is_said_and_nothing_else_is_lost(here: Desk) -> None:
    here.server.replies["/dl/tool/1.1.0/download"] = Reply(503)
    write_files(here.folder, {"Cargo.lock": _locked("below", "0.3.0")})

    fetching = _fetch(here)

    assert _stocks(fetching)[0] == ("tool", "1.1.0", "fetched", "failed")
    assert "answered 503" in fetching.crates[0].why
    assert _stocks(fetching)[-1] == ("below", "0.3.0", "fetched", "fetched")
    assert fetching.outcome is Outcome.UNKNOWN


def test_an_index_that_does_not_answer_is_said(here: Desk) -> None:
    here.server.replies["/to/ol/tool"] = Reply(500)

    fetching = _fetch(here)

    assert _stocks(fetching)[0] == ("tool", None, "failed", "failed")
    assert fetching.outcome is Outcome.UNKNOWN


def test_a_registry_that_cargo_does_not_know_is_said(here: Desk) -> None:
    write_files(
        here.folder,
        {"Cargo.toml": '[dependencies]\ntool = { version = "1", registry = "own" }\n'},
    )

    fetching = _fetch(here)

    assert _stocks(fetching) == [("tool", None, "failed", "failed")]
    assert "no registry or source named own" in fetching.crates[0].why


def test_a_version_that_does_not_exist_is_absent_and_not_unknown(here: Desk) -> None:
    write_files(here.folder, {"answer.md": 'Use `tool = "9"`'})

    fetching = _fetch(here, "answer.md")

    assert _stocks(fetching) == [("tool", None, "fetched", "absent")]
    assert (fetching.crates[0].why, fetching.outcome) == ("no version of it matches", Outcome.CLEAN)


def test_the_command_says_what_it_fetched_and_then_answers_offline(cli: Cli) -> None:
    with loopback() as server:
        _publish(server)
        write_cargo_config(cli.folder, replaced_by(server.url))
        write_files(cli.folder, {"answer.md": '[dependencies]\ntool = "1"\n'})
        first = cli("crates", "fetch", "answer.md", "--format", "json")
        second = cli("crates", "fetch", "answer.md")
    offline = cli("verify-deps", "answer.md", "--offline", "--rust-version", "1.80")
    later = cli("crates", "fetch", "answer.md", XDG_CACHE_HOME=str(cli.home / "other"))

    told = json.loads(first.out)
    assert (first.code, told["outcome"], told["schema_version"]) == (0, "clean", 1)
    assert told["crates"][0]["archive"] == "fetched"
    assert first.err.startswith("portlog: fetched: 1 index entry, 1 archive (")
    assert "fetched: 0 index entries, 0 archives; kept: 1 index entry, 1 archive" in second.err
    assert (offline.code, "tool@1  exists" in offline.out) == (0, True)
    assert (later.code, "could not be had: 1" in later.err) == (3, True)


def test_progress_is_shown_on_a_terminal_and_taken_away(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        _publish(here.server)
        write_files(tmp_path, {"Cargo.toml": f'{PACKAGE}[dependencies]\ntool = "1"\n'})
        ours, theirs = pty.openpty()
        subprocess.run(
            [sys.executable, "-m", "portlog", "crates", "fetch"],
            cwd=tmp_path,
            env={**os.environ, **here.environment},
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            timeout=60,
            check=True,
        )
        said = os.read(ours, 10_000).decode()

    assert "fetching: 1 of 1 crates" in said
    assert "\x1b[K" in said.partition("portlog: fetched")[0][-5:]
