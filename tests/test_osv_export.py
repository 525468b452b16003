import json
import struct
import zipfile
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from osv_support import COMMIT, advisory, archive, export

from portlog.checks.advisories import affecting
from portlog.checks.osv_ranges import advisories_of, affected_ranges
from portlog.checks.versions import Version
from portlog.errors import Unreachable
from portlog.records.advisory import FROM_THE_FIRST, Advisory, Snapshot, VersionRange
from portlog.records.osv import OsvAffected, OsvEvent, OsvEventKind
from portlog.sources import osv_export
from portlog.sources.advisories import FILE_NAME, newest_snapshot, packaged_snapshot, write_snapshot
from portlog.sources.osv_export import read_export

ONE = advisory("RUSTSEC-2026-9001", "near", ("introduced", "0.0.0-0"), ("fixed", "1.2.3"))
PACKED_ON = packaged_snapshot().as_of
LATER = date(2099, 1, 1)
NUMBERS = st.integers(0, 3)
RELEASES = [Version(core) for core in product(range(4), range(4), range(2))]


def _events(*events: tuple[str, str]) -> OsvAffected:
    told = tuple(OsvEvent(OsvEventKind(kind), version) for kind, version in events)
    return OsvAffected("near", (told,))


def _advisory(affected: OsvAffected) -> Advisory:
    return Advisory("RUSTSEC-2026-9001", "near", date(2026, 3, 5), affected_ranges(affected))


@pytest.mark.parametrize(
    ("events", "ranges"),
    [
        ([("introduced", "0")], [(FROM_THE_FIRST, None)]),
        ([("introduced", "0.0.0-0"), ("fixed", "1.2.3")], [(FROM_THE_FIRST, "1.2.3")]),
        ([("introduced", "1"), ("last_affected", "1.2.3")], [("1.0.0", "1.2.4-0")]),
        ([("introduced", "1.0.0"), ("last_affected", "1.2.3-rc.1")], [("1.0.0", "1.2.3-rc.1.0")]),
        (
            [("introduced", "2.0.0"), ("introduced", "0"), ("fixed", "1.0.0")],
            [(FROM_THE_FIRST, "1.0.0"), ("2.0.0", None)],
        ),
        (
            [("introduced", "1.0.0"), ("introduced", "1.1.0"), ("fixed", "2.0.0")],
            [("1.0.0", "2.0.0")],
        ),
    ],
)
def test_the_events_of_a_range_become_the_versions_between_them(
    events: list[tuple[str, str]], ranges: list[tuple[str, str | None]]
) -> None:
    assert affected_ranges(_events(*events)) == tuple(VersionRange(*one) for one in ranges)


