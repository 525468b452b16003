"""Requirements on one crate, held against each other where cargo puts them in one lock file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from portlog.checks.candidates import Candidates
from portlog.checks.requirements import Requirement
from portlog.checks.requirements_together import can_be_met_together
from portlog.jobs.ask_registries import Asked
from portlog.records.crate_lookup import CrateLookup, Judgement
from portlog.records.dependency import Dependency
from portlog.records.registry import Listing, Release
from portlog.records.verdict import Verdict
from portlog.sources.cargo_dependency import WORKSPACE_TABLE

_TAKEN = frozenset(
    {Verdict.EXISTS, Verdict.FEATURE_ONLY_IN_OLDER_VERSION, Verdict.NEEDS_NEWER_RUST}
)
_MANIFEST = ".toml"


def held_together(
    found: Sequence[Dependency], lookups: Sequence[CrateLookup], asked: Mapping[str, Asked]
) -> list[CrateLookup]:
    """Return the look-ups; one whose requirement shuts out that of an entry before is refused.

    Only entries of manifests count: what a text names may belong to several projects. Two are
    compared at a time, so three that are only together impossible are left to cargo.
    """
    before: dict[tuple[str, str], list[Dependency]] = {}
    return [_held(one, lookup, before, asked) for one, lookup in zip(found, lookups, strict=True)]


def _held(
    one: Dependency,
    lookup: CrateLookup,
    before: dict[tuple[str, str], list[Dependency]],
    asked: Mapping[str, Asked],
) -> CrateLookup:
    if not _counts(one, lookup):
        return lookup
    earlier = before.setdefault((one.registry, one.claim.name), [])
    clash = next(_clashes(one, earlier, asked), None)
    earlier.append(one)
    if clash is None:
        return lookup
    return replace(lookup, judgement=_refused(lookup.judgement, one, clash))


def _refused(judgement: Judgement, one: Dependency, clash: Dependency) -> Judgement:
    why = (
        f"{one.claim.requirement} cannot be met beside {clash.claim.requirement} in {clash.spot}: "
        "cargo takes one version of a crate for each compatible line"
    )
    return replace(
        judgement,
        verdict=Verdict.NO_MATCHING_VERSION,
        reasons=(*judgement.reasons, why),
        resolved_version=None,
        suggestions=(),
    )


def _counts(one: Dependency, lookup: CrateLookup) -> bool:
    return (
        one.standing is None
        and one.patched_by is None
        and one.locked is None
        and one.claim.requirement is not None
        and one.spot.file.endswith(_MANIFEST)
        and one.table != WORKSPACE_TABLE
        and lookup.verdict in _TAKEN
    )


def _clashes(
    one: Dependency, earlier: Sequence[Dependency], asked: Mapping[str, Asked]
) -> Iterator[Dependency]:
    others = [other for other in earlier if other.claim.requirement != one.claim.requirement]
    mine = _usable(one, asked) if others else ()
    for other in others:
        if not can_be_met_together(mine, _usable(other, asked)):
            yield other


def _usable(one: Dependency, asked: Mapping[str, Asked]) -> Sequence[Release]:
    answer = asked[one.registry].answers[one.claim.name]
    releases = answer.releases if isinstance(answer, Listing) else ()
    own = [release for release in releases if release.name == one.claim.name]
    return Candidates.of(own, Requirement.parse(one.claim.requirement or "*")).usable
