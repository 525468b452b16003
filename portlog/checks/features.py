"""Which of the features that were asked for a release has."""

from collections.abc import Iterable

from portlog.checks.similar_names import nearest
from portlog.records.registry import Release


def missing_features(release: Release, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the wanted features that this release does not have, in the order wanted."""
    return tuple(feature for feature in wanted if feature not in release.features)


def nearest_features(release: Release, missing: str) -> tuple[str, ...]:
    """Return the real features most like a missing one."""
    return nearest(missing, release.features)


def feature_reason(release: Release, missing: str) -> str:
    """Return why a release cannot give a feature."""
    if missing.startswith("dep:"):
        return f"{missing} can stand only in the crate's own [features]"
    if "/" in missing:
        return f"{missing} has a slash, which a dependency's feature cannot"
    return f"{release.name} {release.version} has no feature {missing}"
