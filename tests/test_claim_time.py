from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crate_support import START, Desk, desk
from loopback import release

from portlog.errors import InputError
from portlog.jobs.claim_context import claim_context, claim_moment
from portlog.jobs.verify_crates import LookupOptions
from portlog.records.crate_lookup import CrateLookup
from portlog.records.verdict import Verdict
from portlog.workspace import zone

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
LATE = "registered_after_claim"


def _published(moment: str | None, version: str = "1.0.0", **more: object) -> dict[str, object]:
    return release(version, **more) | ({} if moment is None else {"pubtime": moment})


def _claimed(here: Desk, typed: str, at: str, *features: str) -> CrateLookup:
    moment = claim_moment(at, UTC, START)
    options = LookupOptions(features, rust_version="1.80", claimed=moment)
    return here.verify(typed, options=options).lookups[0]


@pytest.mark.parametrize(
    ("published", "claimed", "verdict"),
    [
        ("2026-03-01T23:59:59Z", "2026-03-01", "exists"),
        ("2026-03-02T00:00:00Z", "2026-03-01", LATE),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "exists"),
        ("2026-03-01T12:00:01Z", "2026-03-01T12:00:00Z", LATE),
        ("2026-03-01T12:00:01Z", "2026-03-01T14:00:00+02:00", LATE),
        ("2014-12-05T00:00:00Z", "2026-03-01", "exists"),
        (None, "2026-03-01", "exists"),
    ],
)
def test_a_crate_that_came_after_its_claim_is_found_out(
    tmp_path: Path, published: str | None, claimed: str, verdict: str
) -> None:
    with desk(tmp_path) as here:
        here.server.publish("near", _published(published))
        found = _claimed(here, "near", claimed)

    assert found.verdict == verdict


def test_both_dates_are_given(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        here.server.publish("near", _published("2026-03-02T08:00:00Z"))
        found = _claimed(here, "near", "2026-03-01")

    assert found.judgement.reasons == (
        "near was first published at 2026-03-02T08:00:00Z, after the claim of 2026-03-01",
    )
    assert found.outcome == "found"


def test_a_version_that_came_after_the_claim_is_nothing_where_an_older_one_matches(
    tmp_path: Path,
) -> None:
    old = _published("2025-01-01T00:00:00Z", "1.0.0")
    new = _published("2026-03-04T00:00:00Z", "1.1.0")
    with desk(tmp_path) as here:
        here.server.publish("near", old, new)
        found = {typed: _claimed(here, typed, "2026-03-01") for typed in ("near@1", "near@1.1")}

    assert [one.verdict for one in found.values()] == ["exists", LATE]
    assert found["near@1.1"].judgement.reasons[0] == (
        "what matches of near was first published at 2026-03-04T00:00:00Z, "
        "after the claim of 2026-03-01"
    )


def test_a_time_that_the_registry_does_not_tell_is_said_and_never_found(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        here.server.publish(
            "near", _published(None, "1.0.0"), _published("2026-03-04T00:00:00Z", "1.1.0")
        )
        found = _claimed(here, "near@1", "2026-03-01")

    assert found.verdict is Verdict.EXISTS
    assert "is not known, so nothing is said about the claim" in found.judgement.reasons[-1]


def test_the_late_name_goes_before_what_else_is_wrong_and_both_are_told(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        here.server.publish("near", _published("2026-03-04T00:00:00Z"))
        here.server.publish("old", _published("2020-03-04T00:00:00Z"))
        near, old, gone = (
            _claimed(here, typed, "2026-03-01", "fast") for typed in ("near", "old", "gone")
        )

    assert [one.verdict for one in (near, old, gone)] == [LATE, "no_such_feature", "not_found"]
    assert near.judgement.reasons[1:] == ("near 1.0.0 has no feature fast",)


def test_a_day_is_one_of_the_experiments_time_zone() -> None:
    there = zone("America/New_York")

    moment = claim_moment("2026-03-01", there, NOW)

    assert moment.latest == datetime(2026, 3, 2, 5, tzinfo=UTC) - timedelta(microseconds=1)
    assert claim_moment("2026-03-02T04:00:00Z", there, NOW).day.isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "yesterday", "2026-13-01", "2026-02-30", "05.03.2026", "2026-03-01T10:00:00"),
        *(
            "2026-03-08",
            "9999-12-31",
            "2026-03-01T25:00:00Z",
            "2026-03-01\n",
            "0001-01-01T00:00:00+14:00",
        ),
    ],
)
def test_a_moment_that_is_none_or_still_to_come_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="--claimed-at") as refused:
        claim_moment(typed, UTC, NOW)

    assert "2026-03-05" in (refused.value.hint or "")


@pytest.mark.parametrize("model", ["", "  ", "a\nb", "\x1b[2J", "x" * 20_000])
def test_a_model_that_cannot_be_written_down_is_refused(model: str) -> None:
    with pytest.raises(InputError, match="--suggested-by"):
        claim_context(None, None, model, None, NOW)
