from datetime import UTC, datetime
from typing import Any

import pytest

from portlog.checks.crates import Circumstances, judge
from portlog.records.crate_lookup import CrateClaim, Judgement
from portlog.records.outcome import Outcome
from portlog.records.registry import Listing, NoAnswer, Release, Sighting
from portlog.records.verdict import Verdict

SEEN = Sighting("https://index.test/se/rd/serde", datetime(2026, 3, 5, tzinfo=UTC))


def _release(version: str, *features: str, **more: Any) -> Release:
    more = {"name": "serde", "yanked": False, **more}
    return Release(version=version, features=dict.fromkeys(features, ()), **more)


def _judge(
    requirement: str | None,
    *releases: Release,
    features: tuple[str, ...] = (),
    around: Circumstances | None = None,
    **listing: Any,
) -> Judgement:
    claim = CrateClaim("serde", requirement, features)
    return judge(claim, Listing("serde", releases, SEEN, **listing), around)


def test_the_newest_matching_version_is_the_resolved_one() -> None:
    judgement = _judge("1", _release("1.10.0"), _release("1.9.0"), _release("2.0.0"))

    assert judgement == Judgement(
        Verdict.EXISTS, resolved_version="1.10.0", about=_release("1.10.0")
    )


def test_no_requirement_takes_the_newest_version_that_is_no_pre_release() -> None:
    judgement = _judge(None, _release("1.0.0"), _release("2.0.0-rc.1"), _release("0.9.0"))

    assert judgement.resolved_version == "1.0.0"


def test_no_requirement_takes_a_pre_release_where_there_is_nothing_else() -> None:
    judgement = _judge(None, _release("1.0.0-a"), _release("1.0.0-b"))

    assert (judgement.verdict, judgement.resolved_version) == (Verdict.EXISTS, "1.0.0-b")
    assert judgement.reasons == ("a pre-release",)


def test_a_yanked_version_is_passed_over_for_an_older_one() -> None:
    judgement = _judge("1", _release("1.1.0", yanked=True), _release("1.0.0"))

    assert (judgement.verdict, judgement.resolved_version) == (Verdict.EXISTS, "1.0.0")


def test_a_requirement_that_only_yanked_versions_match_is_yanked() -> None:
    judgement = _judge("=1.0.3", _release("1.0.3", yanked=True), _release("1.0.4"))

    assert (judgement.verdict, judgement.resolved_version) == (Verdict.YANKED, None)
    assert judgement.suggestions == ("serde@1.0.4",)
    assert "1.0.3" in judgement.reasons[0]


@pytest.mark.parametrize("requirement", [None, "1", "*"])
def test_a_crate_with_nothing_but_yanked_versions_is_yanked(requirement: str | None) -> None:
    judgement = _judge(requirement, _release("1.0.3", yanked=True), _release("1.0.2", yanked=True))

    assert judgement.verdict is Verdict.YANKED
    assert judgement.reasons[-1] == "every version of this crate is yanked"


def test_no_matching_version_names_the_newest_there_is() -> None:
    judgement = _judge("^99", _release("1.0.0"), _release("1.2.0"))

    assert judgement.verdict is Verdict.NO_MATCHING_VERSION
    assert judgement.reasons == ('no version matches "^99" (2 versions, newest 1.2.0)',)
    assert judgement.suggestions == ("serde@1.2.0",)


def test_a_pre_release_in_reach_is_named_where_nothing_matches() -> None:
    judgement = _judge("2", _release("1.0.0"), _release("2.0.0-rc.1"))

    assert judgement.verdict is Verdict.NO_MATCHING_VERSION
    assert "2.0.0-rc.1" in judgement.reasons[1]


def test_a_crate_that_is_not_there_is_not_found_and_never_called_invented() -> None:
    judgement = _judge("1")

    assert judgement.verdict is Verdict.NOT_FOUND
    assert "invented" not in " ".join(judgement.reasons)
    assert "removed" in judgement.reasons[0]


def test_what_may_have_been_meant_is_suggested_after_a_miss() -> None:
    judgement = _judge("1", around=Circumstances(neighbours=("serde_core",)))

    assert (judgement.verdict, judgement.suggestions) == (Verdict.NOT_FOUND, ("serde_core",))


def test_names_that_could_not_be_looked_up_are_mentioned() -> None:
    judgement = _judge("1", around=Circumstances(unprobed=True))

    assert judgement.reasons[-1] == "not every similar name could be looked up"


def test_another_separator_is_a_wrong_spelling() -> None:
    claim = CrateClaim("serde-json", "1")
    around = Circumstances(neighbours=("serde_json",))

    judgement = judge(claim, Listing("serde-json", (), SEEN), around)

    assert (judgement.verdict, judgement.suggestions) == (Verdict.WRONG_SPELLING, ("serde_json",))


def test_capitals_are_a_wrong_spelling() -> None:
    judgement = judge(CrateClaim("Serde"), Listing("Serde", (_release("1.0.0"),), SEEN))

    assert (judgement.verdict, judgement.suggestions) == (Verdict.WRONG_SPELLING, ("serde",))


def test_a_reserved_name_says_so_and_suggests_nothing() -> None:
    around = Circumstances(neighbours=("zstd",))

    judgement = judge(CrateClaim("std"), Listing("std", (), SEEN), around)

    assert (judgement.verdict, judgement.suggestions) == (Verdict.NOT_FOUND, ())
    assert "reserves" in judgement.reasons[1]


