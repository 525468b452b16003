"""Hold every dependency of a manifest, a lock file or a text against its registry."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from portlog.checks.crates import Circumstances, judge, refusal
from portlog.checks.locked_crates import judge_locked
from portlog.errors import ConfigError
from portlog.jobs.crate_details import with_details
from portlog.jobs.crate_neighbours import neighbours
from portlog.jobs.open_registry import OpenRegistry, Place, open_registry
from portlog.jobs.read_dependencies import read_dependencies
from portlog.jobs.verify_crates import NOT_ASKED, lookup_of, refuse_rust_version
from portlog.records.crate_lookup import CrateLookup, Judgement
from portlog.records.dependency import Dependency, DependencyLookup, Standing
from portlog.records.outcome import Outcome
from portlog.records.registry import CRATES_IO, RegistryAnswer, Sighting
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.cargo_sources import registry_with_index
from portlog.sources.registry import look_up_all
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
    """All entries in the order of the files."""

    entries: tuple[DependencyLookup, ...]

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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A registry and what it answered, or why it cannot be opened."""

    opened: OpenRegistry | None
    answers: Mapping[str, RegistryAnswer]
    around: Mapping[str, Circumstances]
    trouble: str = ""


def verify_deps(path: str, options: DependencyOptions, place: Place) -> DependencyVerification:
    """Read what `path` names and look up each crate once.

    Raises `ConfigError` for cargo's configuration or a file that cannot be used, and
    `InputError` for a path or a Rust version that is none.
    """
    refuse_rust_version(options.rust_version)
    config = read_cargo_config(place.folder, place.environment)
    found = read_dependencies(path, partial(registry_with_index, config), sys.stdin.buffer.read)
    asked = _ask(found, options, place)
    toolchain = options.rust_version or (rust_toolchain() if asked else None)
    looked_up = [_look_at(one, asked, options, toolchain, place) for one in found]
    entries = zip(found, with_details(looked_up, None), strict=True)
    return DependencyVerification(
        tuple(DependencyLookup(one, lookup, _spot(one, lookup)) for one, lookup in entries)
    )


def _ask(
    found: Iterable[Dependency], options: DependencyOptions, place: Place
) -> dict[str, _Asked]:
    names: dict[str, list[str]] = {}
    for one in found:
        if one.standing is None and refusal(one.claim) is None:
            names.setdefault(one.registry, []).append(one.claim.name)
    return {name: _ask_one(name, wanted, options, place) for name, wanted in names.items()}


def _ask_one(name: str, wanted: Sequence[str], options: DependencyOptions, place: Place) -> _Asked:
    try:
        opened = open_registry(place, name, offline=options.offline)
    except ConfigError as error:
        if name == CRATES_IO:
            raise
        return _Asked(None, {}, {}, error.message)
    answers = look_up_all(opened.registry, wanted)
    return _Asked(opened, answers, neighbours(opened.registry, answers))


def _look_at(
    one: Dependency,
    asked: Mapping[str, _Asked],
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
