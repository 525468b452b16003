"""Which features of a crate and of its dependencies are on.

The rules: https://doc.rust-lang.org/cargo/reference/features.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portlog.records.rust_crate import CrateDependency, CrateManifest

_DEFAULT = "default"
_OWN_DEPENDENCY = "dep:"


@dataclass(frozen=True, slots=True)
class EnabledFeatures:
    """The features that are on in a crate, and those that it switches on in its dependencies."""

    own: frozenset[str]
    of_dependencies: Mapping[str, frozenset[str]]

    def asked_of(self, dependency: CrateDependency) -> frozenset[str]:
        """Return what is asked of a dependency, its entry's own list included."""
        return frozenset(dependency.features) | self.of_dependencies.get(
            dependency.key, frozenset()
        )

    def uses(self, dependency: CrateDependency, manifest: CrateManifest) -> bool:
        """Say whether a dependency is there: an optional one where a feature brings it."""
        key = dependency.key
        if not dependency.optional or key in self.own:
            return True
        brought = (f"{_OWN_DEPENDENCY}{key}", key)
        entries = (entry for name in self.own for entry in manifest.features.get(name, ()))
        return any(entry in brought or entry.startswith(f"{key}/") for entry in entries)


def spoken_name(manifest: CrateManifest, feature: str) -> str:
    """Return what people call a feature: of an optional dependency's, the one for it alone."""
    if not any(one.optional and one.key == feature for one in manifest.dependencies):
        return feature
    for_it = [name for name, entries in manifest.features.items() if entries == (feature,)]
    return min(for_it, key=len, default=feature)


def enabled_features(
    manifest: CrateManifest, asked: Iterable[str], *, defaults: bool
) -> EnabledFeatures:
    """Return what is on when a crate is asked for with these features."""
    waiting = [*asked, *((_DEFAULT,) if defaults else ())]
    own: set[str] = set()
    others: dict[str, set[str]] = {}
    while waiting:
        entry = waiting.pop()
        dependency, slash, wanted = entry.partition("/")
        if slash:
            others.setdefault(dependency.removesuffix("?"), set()).add(wanted)
            entry = "" if dependency.endswith("?") else dependency
        if entry and not entry.startswith(_OWN_DEPENDENCY) and entry not in own:
            own.add(entry)
            waiting.extend(manifest.features.get(entry, ()))
    return EnabledFeatures(
        frozenset(own), {name: frozenset(wanted) for name, wanted in others.items()}
    )
