"""Whether the crates exist whose items are asked for: the same verdict as on a crate by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portlog.checks.claim_time import judge_time
from portlog.checks.crates import Circumstances, judge, refusal
from portlog.checks.features import feature_reason, missing_features, nearest_features
from portlog.jobs.crate_neighbours import neighbours
from portlog.jobs.verify_items.shelf import Shelf
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateClaim, Judgement
from portlog.records.item import ItemClaim
from portlog.records.registry import NoAnswer, RegistryAnswer, Release, Sighting
from portlog.records.verdict import Verdict


@dataclass(frozen=True, slots=True)
class CrateAsked:
    """A crate as items are asked of it: all that decides which code of which release counts."""

    registry: str
    name: str
    requirement: str | None
    features: tuple[str, ...]
    default_features: bool
    locked: str | None

    @classmethod
    def of(cls, claim: ItemClaim) -> "CrateAsked":
        """Return what one claim asks for."""
        return cls(
            claim.registry,
            claim.crate,
            claim.requirement,
            tuple(sorted(set(claim.features))),
            claim.default_features,
            claim.locked,
        )

    @property
    def claim(self) -> CrateClaim:
        """The same as a claim on a crate; what is locked is asked for exactly."""
        requirement = self.requirement if self.locked is None else f"={self.locked}"
        return CrateClaim(self.name, requirement, self.features)


@dataclass(frozen=True, slots=True)
class CrateAnswer:
    """The verdict on a crate, the release that counts, and what else its registry has."""

    judgement: Judgement
    sighting: Sighting | None
    release: Release | None = None
    releases: tuple[Release, ...] = ()


def crate_answers(
    asked: Sequence[CrateAsked], shelf: Shelf, claimed: ClaimMoment | None = None
) -> Mapping[CrateAsked, CrateAnswer]:
    """Return the verdict on each crate; each name is looked up once.

    `claimed` is when the crates were claimed: one that came later is found out.
    """
    askable = [one for one in asked if refusal(one.claim) is None]
    shelf.look_up((one.registry, one.name) for one in askable)
    around: dict[tuple[str, str], Circumstances] = {}
    for registry in dict.fromkeys(one.registry for one in askable):
        names = [one.name for one in askable if one.registry == registry]
        answers = {name: shelf.answer(registry, name) for name in names}
        found = neighbours(shelf.opened(registry).registry, answers)
        around |= {(registry, name): one for name, one in found.items()}
    return {one: _answer(one, shelf, around, claimed) for one in asked}


def _answer(
    one: CrateAsked,
    shelf: Shelf,
    around: Mapping[tuple[str, str], Circumstances],
    claimed: ClaimMoment | None,
) -> CrateAnswer:
    refused = refusal(one.claim)
    if refused is not None:
        return CrateAnswer(refused, None)
    answer = shelf.answer(one.registry, one.name)
    judgement = judge(one.claim, answer, around.get((one.registry, one.name)))
    if judgement.verdict is Verdict.YANKED and one.locked is not None:
        judgement = _yanked_but_locked(one, judgement)
    judgement = judge_time(judgement, _as_claimed(one), answer, claimed)
    release = judgement.about if judgement.verdict is Verdict.EXISTS else None
    return CrateAnswer(judgement, answer.sighting, release, _releases(one.name, answer))


def _as_claimed(one: CrateAsked) -> CrateClaim:
    """Return what was claimed: the requirement, and not the version that a lock file holds since.

    One that cargo refuses is left as the locked version.
    """
    plain = replace(one, locked=None).claim
    return one.claim if refusal(plain) is not None else plain


def _releases(name: str, answer: RegistryAnswer) -> tuple[Release, ...]:
    if isinstance(answer, NoAnswer):
        return ()
    return tuple(release for release in answer.releases if release.name == name)


def _yanked_but_locked(one: CrateAsked, judgement: Judgement) -> Judgement:
    """Judge a yanked version that a lock file already holds: cargo goes on using it."""
    release = judgement.about
    if release is None:
        return judgement
    missing = missing_features(release, one.features)
    if not missing:
        return Judgement(Verdict.EXISTS, ("yanked, and locked",), release.version, about=release)
    near = tuple(near for feature in missing for near in nearest_features(release, feature))
    reasons = tuple(feature_reason(release, feature) for feature in missing)
    return Judgement(Verdict.NO_SUCH_FEATURE, reasons, None, near, release)
