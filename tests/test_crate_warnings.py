import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from crate_support import Desk, desk
from deps_support import verify, verify_manifest
from loopback import Reply, release

from portlog.checks.advisories import AdvisoryIndex, advisory_warnings, affecting
from portlog.checks.known_crates import KNOWN_CRATES
from portlog.checks.look_alikes import looks_like
from portlog.checks.versions import Version
from portlog.jobs.verify_crates import LookupOptions
from portlog.records.advisory import FROM_THE_FIRST, Advisory, Snapshot, VersionRange
from portlog.records.crate_lookup import CrateLookup
from portlog.sources.advisories import packaged_snapshot, write_snapshot

OLD = "2020-01-01T00:00:00Z"
KEPT_ON = date(2026, 3, 5)
PACKAGED = AdvisoryIndex(packaged_snapshot().advisories)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as running:
        yield running


def _publish(here: Desk, name: str, *versions: str, pubtime: str = OLD, **more: object) -> None:
    lines = [release(version, pubtime=pubtime, **more) for version in versions]
    here.server.publish(name, *lines)


def _kinds(one: CrateLookup) -> list[str]:
    return [warning.kind.value for warning in one.warnings]


def _keep(here: Desk, *advisories: Advisory) -> None:
    """Put a copy of the database, newer than the packaged one, where the look-up looks."""
    here.clock.now = here.clock.now.replace(year=2098)
    write_snapshot(here.place.cache, Snapshot(KEPT_ON.replace(year=2098), advisories))


def _advisory(package: str, **more: object) -> Advisory:
    whole = (VersionRange(FROM_THE_FIRST),)
    return replace(Advisory("RUSTSEC-2026-9001", package, KEPT_ON, whole), **more)  # type: ignore[arg-type]


def test_a_crate_that_is_old_and_has_versions_warns_of_nothing(here: Desk) -> None:
    _publish(here, "ordinary", "1.0.0", "1.1.0")

    assert here.one("ordinary").warnings == ()


@pytest.mark.parametrize(
    ("pubtime", "kinds"),
    [
        ("2026-02-03T09:30:00Z", []),
        ("2026-02-03T09:30:01Z", ["very_young"]),
        ("2026-03-05T09:29:00Z", ["very_young"]),
    ],
)
def test_a_crate_is_young_for_thirty_days(here: Desk, pubtime: str, kinds: list[str]) -> None:
    _publish(here, "ordinary", "1.0.0", "1.1.0", pubtime=pubtime)

    assert _kinds(here.one("ordinary")) == kinds


def test_what_only_the_releases_show_is_warned_of(here: Desk) -> None:
    _publish(here, "alone", "1.0.0")
    _publish(here, "unfinished", "1.0.0-rc.1", "1.0.0-rc.2")
    _publish(here, "withdrawn", "1.0.0", "1.1.0", yanked=True)

    found = {name: here.one(name) for name in ("alone", "unfinished", "withdrawn@2")}

    assert [_kinds(one) for one in found.values()] == [
        ["single_version"],
        ["only_pre_releases"],
        ["only_yanked"],
    ]
    assert found["alone"].warnings[0].reason == "1.0.0 is its only version"


def test_a_warning_never_changes_a_verdict(here: Desk) -> None:
    _publish(here, "tokioo", "1.0.0", pubtime="2026-03-05T00:00:00Z")

    found = here.verify("tokioo")

    assert (found.outcome, found.lookups[0].verdict) == ("clean", "exists")
    assert _kinds(found.lookups[0]) == ["look_alike", "single_version", "very_young"]


def test_a_crate_with_many_versions_is_nobodys_slip(here: Desk) -> None:
    _publish(here, "tokioo", *(f"1.{minor}.0" for minor in range(10)))

    assert here.one("tokioo").warnings == ()


def test_a_name_that_is_reserved_and_there_is_warned_of(here: Desk) -> None:
    _publish(here, "grammar", "1.0.0", "1.1.0")

    assert _kinds(here.one("grammar")) == ["reserved_name"]


def test_an_advisory_gives_a_missing_name_its_meaning(here: Desk) -> None:
    found = here.one("rustdecimal")

    assert (found.verdict, found.warnings) == ("not_found", ())
    assert "RUSTSEC-2022-0042" in found.judgement.reasons[-1]
    assert "removed as malicious" in found.judgement.reasons[-1]


def test_a_name_that_was_removed_and_is_there_again_is_warned_of(here: Desk) -> None:
    _publish(here, "taken_over", "1.0.0", "1.1.0")
    _keep(here, _advisory("taken-over", categories=("malicious",)))

    found = here.one("taken_over")

    assert (found.verdict, _kinds(found)) == ("exists", ["removed_as_malicious"])


