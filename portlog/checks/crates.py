"""What a registry's answer says about a crate that somebody named."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.checks.candidates import Candidates
from portlog.checks.crate_names import canonical, name_refusal, reservation
from portlog.checks.features import feature_reason, missing_features, nearest_features
from portlog.checks.requirements import Requirement, RequirementError
from portlog.checks.rust_versions import builds_with
from portlog.records.crate_lookup import CrateClaim, Judgement
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer, Release
from portlog.records.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a verdict rests on besides the registry's answer.

    `neighbours` are names that the registry was seen to have, likeliest meant first;
    `unprobed` says that some could not be asked for; `toolchain` is the Rust at hand, if known;
    `prefers_own_rust` is cargo's third resolver, which takes an older version that builds with it.
    """

    neighbours: tuple[str, ...] = ()
    unprobed: bool = False
    toolchain: str | None = None
    prefers_own_rust: bool = False


def refusal(claim: CrateClaim) -> Judgement | None:
    """Return the verdict on what cargo does not even look up, or None if it would."""
    name_problem = name_refusal(claim.name)
    if name_problem is not None:
        return Judgement(Verdict.INVALID_NAME, (name_problem,))
    try:
        _requirement(claim)
    except RequirementError as error:
        return Judgement(Verdict.INVALID_REQUIREMENT, (f"cargo refuses the requirement: {error}",))
    return None


def judge(
    claim: CrateClaim, answer: RegistryAnswer, circumstances: Circumstances | None = None
) -> Judgement:
    """Return the verdict on one claim: name, spelling, version, features, toolchain, in this order.

    A source that holds only a part of its registry can confirm a claim, never refute it.
    """
    refused = refusal(claim)
    if refused is not None:
        return refused
    if isinstance(answer, NoAnswer):
        return Judgement(Verdict.UNVERIFIABLE, (answer.why,))
    judgement = _judge_listing(claim, answer, circumstances or Circumstances())
    if answer.complete or judgement.verdict is Verdict.EXISTS:
        return judgement
    return _undecided(judgement)


def _requirement(claim: CrateClaim) -> Requirement | None:
    return None if claim.requirement is None else Requirement.parse(claim.requirement)


def _undecided(judgement: Judgement) -> Judgement:
    why = "the configured source holds only a part of its registry, which may have what it lacks"
    return Judgement(Verdict.UNVERIFIABLE, (*judgement.reasons, why))


def _judge_listing(claim: CrateClaim, listing: Listing, around: Circumstances) -> Judgement:
    releases = [release for release in listing.releases if release.name == claim.name]
    if not releases:
        return _judge_absence(claim, listing, around)
    found = _candidates(claim, releases, around)
    if not found.matching:
        return _no_matching_version(claim, found)
    if not found.usable:
        return _yanked(claim, found)
    if claim.features:
        without = missing_features(found.usable[0], claim.features)
        if without:
            return _missing_features(claim, found, without)
    return _judge_toolchain(found, around.toolchain, listing)


def _candidates(
    claim: CrateClaim, releases: Sequence[Release], around: Circumstances
) -> Candidates:
    found = Candidates.of(releases, _requirement(claim))
    return found.preferring(around.toolchain) if around.prefers_own_rust else found


def _judge_absence(claim: CrateClaim, listing: Listing, around: Circumstances) -> Judgement:
    spelled = dict.fromkeys(release.name for release in listing.releases)
    names = (*spelled, *around.neighbours)
    same = tuple(one for one in names if canonical(one) == canonical(claim.name))
    if same:
        reason = f"the registry has {same[0]}, and cargo takes no other spelling"
        return Judgement(Verdict.WRONG_SPELLING, (reason,), suggestions=same[:1])
    reason = "the registry has no crate of this name now; it may never have had, or removed it"
    reserved = reservation(claim.name)
    if reserved is not None:
        return Judgement(Verdict.NOT_FOUND, (reason, reserved))
    unprobed = ("not every similar name could be looked up",) if around.unprobed else ()
    return Judgement(Verdict.NOT_FOUND, (reason, *unprobed), suggestions=around.neighbours)


