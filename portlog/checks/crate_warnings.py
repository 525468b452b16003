"""What should make somebody look twice at a crate: warnings with reasons, never a verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from portlog.checks.advisories import AdvisoryIndex, advisory_warnings, removal, removal_words
from portlog.checks.candidates import is_pre_release
from portlog.checks.crate_names import reservation
from portlog.checks.look_alikes import is_well_known, looks_like
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateLookup
from portlog.records.crate_warning import CrateWarning, WarningKind
from portlog.records.kinds import write_instant
from portlog.records.registry import CRATES_IO, Listing, RegistryAnswer, Release
from portlog.records.verdict import Verdict

YOUNG_DAYS = 30
ESTABLISHED_VERSIONS = 10


def with_warnings(
    one: CrateLookup,
    answer: RegistryAnswer | None,
    advisories: AdvisoryIndex,
    claimed: ClaimMoment | None = None,
) -> CrateLookup:
    """Return a look-up with what its releases, its name and the advisories have one look at.

    A name that is not there is explained by the advisory of its removal, if there is one.
    """
    known = advisories.about(one.name) if one.registry == CRATES_IO else ()
    if one.verdict is Verdict.NOT_FOUND and (gone := removal(known)) is not None:
        reasons = (*one.judgement.reasons, removal_words(gone))
        return replace(one, judgement=replace(one.judgement, reasons=reasons))
    if not one.is_registered or not isinstance(answer, Listing):
        return one
    releases = [release for release in answer.releases if release.name == one.name]
    version = _version(one)
    warnings = [*advisory_warnings(known, version), *_of_name(one, releases)]
    if answer.complete:
        warnings += _of_releases(one, releases, claimed)
    return replace(one, warnings=tuple(warnings))


def repository_warnings(one: CrateLookup) -> tuple[CrateWarning, ...]:
    """Return a warning for a crate that names no repository, where the web API has answered."""
    told = one.details.created_at is not None and "repository" not in one.missing
    if not one.is_registered or not told or one.details.repository:
        return ()
    reason = "it names no repository, so its code can be seen in the archive only"
    return (CrateWarning(WarningKind.NO_REPOSITORY, reason),)


def _version(one: CrateLookup) -> str | None:
    about = one.judgement.about
    return one.judgement.resolved_version if about is None else about.version


def _of_name(one: CrateLookup, releases: Sequence[Release]) -> Iterator[CrateWarning]:
    reserved = reservation(one.name) if one.registry == CRATES_IO else None
    if reserved is not None:
        yield CrateWarning(WarningKind.RESERVED_NAME, reserved)
    known = looks_like(one.name) if len(releases) < ESTABLISHED_VERSIONS else None
    if known is not None:
        reason = f"the name is one slip away from {known}, which is far better known"
        yield CrateWarning(WarningKind.LOOK_ALIKE, reason)


def _of_releases(
    one: CrateLookup, releases: Sequence[Release], claimed: ClaimMoment | None
) -> Iterator[CrateWarning]:
    kept = [release for release in releases if not release.yanked]
    if len(releases) == 1 and not is_well_known(one.name):
        reason = f"{releases[0].version} is its only version"
        yield CrateWarning(WarningKind.SINGLE_VERSION, reason)
    if not kept and one.verdict is not Verdict.YANKED:
        yield CrateWarning(WarningKind.ONLY_YANKED, "every version of this crate is yanked")
    if kept and all(is_pre_release(release) for release in kept):
        yield CrateWarning(WarningKind.ONLY_PRE_RELEASES, "it has pre-releases only")
    yield from _of_age(one, releases, claimed)


def _of_age(
    one: CrateLookup, releases: Sequence[Release], claimed: ClaimMoment | None
) -> Iterator[CrateWarning]:
    times = [release.published_at for release in releases]
    if None in times or one.verdict is Verdict.REGISTERED_AFTER_CLAIM:
        return
    first = min(time for time in times if time is not None)
    moment, what = _compared(one, claimed)
    if moment - first < timedelta(days=YOUNG_DAYS):
        reason = (
            f"it was first published at {write_instant(first)}, "
            f"less than {YOUNG_DAYS} days before {what}"
        )
        yield CrateWarning(WarningKind.VERY_YOUNG, reason)


def _compared(one: CrateLookup, claimed: ClaimMoment | None) -> tuple[datetime, str]:
    if claimed is None:
        return one.sighting.checked_at, "this look-up"
    return claimed.latest, f"the claim of {claimed.words}"