@given(st.lists(st.tuples(st.sampled_from(OsvEventKind), NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_a_version_is_affected_where_the_last_event_before_it_says_so(
    told: list[tuple[OsvEventKind, int, int]],
) -> None:
    distinct = {(major, minor): kind for kind, major, minor in told} | {
        (0, 0): OsvEventKind.INTRODUCED
    }
    events = [(kind, f"{major}.{minor}.0") for (major, minor), kind in distinct.items()]
    one = _advisory(_events(*[(kind.value, version) for kind, version in events]))

    found = {version for version in RELEASES if affecting(one, version)}

    assert found == {version for version in RELEASES if _is_affected(version, distinct)}


def _is_affected(version: Version, events: dict[tuple[int, int], OsvEventKind]) -> bool:
    """Follow the evaluation that OSV's own description gives."""
    is_affected = False
    for (major, minor), kind in sorted(events.items()):
        at = Version((major, minor, 0))
        if kind is OsvEventKind.INTRODUCED and version.order >= at.order:
            is_affected = True
        if kind is OsvEventKind.FIXED and version.order >= at.order:
            is_affected = False
        if kind is OsvEventKind.LAST_AFFECTED and version.order > at.order:
            is_affected = False
    return is_affected


def test_lone_versions_are_affected_alone() -> None:
    affected = OsvAffected("near", (), ("1.0.0", "1.0.2"))

    one = _advisory(affected)

    found = {str(version) for version in RELEASES if affecting(one, version)}
    assert found == {"1.0.0"}
    assert affecting(one, Version.parse("1.0.2+built"))


def test_an_advisory_that_does_not_say_what_is_affected_is_refused() -> None:
    with pytest.raises(ValueError, match="near"):
        affected_ranges(OsvAffected("near", ()))


def test_an_export_is_read_with_the_commit_that_it_was_made_from() -> None:
    packed = export(
        [ONE], ("advisory-db-osv/README.md", b"#"), ("x/rust/RUSTSEC-2026-9009.json", b"{")
    )

    found = read_export(packed)

    (told,) = found.advisories
    assert found.commit == COMMIT
    assert [*advisories_of(told)] == [
        Advisory(
            "RUSTSEC-2026-9001",
            "near",
            date(2026, 3, 5),
            (VersionRange(FROM_THE_FIRST, "1.2.3"),),
        )
    ]


def test_what_was_withdrawn_and_what_is_about_others_is_left_out() -> None:
    gone = advisory(
        "RUSTSEC-2026-9002", "gone", ("introduced", "0"), withdrawn="2026-04-01T00:00:00Z"
    )
    other = advisory("RUSTSEC-2026-9003", "other", ("introduced", "0"))
    other["affected"][0]["package"]["ecosystem"] = "npm"

    found = read_export(export([ONE, gone, other]))

    assert [one.name for one in found.advisories] == ["RUSTSEC-2026-9001"]


NAME = "advisory-db-osv/crates/RUSTSEC-2026-9001.json"


def _encrypted() -> bytes:
    packed = bytearray(export([ONE]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.index(mark) + at
        packed[place : place + 2] = struct.pack("<H", 1)
    return bytes(packed)


def _damaged() -> bytes:
    packed = bytearray(export([ONE]))
    packed[packed.index(b"PK\x03\x04") + 90] ^= 0xFF
    return bytes(packed)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"<html>Log in</html>",
        export([]),
        export([ONE])[:-80],
        _damaged(),
        _encrypted(),
        archive([(NAME, b"{")]),
        archive([(NAME, b"[" * 100_000)]),
        archive([(NAME, b'{"id": "RUSTSEC-2026-9001"}')]),
        archive([(NAME, b" " * (2 * 1024 * 1024))]),
        export([ONE], ("again/crates/RUSTSEC-2026-9001.json", b"{}")),
        export([ONE | {"id": "RUSTSEC-2026-9001", "affected": [{"package": {}}]}]),
        archive([(NAME, json.dumps(ONE | {"id": "RUSTSEC-2026-9002"}).encode())]),
        export([advisory("RUSTSEC-2026-9001", "../near", ("introduced", "0"))]),
        export(
            [advisory("RUSTSEC-2026-9001", "near", ("introduced", "0"), informational="\x1b[2J")]
        ),
    ],
)
def test_what_is_no_whole_export_is_refused_and_leaves_nothing_behind(packed: bytes) -> None:
    with pytest.raises(Unreachable, match="the export of RustSec's database"):
        read_export(packed)


def test_an_export_with_too_many_entries_is_refused_before_it_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = archive([(f"x/{number}", b"") for number in range(3)])
    monkeypatch.setattr(osv_export, "MOST_ENTRIES", 2)
    monkeypatch.setattr(zipfile, "ZipFile", None)

    with pytest.raises(Unreachable, match="more than 2 entries"):
        read_export(packed)


def test_files_may_not_be_too_large_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osv_export, "MOST_UNPACKED_BYTES", 800)
    others = [advisory(f"RUSTSEC-2026-900{at}", "near", ("introduced", "0")) for at in range(2, 5)]

    with pytest.raises(Unreachable, match="too large"):
        read_export(export([ONE, *others]))


def test_the_name_of_an_entry_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = ("../../crates/RUSTSEC-2026-9009.json", "/crates/RUSTSEC-2026-9009.json")

    found = read_export(export([ONE], *[(path, b"{}") for path in paths]))

    assert len(found.advisories) == 1
    assert list(tmp_path.iterdir()) == []


@given(
    st.lists(
        st.builds(
            Advisory,
            st.from_regex(r"RUSTSEC-\d{4}-\d{4}", fullmatch=True),
            st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True),
            st.dates(),
            st.lists(
                st.builds(VersionRange, st.just("1.0.0"), st.none() | st.just("2.0.0")), max_size=3
            ).map(tuple),
            st.sampled_from(["", "unsound"]),
            st.lists(st.sampled_from(["malicious", "code-execution"]), max_size=2).map(tuple),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_a_copy_that_is_written_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, advisories: list[Advisory]
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    snapshot = Snapshot(LATER, tuple(sorted(advisories, key=_order)), COMMIT)

    write_snapshot(folder, snapshot)

    assert newest_snapshot(folder, LATER) == snapshot


def _order(one: Advisory) -> tuple[str, str]:
    return (one.package, one.name)


@pytest.mark.parametrize(
    ("as_of", "is_packaged"),
    [(LATER, False), (date(2019, 1, 1), True), (PACKED_ON, True), (date(2099, 1, 2), True)],
)
def test_the_newer_copy_counts_unless_it_is_from_a_day_to_come(
    tmp_path: Path, as_of: date, *, is_packaged: bool
) -> None:
    write_snapshot(tmp_path, Snapshot(as_of, ()))

    found = newest_snapshot(tmp_path, LATER)

    assert found.is_packaged is is_packaged


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 2}', b"\xff" * 100])
def test_a_damaged_copy_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    assert newest_snapshot(tmp_path, LATER) == packaged_snapshot()
