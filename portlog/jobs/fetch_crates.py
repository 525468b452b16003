"""Bring to this machine what look-ups without a network need of a file's crates."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from portlog.checks.crates import Circumstances, judge
from portlog.errors import Unreachable
from portlog.jobs.ask_registries import Asked, ask_registries
from portlog.jobs.open_registry import Place
from portlog.jobs.read_dependencies import STDIN, read_dependencies
from portlog.records.dependency import Dependency, Standing
from portlog.records.fetched_crate import FetchedCrate, Stock
from portlog.records.outcome import Outcome
from portlog.records.registry import Listing, RegistryAnswer, Release
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.cargo_sources import registry_with_index
from portlog.sources.cargo_workspace import lock_beside
from portlog.sources.crate_downloads import Archives
from portlog.sources.registry import SIDE_BY_SIDE

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fetching:
    """All crates in the order in which they were first named."""

    crates: tuple[FetchedCrate, ...]

    @property
    def outcome(self) -> Outcome:
        """Unknown where something could not be had."""
        failed = any(Stock.FAILED in (one.index, one.archive) for one in self.crates)
        return Outcome.UNKNOWN if failed else Outcome.CLEAN

    @property
    def fetched_bytes(self) -> int:
        """How much was downloaded of archives."""
        new = (one for one in self.crates if one.archive is Stock.FETCHED)
        return sum(one.packed_bytes or 0 for one in new)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A crate as far as its index tells, and the release whose archive is wanted, if any."""

    crate: FetchedCrate
    release: Release | None
    archives: Archives | None


def fetch_crates(path: str, place: Place, tell: Tell, *, sources: bool) -> Fetching:
    """Fetch the index entries of what `path` names, with `sources` the archives as well.

    Of a manifest that has a lock file both are read. `tell` gets how many archives of how
    many are there. Raises `ConfigError` and `InputError` as `verify_deps` does.
    """
    found = _dependencies(path, place)
    asked = ask_registries(found, place, offline=False)
    wanted = _distinct(one for dependency in found for one in _wanted(dependency, asked))
    if not sources:
        return Fetching(tuple(one.crate for one in wanted))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return Fetching(tuple(_told(pool.map(_fetched, wanted), len(wanted), tell)))


def _dependencies(path: str, place: Place) -> tuple[Dependency, ...]:
    config = read_cargo_config(place.folder, place.environment)
    read = partial(
        read_dependencies,
        registry_name=partial(registry_with_index, config),
        stdin=sys.stdin.buffer.read,
    )
    found = read(path)
    lock = None if path == STDIN else lock_beside(Path(path))
    return found if lock is None else (*found, *read(str(lock)))


def _wanted(one: Dependency, asked: Mapping[str, Asked]) -> Iterator[_Wanted]:
    name, registry = one.claim.name, asked.get(one.registry)
    if one.standing is Standing.UNKNOWN or (registry is not None and registry.opened is None):
        why = one.because or (registry.trouble if registry else "")
        failed = FetchedCrate(name, one.registry, Stock.FAILED, one.locked, why=why)
        yield _Wanted(failed, None, None)
    elif registry is not None and registry.opened is not None and name in registry.answers:
        answer = registry.answers[name]
        crate = _crate(one, answer)
        archives = registry.opened.archives
        releases = _releases(one, answer, registry.around.get(name, Circumstances()))
        for release in releases:
            yield _Wanted(replace(crate, version=release.version), release, archives)
        if not releases:
            yield _Wanted(crate, None, None)


def _crate(one: Dependency, answer: RegistryAnswer) -> FetchedCrate:
    crate = FetchedCrate(one.claim.name, one.registry, Stock.FAILED, one.locked)
    if not isinstance(answer, Listing):
        return replace(crate, why=answer.why)
    if not answer.releases:
        return replace(crate, index=Stock.ABSENT, why=f"not in {answer.sighting.source}")
    kept = answer.sighting.age_seconds is not None
    return replace(crate, index=Stock.KEPT if kept else Stock.FETCHED)


def _releases(one: Dependency, answer: RegistryAnswer, around: Circumstances) -> list[Release]:
    """Return the release that a lock file holds, else what cargo would take for a claim."""
    if not isinstance(answer, Listing):
        return []
    judgement = judge(one.claim, answer, around)
    about = judgement.about.version if judgement.about else None
    versions = {one.locked} if one.locked else {judgement.resolved_version, about}
    own = (release for release in answer.releases if release.name == one.claim.name)
    return [release for release in own if release.version in versions]


def _distinct(every: Iterable[_Wanted]) -> Sequence[_Wanted]:
    found: dict[tuple[str, str, str | None], _Wanted] = {}
    for one in every:
        found.setdefault((one.crate.registry, one.crate.name, one.crate.version), one)
    return list(found.values())


def _fetched(one: _Wanted) -> FetchedCrate:
    if one.release is None or one.archives is None:
        return _without_release(one.crate)
    try:
        there = one.archives.fetch(one.release)
    except Unreachable as trouble:
        return replace(one.crate, archive=Stock.FAILED, why=trouble.message)
    archive = Stock.FETCHED if there.is_new else Stock.KEPT
    return replace(one.crate, archive=archive, packed_bytes=there.packed_bytes)


def _without_release(crate: FetchedCrate) -> FetchedCrate:
    if crate.index in (Stock.FAILED, Stock.ABSENT):
        return replace(crate, archive=crate.index)
    return replace(crate, archive=Stock.ABSENT, why=crate.why or "no version of it matches")


def _told(done: Iterable[FetchedCrate], total: int, tell: Tell) -> Iterator[FetchedCrate]:
    for number, one in enumerate(done, 1):
        tell(number, total)
        yield one
