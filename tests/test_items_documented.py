"""docs.rs' JSON as the first source of items, on a loopback server."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from crate_support import Clock
from loopback import Loopback, Reply, loopback
from rustdoc_older import sample

from portlog.jobs.open_registry import Place
from portlog.jobs.verify_items.documented import Documented
from portlog.records.item import ItemClaim, ItemVerdict
from portlog.records.registry import Release

_PATH = "/crate/port-sample/1.2.3/json"
_RELEASE = Release("port-sample", "1.2.3", yanked=False, features={})


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        document = json.dumps(sample(57, "")).encode()
        running.replies[_PATH] = Reply(body=gzip.compress(document))
        yield running


def _documented(server: Loopback, folder: Path) -> Documented:
    environment = {"PORTLOG_DOCS_RS": server.url, "HOME": str(folder), "CARGO_HOME": str(folder)}
    return Documented(Place(folder, folder / "cache", environment, Clock()), offline=False)


def _claim(path: str, registry: str = "crates-io") -> ItemClaim:
    return ItemClaim(path, "port-sample", registry=registry)


def test_what_docs_rs_lists_is_settled_and_what_it_does_not_is_not(
    server: Loopback, tmp_path: Path
) -> None:
    documented = _documented(server, tmp_path)

    told = [
        documented.judged(_claim(path), _RELEASE, is_crates_io=True)
        for path in ("port_sample", "port_sample::no_such_thing")
    ]

    assert [(one.lookup.verdict, one.is_final) for one in told if one is not None] == [
        (ItemVerdict.EXISTS, True),
        (ItemVerdict.ABSENT, False),
    ]
    assert [one.path for one in server.asked] == [_PATH]


@pytest.mark.parametrize(("registry", "is_crates_io"), [("crates-io", False), ("mine", True)])
def test_docs_rs_is_not_asked_for_the_crates_of_other_registries(
    server: Loopback, tmp_path: Path, registry: str, *, is_crates_io: bool
) -> None:
    documented = _documented(server, tmp_path)

    told = documented.judged(_claim("port_sample", registry), _RELEASE, is_crates_io=is_crates_io)

    assert told is None
    assert server.asked == []


_OTHER = sample(57, "") | {"crate_version": "1.2.4"}
_NO_ANSWERS = {
    "trouble": Reply(503),
    "none": Reply(404, b"<!DOCTYPE html><title>docs.rs</title>"),
    "a page": Reply(body=b"<!DOCTYPE html><title>docs.rs</title>"),
    "another version": Reply(body=json.dumps(_OTHER).encode()),
    "nested too deep": Reply(body=gzip.compress(b"[" * 5_000_000)),
}


@pytest.mark.parametrize("reply", _NO_ANSWERS.values(), ids=_NO_ANSWERS)
def test_where_docs_rs_has_no_answer_it_says_nothing(
    server: Loopback, tmp_path: Path, reply: Reply
) -> None:
    server.replies[_PATH] = reply

    told = _documented(server, tmp_path).judged(_claim("port_sample"), _RELEASE, is_crates_io=True)

    assert told is None