def _no_matching_version(claim: CrateClaim, found: Candidates) -> Judgement:
    newest = found.newest_usable
    reasons = [f'no version matches "{claim.requirement}" ({_spread(found)})']
    if found.pre_releases_in_reach:
        reasons.append(
            f"only pre-releases come near, such as {found.pre_releases_in_reach[0].version}: "
            "cargo takes one only when the requirement names it"
        )
    suggestions = (f"{claim.name}@{newest.version}",) if newest else ()
    return Judgement(Verdict.NO_MATCHING_VERSION, tuple(reasons), suggestions=suggestions)


def _spread(found: Candidates) -> str:
    newest = found.newest_usable
    count = len(found.all)
    versions = "1 version" if count == 1 else f"{count} versions"
    return f"{versions}, all yanked" if newest is None else f"{versions}, newest {newest.version}"


def _yanked(claim: CrateClaim, found: Candidates) -> Judgement:
    newest = found.newest_usable
    what = _listed([release.version for release in found.matching])
    reasons = [f"yanked: {what}; cargo takes it only where a Cargo.lock already has it"]
    if newest is None:
        reasons.append("every version of this crate is yanked")
        return Judgement(Verdict.YANKED, tuple(reasons), about=found.matching[0])
    reasons.append(f"newest version that is not: {newest.version}")
    suggestions = (f"{claim.name}@{newest.version}",)
    return Judgement(Verdict.YANKED, tuple(reasons), None, suggestions, found.matching[0])


def _listed(words: Sequence[str], most: int = 3) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _missing_features(claim: CrateClaim, found: Candidates, without: tuple[str, ...]) -> Judgement:
    newest = found.usable[0]
    reasons = tuple(feature_reason(newest, feature) for feature in without)
    near = [one for feature in without for one in nearest_features(newest, feature)]
    suggestions = tuple(dict.fromkeys(near))
    older = next((one for one in found.usable if not missing_features(one, claim.features)), None)
    if older is None:
        return Judgement(Verdict.NO_SUCH_FEATURE, reasons, None, suggestions, newest)
    trap = f"cargo would silently take {older.version} instead, the newest version that has all"
    return Judgement(
        Verdict.FEATURE_ONLY_IN_OLDER_VERSION, (*reasons, trap), older.version, suggestions, older
    )


def _judge_toolchain(found: Candidates, toolchain: str | None, listing: Listing) -> Judgement:
    newest = found.usable[0]
    if builds_with(newest.rust_version, toolchain):
        remarks = (*_passed_over(found, newest), *_remarks(newest, listing))
        return Judgement(Verdict.EXISTS, remarks, newest.version, about=newest)
    reasons = [f"{newest.version} needs Rust {newest.rust_version}, and this is {toolchain}"]
    older = next((one for one in found.usable if builds_with(one.rust_version, toolchain)), None)
    if older is None:
        reasons.append("no matching version builds with it")
        return Judgement(Verdict.NEEDS_NEWER_RUST, tuple(reasons), newest.version, about=newest)
    reasons.append(f"newest matching version that builds with it: {older.version}")
    suggestions = (f"{newest.name}@={older.version}",)
    return Judgement(Verdict.NEEDS_NEWER_RUST, tuple(reasons), newest.version, suggestions, newest)


def _passed_over(found: Candidates, taken: Release) -> tuple[str, ...]:
    newest = next(one for one in found.matching if not one.yanked)
    if newest is taken:
        return ()
    return (f"{newest.version} needs Rust {newest.rust_version}: cargo takes {taken.version}",)


def _remarks(release: Release, listing: Listing) -> tuple[str, ...]:
    remarks = []
    if "-" in release.version.partition("+")[0]:
        remarks.append("a pre-release")
    if listing.unread:
        remarks.append(f"{listing.unread} index lines could not be read and were left out")
    return tuple(remarks)
