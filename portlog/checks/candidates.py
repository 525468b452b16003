"""A crate's releases, sorted into what a requirement can choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from portlog.checks.requirements import Requirement
from portlog.checks.rust_versions import builds_with
from portlog.checks.versions import Version, known_version
from portlog.records.registry import Release


@dataclass(frozen=True, slots=True)
class Candidates:
    """All releases, those that match, and those that match and are not yanked: newest first."""

    all: tuple[Release, ...]
    matching: tuple[Release, ...]
    usable: tuple[Release, ...]
    pre_releases_in_reach: tuple[Release, ...] = ()

    @classmethod
    def of(cls, releases: Iterable[Release], requirement: Requirement | None) -> Self:
        """Sort out what matches; no requirement takes the newest release that is not a pre-release.

        Where a crate has pre-releases only, no requirement takes those, as `cargo add` does.
        """
        versions = _newest_first(releases)
        matching = [pair for pair in versions if _takes(requirement, pair[0])]
        if requirement is None and not any(not pair[1].yanked for pair in matching):
            matching = versions
        near = [] if requirement is None else _in_reach(requirement, versions)
        return cls(
            _releases(versions),
            _releases(matching),
            tuple(release for _, release in matching if not release.yanked),
            _releases(near),
        )

    def preferring(self, toolchain: str | None) -> Self:
        """Put first what builds with a toolchain, as cargo's third resolver does."""
        usable = sorted(self.usable, key=lambda one: not builds_with(one.rust_version, toolchain))
        return replace(self, usable=tuple(usable))

    @property
    def newest_usable(self) -> Release | None:
        """The newest release that is not yanked, pre-releases only for want of others."""
        kept = [release for release in self.all if not release.yanked]
        stable = (release for release in kept if not is_pre_release(release))
        return next(stable, kept[0] if kept else None)


_Pair = tuple[Version, Release]


def _newest_first(releases: Iterable[Release]) -> list[_Pair]:
    known = [(known_version(release.version), release) for release in releases]
    pairs = [(version, release) for version, release in known if version is not None]
    return sorted(pairs, key=lambda pair: pair[0].order, reverse=True)


def _takes(requirement: Requirement | None, version: Version) -> bool:
    return not version.pre if requirement is None else requirement.matches(version)


def _in_reach(requirement: Requirement, versions: list[_Pair]) -> list[_Pair]:
    released = [(Version(version.core), (version, release)) for version, release in versions]
    kept = [one for one in released if one[1][0].pre and not one[1][1].yanked]
    return [pair for version, pair in kept if requirement.matches(version)]


def _releases(pairs: Iterable[_Pair]) -> tuple[Release, ...]:
    return tuple(release for _, release in pairs)


def is_pre_release(release: Release) -> bool:
    """Say whether a release is a pre-release; one whose version cannot be read is none."""
    version = known_version(release.version)
    return version is not None and bool(version.pre)
