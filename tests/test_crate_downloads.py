import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from archive_support import packed, publish_crate
from crate_support import Desk, desk, replaced_by, write_cargo_config
from loopback import Reply, loopback

from portlog.errors import Unreachable
from portlog.jobs.crate_sources import CrateSources, open_sources
from portlog.records.registry import Listing, NoAnswer, Release
from portlog.sources.archive_addresses import ArchiveName, archive_address, origins
from portlog.sources.index_format import RegistrySettings

LIB = {"Cargo.toml": '[package]\nname = "tool"', "src/lib.rs": "pub fn go() {}"}
SUM = "ab" * 32
DOWNLOAD = "/dl/tool/1.0.0/download"
CONTENT = packed("tool-1.0.0", LIB)
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()
RELEASE = Release("tool", "1.0.0", yanked=False, features={}, checksum=CHECKSUM)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as made:
        publish_crate(made.server, "tool", ("1.0.0", LIB))
        yield made


def _release(here: Desk, name: str = "tool") -> Release:
    answer = open_sources(here.place).opened("crates-io").registry.look_up(name)
    assert isinstance(answer, Listing), answer
    return answer.releases[-1]


def _files(sources: CrateSources, one: Release = RELEASE) -> dict[str, bytes]:
    answer = sources.files(one.name, one)
    assert not isinstance(answer, NoAnswer), answer
    return dict(answer)


def _why(here: Desk, one: Release = RELEASE, *, offline: bool = False) -> str:
    answer = open_sources(here.place, offline=offline).files(one.name, one)
    assert isinstance(answer, NoAnswer), answer
    return answer.why


def test_the_archive_of_a_release_is_downloaded_and_read(here: Desk) -> None:
    files = _files(open_sources(here.place), _release(here))

    assert files == {path: text.encode() for path, text in LIB.items()}


def test_a_kept_archive_is_not_asked_for_again_and_serves_offline(here: Desk) -> None:
    _files(open_sources(here.place))
    asked = len(here.server.asked)

    _files(open_sources(here.place))
    _files(open_sources(here.place, offline=True))

    assert len(here.server.asked) == asked


def test_only_wanted_files_are_returned(here: Desk) -> None:
    answer = open_sources(here.place).files("tool", RELEASE, wanted=lambda path: "lib" in path)

    assert isinstance(answer, dict)
    assert list(answer) == ["src/lib.rs"]


def test_cargos_own_archive_is_taken_before_anybody_is_asked(here: Desk) -> None:
    folder = Path(here.environment["CARGO_HOME"]) / "registry" / "cache" / "some-registry"
    folder.mkdir(parents=True)
    (folder / "tool-1.0.0.crate").write_bytes(CONTENT)

    _files(open_sources(here.place, offline=True))

    assert here.server.asked == []


def test_another_archive_of_that_name_in_cargos_cache_does_not_count(here: Desk) -> None:
    folder = Path(here.environment["CARGO_HOME"]) / "registry" / "cache" / "some-registry"
    folder.mkdir(parents=True)
    (folder / "tool-1.0.0.crate").write_bytes(packed("tool-1.0.0", {"src/lib.rs": "fn evil() {}"}))

    assert _files(open_sources(here.place))["src/lib.rs"] == b"pub fn go() {}"


def test_a_damaged_archive_in_the_cache_is_fetched_again(here: Desk) -> None:
    _files(open_sources(here.place))
    (kept,) = (here.folder / "cache" / "archives").rglob("*.crate")
    kept.write_bytes(kept.read_bytes()[:-1])

    _files(open_sources(here.place))

    assert hashlib.sha256(kept.read_bytes()).hexdigest() == CHECKSUM


def test_an_archive_with_another_checksum_is_refused_and_not_kept(here: Desk) -> None:
    here.server.replies[DOWNLOAD] = Reply(body=packed("tool-1.0.0", {"src/lib.rs": "evil"}))

    why = _why(here)

    assert why == "tool-1.0.0.crate is refused: its SHA-256 is not the one that the index has"
    assert not (here.folder / "cache" / "archives").exists()


def test_a_hostile_archive_is_no_answer_whatever_its_checksum(here: Desk) -> None:
    publish_crate(here.server, "tool", ("1.0.0", {"../../etc/passwd": "x"}))

    why = _why(here, _release(here))

    assert "tool-1.0.0.crate is not read: " in why


@pytest.mark.parametrize("checksum", [None, "", "0" * 63, "G" * 64, "../" * 21 + "x"])
def test_a_release_without_a_usable_checksum_is_not_asked_for(
    here: Desk, checksum: str | None
) -> None:
    why = _why(here, replace(RELEASE, checksum=checksum))

    assert why == "its registry gives no usable checksum of its archive"
    assert here.server.asked == []


