"""docs.rs as its own source says that it answers, on a loopback server.

The forms of its answers come from the handlers of https://github.com/rust-lang/docs.rs:
`/crate/N/V/json` is a file packed by zstd without a `Content-Encoding`, `json.gz` one packed by
gzip; a page in HTML with 404 says that there is none; a requirement redirects to the version that
it takes, and an exact version that does not exist is answered with another one's file.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from crate_support import START, Clock
from loopback import Loopback, Reply, loopback
from rustdoc_older import sample

from portlog.checks.rustdoc_items import judge_path
from portlog.jobs.open_docs_rs import open_docs_rs
from portlog.jobs.open_registry import Place
from portlog.records.item import ItemClaim, ItemVerdict
from portlog.records.rustdoc import Judged, NoRustdoc, RustdocCrate
from portlog.sources import docs_rs, rustdoc_packing
from portlog.sources.answer_cache import AnswerCache
from portlog.sources.docs_rs import DocsRs, DocsRsAccess
from portlog.sources.http import Client
from portlog.sources.http_message import Settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DOCUMENT = json.dumps(sample(57, "")).encode()
PACKED = zstd.compress(DOCUMENT)
PATH = "/crate/port-sample/1.2.3/json"
PAGE = b"<!DOCTYPE html><title>docs.rs</title>"
FILE = {
    "Content-Type": "application/zstd",
    "ETag": '"1f2e"',
    "Content-Disposition": 'attachment; filename="port-sample_1.2.3_latest.json.zst"',
}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        running.replies[PATH] = Reply(body=PACKED, headers=FILE)
        yield running


def _docs(server: Loopback, folder: Path, **more: Any) -> DocsRs:
    base = server.url.rstrip("/")
    access = DocsRsAccess(
        base=base,
        client=Client(Settings("portlog/test (crate verification)", timeout_s=2)),
        cache=AnswerCache(folder / "cache", base),
        clock=Clock(),
    )
    return DocsRs(replace(access, **more))


def _crate(answer: RustdocCrate | NoRustdoc) -> RustdocCrate:
    assert isinstance(answer, RustdocCrate), answer
    return answer


def _none(answer: RustdocCrate | NoRustdoc) -> NoRustdoc:
    assert isinstance(answer, NoRustdoc), answer
    return answer


def test_a_crate_is_read_and_its_paths_are_judged(server: Loopback, tmp_path: Path) -> None:
    crate = _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    answer = judge_path(crate, ItemClaim("port_sample::Type", "port-sample"), frozenset())

    assert isinstance(answer, Judged)
    assert answer.lookup.verdict is ItemVerdict.EXISTS
    assert (crate.sighting.source, crate.sighting.etag) == (server.url + PATH[1:], '"1f2e"')
    assert (crate.sighting.checked_at, crate.sighting.age_seconds) == (START, None)
    assert "portlog/test" in server.asked[0].headers["user-agent"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=PACKED, framing="chunks"),
        Reply(body=gzip.compress(DOCUMENT)),
        Reply(body=gzip.compress(DOCUMENT), headers={"Content-Encoding": "gzip"}),
        Reply(body=DOCUMENT, headers={"Content-Type": "application/json"}),
    ],
)
def test_the_packing_is_told_by_the_bytes(server: Loopback, tmp_path: Path, reply: Reply) -> None:
    server.replies[PATH] = reply

    assert _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3")).library == "port_sample"


def test_where_zstd_is_broken_gzip_is_asked_for(server: Loopback, tmp_path: Path) -> None:
    server.replies[PATH] = Reply(body=PACKED[:40])
    server.replies[f"{PATH}.gz"] = Reply(body=gzip.compress(DOCUMENT))

    _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert server.paths == [PATH, f"{PATH}.gz"]


def test_a_broken_packing_is_not_taken_for_no_json(server: Loopback, tmp_path: Path) -> None:
    server.replies[PATH] = Reply(body=PACKED[:40])

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert answer.is_built is None
    assert answer.why == "the packed JSON was cut off"


def test_a_redirect_within_docs_rs_is_followed(server: Loopback, tmp_path: Path) -> None:
    server.replies["/crate/port-sample/1.2.3/other"] = server.replies[PATH]
    server.replies[PATH] = Reply(302, headers={"Location": "/crate/port-sample/1.2.3/other"})

    _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))


def test_another_version_than_the_one_asked_for_is_not_taken(
    server: Loopback, tmp_path: Path
) -> None:
    server.replies["/crate/port-sample/1.2.999/json"] = Reply(body=PACKED)

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.999"))

    assert answer.why == "the JSON is of version 1.2.3, not 1.2.999"
    assert answer.is_built is None


def test_no_json_says_nothing_about_the_crate(server: Loopback, tmp_path: Path) -> None:
    server.replies[PATH] = Reply(404, PAGE)
    docs = _docs(server, tmp_path)

    answer = _none(docs.rustdoc("port-sample", "1.2.3"))

    assert answer.is_built is False
    assert answer.why == "docs.rs has no JSON of port-sample 1.2.3"
    assert docs.trouble is None


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status, PAGE) for status in (403, 418, 500, 503)),
        Reply(body=PACKED, cut_at=100),
        Reply(429, headers={"Retry-After": "60"}),
        Reply(429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    ],
)
def test_a_service_in_trouble_is_not_asked_again(
    server: Loopback, tmp_path: Path, reply: Reply
) -> None:
    server.replies[PATH] = reply
    docs = _docs(server, tmp_path)

    answers = [_none(docs.rustdoc(name, "1.2.3")) for name in ("port-sample", "other")]

    assert [one.is_built for one in answers] == [None, None]
    assert all(one.why for one in answers)
    assert set(server.paths) == {PATH}
    assert len(server.paths) <= 2


def test_a_trouble_counts_for_other_runs_for_ten_minutes(server: Loopback, tmp_path: Path) -> None:
    there = server.replies[PATH]
    server.replies[PATH] = Reply(503)
    clock = Clock()
    _docs(server, tmp_path, clock=clock).rustdoc("port-sample", "1.2.3")
    asked = len(server.asked)
    server.replies[PATH] = there
    clock.pass_minutes(9)
    soon = _none(_docs(server, tmp_path, clock=clock).rustdoc("port-sample", "1.2.3"))
    assert len(server.asked) == asked
    clock.pass_minutes(2)

    later = _docs(server, tmp_path, clock=clock).rustdoc("port-sample", "1.2.3")

    assert "answered 503" in soon.why
    _crate(later)


def test_a_trouble_takes_nothing_away_that_was_kept(server: Loopback, tmp_path: Path) -> None:
    docs = _docs(server, tmp_path)
    docs.rustdoc("port-sample", "1.2.3")
    server.replies["/crate/other/1.2.3/json"] = Reply(503)
    docs.rustdoc("other", "1.2.3")

    _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(301, PAGE),
        Reply(body=PAGE),
        Reply(body=b'{"errors": [{"detail": "no"}]}'),
        Reply(body=b""),
        Reply(body=zstd.compress(b"[" * 1_000_000)),
        Reply(302, headers={"Location": "http://127.0.0.2/crate/port-sample/1.2.3/json"}),
        Reply(302, headers={"Location": "https://evil.example/"}),
        Reply(302, headers={"Location": "/crate/other/1.2.3/json"}),
        Reply(body=PACKED, headers={"Content-Encoding": "br"}),
    ],
)
def test_an_unusable_answer_is_about_its_own_crate_only(
    server: Loopback, tmp_path: Path, reply: Reply
) -> None:
    server.replies["/crate/other/1.2.3/json"] = reply
    docs = _docs(server, tmp_path)

    other = _none(docs.rustdoc("other", "1.2.3"))

    assert other.is_built is None
    assert not any((tmp_path / "cache").rglob("other/*"))
    _crate(docs.rustdoc("port-sample", "1.2.3"))


@pytest.mark.parametrize("pack", [zstd.compress, gzip.compress], ids=["zstd", "gzip"])
def test_a_bomb_is_not_unpacked(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Any
) -> None:
    monkeypatch.setattr(rustdoc_packing, "MOST_BYTES", 1_000_000)
    server.replies[PATH] = Reply(body=pack(b" " * 100_000_000))

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert answer.why == "the JSON is larger than 1,000,000 bytes"


def test_too_many_packed_bytes_are_not_taken(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs_rs, "MOST_PACKED_BYTES", 100)

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert answer.why == "the answer is larger than 100 bytes"


def test_a_slow_answer_is_not_waited_for(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs_rs, "SECONDS_FOR_ONE", 0.2)
    server.replies[PATH] = Reply(body=PACKED, latency_s=3)
    begun = time.monotonic()

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert time.monotonic() - begun < 2
    assert answer.why


def test_all_crates_together_have_a_limit(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs_rs, "SECONDS_IN_ALL", 0.0)

    answer = _none(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3"))

    assert answer.why == "docs.rs took longer than 0 s in all"
    assert server.asked == []


@pytest.mark.parametrize(
    ("name", "version"),
    [
        *(("..", "1.2.3"), ("a/b", "1.2.3"), ("", "1.2.3"), ("a" * 65, "1.2.3")),
        *(("serde", "latest"), ("serde", "1"), ("serde", "../1.2.3"), ("serde", "1.2.3/..")),
        ("serde\n", "1.2.3"),
    ],
)
def test_what_is_no_release_is_not_asked_for(
    server: Loopback, tmp_path: Path, name: str, version: str
) -> None:
    answer = _none(_docs(server, tmp_path).rustdoc(name, version))

    assert answer.why == "no release of crates.io can be called so"
    assert server.asked == []


def test_a_plus_in_a_version_is_asked_for_as_such(server: Loopback, tmp_path: Path) -> None:
    document = zstd.compress(json.dumps(sample(57, "") | {"crate_version": "1.2.3+b.1"}).encode())
    server.replies["/crate/port-sample/1.2.3%2Bb.1/json"] = Reply(body=document)

    _crate(_docs(server, tmp_path).rustdoc("port-sample", "1.2.3+b.1"))


def test_what_was_read_once_is_not_asked_for_again(server: Loopback, tmp_path: Path) -> None:
    clock = Clock()
    _docs(server, tmp_path).rustdoc("port-sample", "1.2.3")
    clock.pass_minutes(60 * 24 * 400)

    crate = _crate(_docs(server, tmp_path, clock=clock).rustdoc("port-sample", "1.2.3"))

    assert server.paths == [PATH]
    assert crate.sighting.age_seconds == 60 * 60 * 24 * 400
    assert crate.sighting.etag == '"1f2e"'


def test_that_there_is_no_json_is_asked_again_after_a_day(server: Loopback, tmp_path: Path) -> None:
    there = server.replies.pop(PATH)
    clock = Clock()
    docs = _docs(server, tmp_path, clock=clock)
    _none(docs.rustdoc("port-sample", "1.2.3"))
    server.replies[PATH] = there
    clock.pass_minutes(60 * 23)
    within_a_day = docs.rustdoc("port-sample", "1.2.3")
    clock.pass_minutes(61)

    after_a_day = docs.rustdoc("port-sample", "1.2.3")

    assert _none(within_a_day).is_built is False
    assert _none(within_a_day).sighting.age_seconds == 23 * 60 * 60
    _crate(after_a_day)


def test_offline_the_cache_answers_at_any_age(server: Loopback, tmp_path: Path) -> None:
    server.replies["/crate/other/1.2.3/json"] = Reply(404, PAGE)
    for name in ("port-sample", "other"):
        _docs(server, tmp_path).rustdoc(name, "1.2.3")
    clock = Clock()
    clock.pass_minutes(60 * 24 * 400)
    asked = len(server.asked)
    offline = _docs(server, tmp_path, clock=clock, offline=True)

    kept, lacking = offline.rustdoc("port-sample", "1.2.3"), offline.rustdoc("other", "1.2.3")
    never_asked = offline.rustdoc("third", "1.2.3")

    _crate(kept)
    assert _none(lacking).is_built is False
    assert _none(never_asked).why == "offline, and the cache has no JSON of docs.rs for it"
    assert len(server.asked) == asked


def test_a_damaged_entry_of_the_cache_is_asked_for_anew(server: Loopback, tmp_path: Path) -> None:
    docs = _docs(server, tmp_path)
    docs.rustdoc("port-sample", "1.2.3")
    (entry,) = (tmp_path / "cache").rglob("port-sample/1.2.3")
    entry.write_bytes(entry.read_bytes()[:-5])

    _crate(docs.rustdoc("port-sample", "1.2.3"))

    assert server.paths == [PATH, PATH]


def test_it_is_opened_where_the_environment_says(server: Loopback, tmp_path: Path) -> None:
    environment = {"PORTLOG_DOCS_RS": server.url, "HOME": str(tmp_path), "PORTLOG_CONTACT": "a@b.c"}
    place = Place(tmp_path, tmp_path / "cache", environment, Clock())

    _crate(open_docs_rs(place).rustdoc("port-sample", "1.2.3"))
    _crate(open_docs_rs(place, offline=True).rustdoc("port-sample", "1.2.3"))

    assert server.paths == [PATH]
    assert "a@b.c" in server.asked[0].headers["user-agent"]