def test_advisories_are_about_the_version_that_cargo_would_take(here: Desk) -> None:
    _publish(here, "near", "1.0.0", "1.1.0", "2.0.0")
    ranges = (VersionRange(FROM_THE_FIRST, "1.1.0"), VersionRange("2.0.0"))
    _keep(here, _advisory("near", affected=ranges, categories=("code-execution",)))

    found = {typed: here.one(typed) for typed in ("near@=1.0", "near@1", "near")}

    assert [_kinds(one) for one in found.values()] == [["vulnerable"], [], ["vulnerable"]]
    assert [one.warnings[0].reason for one in found.values() if one.warnings] == [
        "RUSTSEC-2026-9001 (2026-03-05) affects 1.0.0: code-execution; it is not in 1.1.0",
        (
            "RUSTSEC-2026-9001 (2026-03-05) affects 2.0.0: code-execution; "
            "it is in every later version too"
        ),
    ]


@pytest.mark.parametrize("word", ["unmaintained", "unsound", "notice", "something-new"])
def test_an_advisory_that_informs_says_what_it_is(word: str) -> None:
    (warning,) = advisory_warnings([_advisory("near", informational=word)], "1.0.0")

    assert warning.kind == (word if word != "something-new" else "notice")
    assert word in warning.reason


def test_advisories_are_about_crates_io_only(here: Desk) -> None:
    _publish(here, "near", "1.0.0", "1.1.0")
    _keep(here, _advisory("near"))
    environment = {"CARGO_REGISTRIES_MINE_INDEX": f"sparse+{here.server.url}"}
    here.environment.update(environment)

    found = here.verify("near", options=LookupOptions(registry="mine", rust_version="1.80"))

    assert found.lookups[0].warnings == ()


def test_a_locked_version_has_its_own_advisories(here: Desk) -> None:
    _publish(here, "near", "1.0.0", "1.1.0")
    _keep(here, _advisory("near", affected=(VersionRange("1.0.0", "1.1.0"),)))
    source = 'source = "registry+https://github.com/rust-lang/crates.io-index"'
    lock = here.folder / "Cargo.lock"
    lock.write_text(f'version = 4\n[[package]]\nname = "near"\nversion = "1.0.0"\n{source}\n')

    (free,) = verify_manifest(here, '[dependencies]\nnear = "1"\n')
    (locked,) = verify(here, "Cargo.lock").entries

    assert _kinds(free.lookup) == []
    assert _kinds(locked.lookup) == ["vulnerable"]


def test_a_crate_without_a_repository_is_warned_of_where_the_api_answers(here: Desk) -> None:
    _publish(here, "near", "1.0.0", "1.1.0")
    crate = {"name": "near", "downloads": 1, "created_at": OLD, "repository": None}
    body = json.dumps({"crate": crate}).encode()
    here.server.replies["/api/v1/crates/near?include=downloads"] = Reply(body=body)
    here.environment["PORTLOG_CRATES_IO_API"] = here.server.url
    options = LookupOptions(rust_version="1.80", details=True)

    asked = here.verify("near", options=options).lookups[0]
    unasked = here.one("near")

    assert (_kinds(asked), _kinds(unasked)) == (["no_repository"], [])


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("serd", "serde"),
        ("tokioo", "tokio"),
        ("toikio", "tokio"),
        ("reqwesst", "reqwest"),
        ("rwqwest", "reqwest"),
        ("lazystatic", "lazy_static"),
        ("json-serde", "serde_json"),
        ("clap-rs", "clap"),
        ("libtokio", "tokio"),
        ("rustdecimal", "rust_decimal"),
        ("anyh0w", "anyhow"),
        ("cxap", None),
        ("serde_json", None),
        ("serde-json", None),
        ("quite-another", None),
        ("a", None),
    ],
)
def test_a_slip_of_a_well_known_name_is_seen(name: str, known: str | None) -> None:
    assert looks_like(name) == known


def test_no_well_known_crate_is_a_slip_of_another() -> None:
    assert [name for name in KNOWN_CRATES if looks_like(name)] == []


def test_few_real_names_look_like_others_and_more_of_the_removed_ones_do() -> None:
    removed = {one.package for one in packaged_snapshot().advisories if one.is_removal}
    real = {one.package for one in packaged_snapshot().advisories} - removed

    slips = [sum(looks_like(name) is not None for name in names) for names in (real, removed)]

    assert slips[0] / len(real) < 0.02
    assert slips[1] / len(removed) > 0.1


@pytest.mark.parametrize(
    ("package", "name", "affected", "free"),
    [
        ("time", "RUSTSEC-2020-0071", "0.1.40 0.2.7 0.2.22", "0.2.0 0.2.6 0.2.23 0.3.0"),
        ("age", "RUSTSEC-2024-0433", "0.6.0 0.7.1 0.11.0", "0.5.0 0.6.1 0.7.2 0.11.1"),
        ("arrayref", "RUSTSEC-2026-0260", "0.3.10", "0.3.9 0.1.0"),
        ("anchor-lang", "RUSTSEC-2026-0146", "1.0.0-rc.1", "0.31.0 1.0.0-rc.2 1.0.0"),
    ],
)
def test_the_packaged_copy_has_the_ranges_that_rustsec_tells(
    package: str, name: str, affected: str, free: str
) -> None:
    (one,) = [one for one in PACKAGED.about(package) if one.name == name]

    found = {
        version: affecting(one, Version.parse(version)) is not None
        for version in (*affected.split(), *free.split())
    }

    assert [version for version, is_in in found.items() if is_in] == affected.split()
