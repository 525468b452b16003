"""The crates that a package's code may name: from its manifest, with the lock file's versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from portlog.checks.own_features import requested
from portlog.checks.requirements import Requirement, RequirementError
from portlog.checks.versions import known_version
from portlog.jobs.read_dependencies import read_dependencies
from portlog.records.dependency import Dependency, Standing
from portlog.records.item import ItemClaim, Namespace
from portlog.records.manifest import Manifest
from portlog.records.path_use import Root, Segments
from portlog.sources.cargo_lock import RegistryName, locked_packages
from portlog.sources.cargo_workspace import lock_beside, read_manifests
from portlog.sources.toml_document import read_document

_KINDS = ("dependencies", "dev-dependencies", "build-dependencies")
_BUILD = "build-dependencies"
_NOT_CODE = ("workspace", "patch", "replace", "features", "package")


@dataclass(frozen=True, slots=True)
class FeatureChoice:
    """Which of the package's own features are on: all, or those that cargo would switch on."""

    features: tuple[str, ...] = ()
    default: bool = True
    every: bool = True

    def enabled(self, own: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        """Return the own features that are on, those that they include among them."""
        if self.every:
            return frozenset(own)
        waiting = [*self.features, *(("default",) if self.default else ())]
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in own and name not in found:
                found.add(name)
                waiting.extend(own[name])
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Declared:
    """One dependency as code sees it, merged from all tables that name it.

    `is_renamed` says that the manifest gives it its name; `lib_name` is what the library calls
    itself, where that was asked.
    """

    dependency: Dependency
    features: tuple[str, ...]
    default_features: bool
    locked: str | None
    is_renamed: bool
    lib_name: str | None = None

    @property
    def root(self) -> Root:
        """Whether its paths can be looked up."""
        known = self.dependency.standing is None and self.dependency.patched_by is None
        return Root.EXTERNAL if known else Root.ELSEWHERE

    @property
    def code_name(self) -> str:
        """What code calls it where the library has the package's name."""
        return self.dependency.key.replace("-", "_")

    def claim(self, path: Segments, namespace: Namespace) -> ItemClaim:
        """Return what a path claims of its crate; a renamed crate's goes by its own name."""
        claimed = self.dependency.claim
        own = self.lib_name or claimed.name.replace("-", "_")
        first = own if self.is_renamed else path[0]
        return ItemClaim(
            "::".join((first, *path[1:])),
            claimed.name,
            claimed.requirement,
            self.features,
            self.default_features,
            namespace,
            self.locked,
            self.dependency.registry,
        )


@dataclass(frozen=True, slots=True)
class Crates:
    """What code may name, by its name in code; a build script sees crates of its own."""

    code: Mapping[str, Declared]
    build: Mapping[str, Declared]

    def seen_by(self, *, build_script: bool) -> Mapping[str, Declared]:
        """Return the crates that a target sees."""
        return self.build if build_script else self.code


def declared_crates(manifest: Path, choice: FeatureChoice, registry_name: RegistryName) -> Crates:
    """Return what a manifest lets code name, exact where its lock file is.

    Tests see dev-dependencies as well, so both tables' features count. `ConfigError` names
    the place of what cannot be used.
    """
    own = read_manifests(manifest)[0]
    found = [
        one
        for one in read_dependencies(str(manifest), registry_name, _no_input)
        if one.spot.file == own.file and one.table.partition(".")[0] not in _NOT_CODE
    ]
    lock = lock_beside(manifest)
    document = None if lock is None else read_document(lock)
    locked = () if document is None else locked_packages(document, registry_name)
    chosen = [
        replace(one, claim=replace(one.claim, features=_features(one, own, choice)))
        for one in found
    ]
    return Crates(
        _merged((one for one in chosen if _kind(one) != _BUILD), locked),
        _merged((one for one in chosen if _kind(one) == _BUILD), locked),
    )


def _no_input(_most: int) -> bytes:
    return b""


def _kind(one: Dependency) -> str:
    return one.table.rpartition(".")[2].replace("_", "-")


def _features(one: Dependency, own: Manifest, choice: FeatureChoice) -> tuple[str, ...]:
    """Return what the entry itself asks for, and what the own features that are on ask for."""
    entry = next((same for same in own.dependencies if same.spot == one.spot), one)
    on = choice.enabled(own.features)
    asked = (
        feature
        for key, feature, feature_of, _ in requested(own.features)
        if key == one.key and feature_of in on
    )
    return tuple(dict.fromkeys((*entry.claim.features, *asked)))


def _merged(found: Iterable[Dependency], locked: tuple[Dependency, ...]) -> dict[str, Declared]:
    groups: dict[str, list[Dependency]] = {}
    for one in sorted(found, key=lambda one: _KINDS.index(_kind(one))):
        groups.setdefault(one.key.replace("-", "_"), []).append(one)
    return {name: _declared(group, locked) for name, group in groups.items()}


def _declared(group: list[Dependency], locked: tuple[Dependency, ...]) -> Declared:
    first = group[0]
    held = _locked(first, locked)
    if held is not None and held.standing is not None and first.standing is None:
        first = replace(first, standing=Standing.ELSEWHERE, because=held.because)
    features = dict.fromkeys(feature for one in group for feature in one.claim.features)
    return Declared(
        first,
        tuple(features),
        default_features=any(one.default_features for one in group),
        locked=None if held is None else held.locked,
        is_renamed=first.key != first.claim.name,
    )


def _locked(one: Dependency, locked: tuple[Dependency, ...]) -> Dependency | None:
    """Return the newest locked package that an entry's requirement takes."""
    fitting = [
        (version, package)
        for package in locked
        if package.claim.name == one.claim.name
        and (version := known_version(package.locked or "")) is not None
        and _takes(one.claim.requirement, package.locked or "")
    ]
    return max(fitting, key=lambda pair: pair[0], default=(None, None))[1]


def _takes(requirement: str | None, version: str) -> bool:
    known = known_version(version)
    try:
        return requirement is None or (
            known is not None and Requirement.parse(requirement).matches(known)
        )
    except RequirementError:
        return False
