"""What a registry's answer says about a version that a `Cargo.lock` holds."""

from portlog.checks.crates import Circumstances, judge
from portlog.checks.rust_versions import builds_with
from portlog.records.crate_lookup import CrateClaim, Judgement
from portlog.records.dependency import Dependency
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer, Release
from portlog.records.verdict import Verdict


def judge_locked(
    one: Dependency, answer: RegistryAnswer, circumstances: Circumstances
) -> Judgement:
    """Return the verdict on one locked version: version, checksum, yank, toolchain, in this order.

    Versions are held against each other letter by letter, build metadata included.
    """
    release = _locked_release(one, answer)
    if release is None:
        return _judge_absence(one, answer, circumstances)
    return _judge_release(one, release, circumstances.toolchain)


def _locked_release(one: Dependency, answer: RegistryAnswer) -> Release | None:
    if isinstance(answer, NoAnswer):
        return None
    own = (release for release in answer.releases if release.name == one.claim.name)
    return next((release for release in own if release.version == one.locked), None)


def _judge_absence(
    one: Dependency, answer: RegistryAnswer, circumstances: Circumstances
) -> Judgement:
    judgement = judge(CrateClaim(one.claim.name), answer, circumstances)
    known = isinstance(answer, Listing) and any(
        release.name == one.claim.name for release in answer.releases
    )
    if not known:
        return judgement
    reason = f"the registry has {one.claim.name}, but no version {one.locked}"
    if isinstance(answer, Listing) and not answer.complete:
        return Judgement(Verdict.UNVERIFIABLE, (reason, "the source holds a part of it only"))
    newest = judgement.resolved_version
    suggestions = (f"{one.claim.name}@{newest}",) if newest else ()
    return Judgement(Verdict.NO_MATCHING_VERSION, (reason,), suggestions=suggestions)


def _judge_release(one: Dependency, release: Release, toolchain: str | None) -> Judgement:
    version = release.version
    if _differs(one.checksum, release.checksum):
        why = f"the lock file has the checksum {one.checksum}, the registry {release.checksum}"
        return Judgement(Verdict.WRONG_CHECKSUM, (why,), version, about=release)
    if release.yanked:
        why = f"yanked: {version}; cargo keeps it only while this lock file does"
        return Judgement(Verdict.YANKED, (why,), version, about=release)
    if not builds_with(release.rust_version, toolchain):
        why = f"{version} needs Rust {release.rust_version}, and this is {toolchain}"
        return Judgement(Verdict.NEEDS_NEWER_RUST, (why,), version, about=release)
    return Judgement(Verdict.EXISTS, _unchecked(one, release), version, about=release)


def _differs(locked: str | None, known: str | None) -> bool:
    return locked is not None and known is not None and locked.lower() != known.lower()


def _unchecked(one: Dependency, release: Release) -> tuple[str, ...]:
    if one.checksum is None:
        return ("the lock file has no checksum for it",)
    return () if release.checksum else ("the source has no checksum to hold against the lock's",)
