"""Hold every dependency of a manifest, a lock file or a text against its registry."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from portlog.checks.crates import Circumstances, judge, refusal
from portlog.checks.locked_crates import judge_locked
from portlog.jobs.ask_registries import Asked, ask_registries
from portlog.jobs.crate_details import with_details
from portlog.jobs.hold_together import held_together
from portlog.jobs.open_registry import Place
from portlog.jobs.read_dependencies import read_dependencies
from portlog.jobs.second_look import second_look
from portlog.jobs.verify_crates import NOT_ASKED, lookup_of, refuse_rust_version
from portlog.records.advisory import SnapshotAge
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateLookup, Judgement
from portlog.records.dependency import Dependency, DependencyLookup, Standing
from portlog.records.outcome import Outcome
from portlog.records.registry import RegistryAnswer, Sighting
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.cargo_sources import registry_with_index
from portlog.sources.toolchain import rust_toolchain

_STANDINGS: Mapping[Standing, Verdict] = {
    Standing.REFUSED: Verdict.INVALID_DEPENDENCY,
    Standing.ELSEWHERE: Verdict.ELSEWHERE,
    Standing.UNKNOWN: Verdict.UNVERIFIABLE,
}
_ABOUT_FEATURES = frozenset({Verdict.NO_SUCH_FEATURE, Verdict.FEATURE_ONLY_IN_OLDER_VERSION})
_ABOUT_VERSION = frozenset(
    {
        Verdict.NO_MATCHING_VERSION,
        Verdict.YANKED,
        Verdict.INVALID_REQUIREMENT,
        Verdict.NEEDS_NEWER_RUST,
    }
)


@dataclass(frozen=True, slots=True)
class DependencyVerification:
    """All entries in the order of the files, and how old the advisories are."""

    entries: tuple[DependencyLookup, ...]
    advisories: SnapshotAge

    @property
    def lookups(self) -> tuple[CrateLookup, ...]:
        """What was found out about each."""
        return tuple(one.lookup for one in self.entries)

    @property
    def outcome(self) -> Outcome:
        """What all of them mean together."""
        return Outcome.worst(one.outcome for one in self.entries)


@dataclass(frozen=True, slots=True)
class DependencyOptions:
    """`rust_version` of None takes the manifest's `rust-version`, else what `rustc` says."""

    offline: bool = False
    rust_version: str | None = None
    claimed: ClaimMoment | None = None


def verify_deps(path: str, options: DependencyOptions, place: Place) -> DependencyVerification:
    """Read what `path` names and look up each crate once.

    Raises `ConfigError` for cargo's configuration or a file that cannot be used, and
    `InputError` for a path or a Rust version that is none.
    """
    refuse_rust_version(options.rust_version)
    config = read_cargo_config(place.folder, place.environment)
    found = read_dependencies(path, partial(registry_with_index, config), sys.stdin.buffer.read)
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(_toolchain, options, found)
        asked = ask_registries(found, place, offline=options.offline)
        toolchain = told.result()
    look = second_look(place, options.claimed)
    judged = [_look_at(one, asked, options, toolchain, place) for one in found]
    held = zip(found, held_together(found, judged, asked), strict=True)
    looked_up = [look.at(lookup, _answer(one, asked)) for one, lookup in held]
    entries = zip(found, with_details(looked_up, None), strict=True)
    return DependencyVerification(
        tuple(DependencyLookup(one, lookup, _spot(one, lookup)) for one, lookup in entries),
        look.age,
    )


def _toolchain(options: DependencyOptions, found: Sequence[Dependency]) -> str | None:
    is_asked = any(_settled(one) is None for one in found)
    return options.rust_version or (rust_toolchain() if is_asked else None)


def _answer(one: Dependency, asked: Mapping[str, Asked]) -> RegistryAnswer | None:
    registry = asked.get(one.registry)
    return None if registry is None else registry.answers.get(one.claim.name)


def _look_at(
    one: Dependency,
    asked: Mapping[str, Asked],
    options: DependencyOptions,
    toolchain: str | None,
    place: Place,
) -> CrateLookup:
    settled = _settled(one)
    if settled is not None:
        return _not_asked(one, settled, place)
    registry = asked[one.registry]
    if registry.opened is None:
        return _not_asked(one, Judgement(Verdict.UNVERIFIABLE, (registry.trouble,)), place)
    rust = options.rust_version or one.rust_version or toolchain
    around = replace(
        registry.around.get(one.claim.name, Circumstances()),
        toolchain=rust,
        prefers_own_rust=one.prefers_own_rust,
    )
    answer = registry.answers[one.claim.name]
    judgement = _judged(one, answer, around)
    if judgement.verdict is Verdict.NEEDS_NEWER_RUST and rust == one.rust_version:
        why = f"{rust} is the rust-version of {one.spot.file}"
        judgement = replace(judgement, reasons=(*judgement.reasons, why))
    return lookup_of(one.claim, judgement, answer, registry.opened, place)


def _not_asked(one: Dependency, judgement: Judgement, place: Place) -> CrateLookup:
    return CrateLookup(one.claim, judgement, Sighting(NOT_ASKED, place.clock()), one.registry)


def _settled(one: Dependency) -> Judgement | None:
    """Return the verdict on what no registry is asked about."""
    if one.standing is not None:
        return Judgement(_STANDINGS[one.standing], (one.because,))
    return refusal(one.claim)


def _judged(one: Dependency, answer: RegistryAnswer, around: Circumstances) -> Judgement:
    if one.locked is not None:
        return judge_locked(one, answer, around)
    judgement = judge(one.claim, answer, around)
    if one.patched_by is None:
        return judgement
    reasons = (*judgement.reasons, one.patched_by)
    exists = judgement.verdict is Verdict.EXISTS
    return replace(
        judgement, reasons=reasons, verdict=judgement.verdict if exists else Verdict.UNVERIFIABLE
    )


def _spot(one: Dependency, lookup: CrateLookup) -> Spot:
    """Return the place that a verdict is about: the feature, the version, else the entry."""
    if lookup.verdict in _ABOUT_FEATURES:
        return next(_missing_spots(one, lookup), one.spot)
    if lookup.verdict in _ABOUT_VERSION and one.version_spot is not None:
        return one.version_spot
    return one.spot


def _missing_spots(one: Dependency, lookup: CrateLookup) -> Iterator[Spot]:
    about = lookup.judgement.about
    for feature in one.claim.features:
        reasons = " ".join(lookup.judgement.reasons)
        if feature in one.feature_spots and about and feature in reasons:
            yield one.feature_spots[feature]
