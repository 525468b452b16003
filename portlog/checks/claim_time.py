"""Whether what was claimed was there when it was claimed."""

from collections.abc import Sequence
from dataclasses import replace

from portlog.checks.requirements import Requirement
from portlog.checks.versions import known_version
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateClaim, Judgement
from portlog.records.kinds import write_instant
from portlog.records.registry import Listing, RegistryAnswer, Release
from portlog.records.verdict import REGISTERED, Verdict


def judge_time(
    judgement: Judgement, one: CrateClaim, answer: RegistryAnswer, claimed: ClaimMoment | None
) -> Judgement:
    """Return the verdict once publication times are held against the moment of the claim.

    `registered_after_claim` goes before every other verdict on a crate that is there: the crate,
    or every version that matches, came after the claim. An older version that matches is enough.
    What the registry does not date is said, and never found out.
    """
    if claimed is None or judgement.verdict not in REGISTERED or not isinstance(answer, Listing):
        return judgement
    releases = [release for release in answer.releases if release.name == one.name]
    for what, some in (
        (one.name, releases),
        (f"what matches of {one.name}", _asked(one, releases)),
    ):
        settled = _settled(judgement, what, some, claimed, is_whole=answer.complete)
        if settled is not None:
            return settled
    return judgement


def _settled(
    judgement: Judgement,
    what: str,
    releases: Sequence[Release],
    claimed: ClaimMoment,
    *,
    is_whole: bool,
) -> Judgement | None:
    """Return the verdict if these releases settle it; None if one was there at the claim."""
    times = [release.published_at for release in releases if release.published_at is not None]
    if not releases or any(not claimed.precedes(time) for time in times):
        return None
    if not is_whole or len(times) < len(releases):
        why = f"when {what} was first published is not known, so nothing is said about the claim"
        return replace(judgement, reasons=(*judgement.reasons, f"{why} of {claimed.words}"))
    first = write_instant(min(times))
    reason = f"{what} was first published at {first}, after the claim of {claimed.words}"
    return replace(
        judgement,
        verdict=Verdict.REGISTERED_AFTER_CLAIM,
        reasons=(reason, *judgement.reasons),
    )


def _asked(one: CrateClaim, releases: Sequence[Release]) -> list[Release]:
    """Return the releases that the claim can have meant: none if it did not say."""
    if one.requirement is None:
        return []
    requirement = Requirement.parse(one.requirement)
    versions = ((known_version(release.version), release) for release in releases)
    return [release for version, release in versions if version and requirement.matches(version)]