@pytest.mark.parametrize(("name", "version"), [("tool/..", "1.0.0"), ("tool", "1.0.0/../2")])
def test_a_release_that_would_lead_elsewhere_is_not_asked_for(
    here: Desk, name: str, version: str
) -> None:
    _why(here, replace(RELEASE, name=name, version=version))

    assert here.server.asked == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(404), "answered 404 for tool-1.0.0.crate"),
        (Reply(403), "answered 403 for tool-1.0.0.crate"),
        (Reply(500), "answered 500"),
        (Reply(429), "answered 429"),
        (Reply(body=CONTENT, cut_at=20), "broke the connection off"),
        (Reply(body=b"<html>"), "SHA-256 is not the one"),
        (Reply(302, headers={"Location": "http://127.0.0.2/x"}), "redirects to 127.0.0.2"),
        (Reply(302, headers={"Location": "https://evil.example/"}), "redirects to evil.example"),
        (Reply(302, headers={"Location": "file:///etc/passwd"}), "redirects to nowhere"),
        (Reply(302, headers={"Location": "http://[::1"}), "answered what cannot be read"),
        (Reply(302, headers={"Location": "//localhost:1/"}), "redirects to localhost"),
        (Reply(302, headers={"Location": "http://x:99999/"}), "redirects to x, which"),
        (Reply(302, headers={"Location": "ftp://127.0.0.1/"}), "which is not followed"),
        (Reply(302), "redirects more than 3 times"),
    ],
)
def test_every_trouble_is_no_answer_and_leaves_nothing_behind(
    here: Desk, reply: Reply, words: str
) -> None:
    here.server.replies[DOWNLOAD] = reply

    assert words in _why(here)
    assert not (here.folder / "cache" / "archives").exists()


def test_offline_without_a_kept_archive_there_is_no_answer(here: Desk) -> None:
    assert _why(here, offline=True) == "offline, and tool-1.0.0.crate is in no cache"
    assert here.server.asked == []


def test_a_redirect_to_a_host_that_the_registry_names_is_followed(here: Desk) -> None:
    with loopback() as other:
        other.replies["/there"] = Reply(body=CONTENT)
        settings = {"dl": f"{here.server.url}dl", "api": other.url, "auth-required": True}
        here.server.replies["/config.json"] = Reply(body=json.dumps(settings).encode())
        here.server.replies[DOWNLOAD] = Reply(302, headers={"Location": f"{other.url}there"})
        text = replaced_by(here.server.url) + (
            f'[registries.here]\nindex = "sparse+{here.server.url}"\ntoken = "secret"\n'
        )
        write_cargo_config(here.folder, text)

        _files(open_sources(here.place))

        assert "authorization" not in other.asked[-1].headers
    assert here.server.asked[-1].headers["authorization"] == "secret"


def test_two_threads_that_want_one_archive_ask_once(here: Desk) -> None:
    here.server.replies[DOWNLOAD] = Reply(body=CONTENT, latency_s=0.05)
    sources, together = open_sources(here.place), Barrier(6)
    seen: list[dict[str, bytes]] = []

    def read() -> None:
        together.wait()
        seen.append(_files(sources))

    threads = [Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 6
    assert here.server.paths.count(DOWNLOAD) == 1


def test_a_registry_that_nobody_defined_is_no_answer(here: Desk) -> None:
    answer = open_sources(here.place).files("tool", RELEASE, "nowhere")

    assert isinstance(answer, NoAnswer)
    assert "defines no registry or source named nowhere" in answer.why


@pytest.mark.parametrize(
    ("dl", "address"),
    [
        ("https://x.y/c", "https://x.y/c/Serde/1.0.0+b/download"),
        ("https://x.y/{crate}/{version}.crate", "https://x.y/Serde/1.0.0+b.crate"),
        ("https://x.y/{prefix}/{crate}", "https://x.y/Se/rd/Serde"),
        ("https://x.y/{lowerprefix}/a", "https://x.y/se/rd/a"),
        ("https://x.y/{sha256-checksum}", f"https://x.y/{SUM}"),
    ],
)
def test_the_address_of_an_archive_is_the_one_that_cargo_would_ask(dl: str, address: str) -> None:
    archive = ArchiveName("Serde", "1.0.0+b", SUM)

    assert archive_address("https://index/", RegistrySettings(dl), archive) == address


@pytest.mark.parametrize(
    "dl",
    [
        *("file:///etc/passwd?", "http://127.0.0.1/", "ftp://x.y/", "", "x.y/c", "https://"),
        *("https://x.y/a b", "https://x.y/\r\nHost: z/", "https://[::1", "https://x.y:99999/"),
    ],
)
def test_an_address_that_nobody_should_ask_is_refused(dl: str) -> None:
    with pytest.raises(Unreachable):
        archive_address("https://index/", RegistrySettings(dl), ArchiveName("a", "1.0.0", SUM))


def test_a_registry_may_redirect_only_to_secure_places_that_it_names() -> None:
    settings = RegistrySettings("https://DL.x.y:443/{crate}", "http://api.x.y")

    assert origins("https://index/", settings) == {"https://index", "https://dl.x.y"}


def test_crates_io_may_redirect_to_its_download_host() -> None:
    settings = RegistrySettings("https://crates.io/api/v1/crates", "https://crates.io")

    assert "https://static.crates.io" in origins("https://index.crates.io/", settings)
