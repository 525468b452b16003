"""Whether two requirements on one crate can stand in one lock file, by cargo's rules.

The rules: https://doc.rust-lang.org/cargo/reference/resolver.html#semver-compatibility and
its `links`: one version of a crate for each compatible line, and one in all of a crate that
links a native library.
"""

from collections.abc import Sequence

from portlog.checks.versions import Version, known_version
from portlog.records.registry import Release


def can_be_met_together(one: Sequence[Release], other: Sequence[Release]) -> bool:
    """Say whether there is a version for each of two requirements, given what each may take."""
    versions = {release.version for release in one}
    if any(release.version in versions for release in other):
        return True
    return any(_side_by_side(mine, theirs) for mine in one for theirs in other)


def _side_by_side(one: Release, other: Release) -> bool:
    first, second = known_version(one.version), known_version(other.version)
    if first is None or second is None:
        return True
    linked = one.links is not None and one.links == other.links
    return not linked and _compatible_line(first) != _compatible_line(second)


def _compatible_line(version: Version) -> tuple[int, ...]:
    leading = next((at for at, number in enumerate(version.core) if number), len(version.core))
    return version.core[: leading + 1]