def test_a_feature_that_is_there_changes_nothing() -> None:
    judgement = _judge("1", _release("1.0.0", "derive", "std"), features=("std", "derive"))

    assert judgement.verdict is Verdict.EXISTS


def test_a_feature_that_no_version_has_names_the_nearest() -> None:
    judgement = _judge("1", _release("1.1.0", "derive"), _release("1.0.0"), features=("deriv",))

    assert (judgement.verdict, judgement.suggestions) == (Verdict.NO_SUCH_FEATURE, ("derive",))
    assert judgement.reasons == ("serde 1.1.0 has no feature deriv",)


def test_a_feature_that_only_an_older_version_has_is_named_as_the_silent_downgrade() -> None:
    releases = (_release("1.2.0"), _release("1.1.0", "old", yanked=True), _release("1.0.0", "old"))

    judgement = _judge("1", *releases, features=("old",))

    assert judgement.verdict is Verdict.FEATURE_ONLY_IN_OLDER_VERSION
    assert judgement.resolved_version == "1.0.0"
    assert "1.0.0" in judgement.reasons[1]


def test_an_older_version_out_of_reach_does_not_count_for_a_feature() -> None:
    judgement = _judge("1", _release("1.2.0"), _release("0.9.0", "old"), features=("old",))

    assert judgement.verdict is Verdict.NO_SUCH_FEATURE


@pytest.mark.parametrize(("feature", "why"), [("dep:toml", "[features]"), ("a/b", "slash")])
def test_what_no_dependency_may_ask_for_is_no_feature(feature: str, why: str) -> None:
    judgement = _judge("1", _release("1.0.0"), features=(feature,))

    assert judgement.verdict is Verdict.NO_SUCH_FEATURE
    assert why in judgement.reasons[0]


def test_a_version_for_a_newer_rust_names_the_newest_that_builds() -> None:
    releases = (_release("1.2.0", rust_version="1.96"), _release("1.1.0", rust_version="1.60"))

    judgement = _judge("1", *releases, around=Circumstances(toolchain="1.95.0"))

    assert (judgement.verdict, judgement.resolved_version) == (Verdict.NEEDS_NEWER_RUST, "1.2.0")
    assert judgement.suggestions == ("serde@=1.1.0",)


def test_without_a_version_that_builds_nothing_is_suggested() -> None:
    judgement = _judge(
        "1", _release("1.2.0", rust_version="1.96"), around=Circumstances(toolchain="1.95.0")
    )

    assert (judgement.verdict, judgement.suggestions) == (Verdict.NEEDS_NEWER_RUST, ())


@pytest.mark.parametrize("toolchain", [None, "1.96.0", "1.97.0-nightly"])
def test_a_new_enough_or_unknown_rust_is_no_finding(toolchain: str | None) -> None:
    judgement = _judge(
        "1", _release("1.2.0", rust_version="1.96"), around=Circumstances(toolchain=toolchain)
    )

    assert judgement.verdict is Verdict.EXISTS


def test_no_answer_is_unverifiable_and_keeps_the_reason() -> None:
    judgement = judge(CrateClaim("serde"), NoAnswer("serde", "the host is down", SEEN))

    assert judgement == Judgement(Verdict.UNVERIFIABLE, ("the host is down",))


def test_silence_is_never_clean() -> None:
    assert Verdict.UNVERIFIABLE.outcome is Outcome.UNKNOWN


def test_only_what_exists_or_is_no_registrys_is_clean_and_all_else_is_found() -> None:
    clean = [verdict for verdict in Verdict if verdict.outcome is Outcome.CLEAN]
    unknown = [verdict for verdict in Verdict if verdict.outcome is Outcome.UNKNOWN]

    assert clean == [Verdict.EXISTS, Verdict.ELSEWHERE]
    assert unknown == [Verdict.UNVERIFIABLE]
    assert len(Verdict) == 15


def test_a_part_of_a_registry_can_confirm_a_crate() -> None:
    judgement = _judge("1", _release("1.0.0"), complete=False)

    assert judgement.verdict is Verdict.EXISTS


@pytest.mark.parametrize("requirement", ["1", "^99"])
def test_a_part_of_a_registry_refutes_nothing(requirement: str) -> None:
    releases = (_release("1.0.0"),) if requirement == "^99" else ()

    judgement = _judge(requirement, *releases, complete=False)

    assert judgement.verdict is Verdict.UNVERIFIABLE
    assert "only a part" in judgement.reasons[-1]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (CrateClaim("serde/../tokio", "1"), Verdict.INVALID_NAME),
        (CrateClaim("", "nonsense"), Verdict.INVALID_NAME),
        (CrateClaim("serde", ""), Verdict.INVALID_REQUIREMENT),
        (CrateClaim("serde", "latest"), Verdict.INVALID_REQUIREMENT),
    ],
)
def test_what_cargo_refuses_is_a_verdict(claim: CrateClaim, verdict: Verdict) -> None:
    judgement = judge(claim, NoAnswer(claim.name, "not asked", SEEN))

    assert judgement.verdict is verdict
    assert judgement.reasons


def test_lines_that_could_not_be_read_are_mentioned() -> None:
    judgement = _judge("1", _release("1.0.0"), unread=2)

    assert judgement.reasons == ("2 index lines could not be read and were left out",)
