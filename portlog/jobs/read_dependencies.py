"""Every dependency that a manifest, a lock file or a text names, each with its place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from portlog.checks.own_features import feature_refusals, requested
from portlog.checks.requirements import Requirement, RequirementError
from portlog.checks.versions import known_version
from portlog.errors import ConfigError, InputError
from portlog.records.crate_lookup import CrateClaim
from portlog.records.dependency import Dependency, Standing
from portlog.records.manifest import Manifest
from portlog.records.registry import CRATES_IO
from portlog.sources.cargo_dependency import WORKSPACE_TABLE
from portlog.sources.cargo_lock import RegistryName, is_lock, locked_packages, registry_of_index
from portlog.sources.cargo_manifest import manifest
from portlog.sources.cargo_workspace import MANIFEST, read_manifests
from portlog.sources.dependency_text import MOST_DEPENDENCIES, dependencies_in_text
from portlog.sources.index_format import all_features
from portlog.sources.toml_document import parse_document, read_document
from portlog.sources.toml_file import MOST_BYTES, bounded_text, decoded

STDIN = "-"
_STDIN_NAME = "stdin"
_PATCH = "patch."
Dependencies = tuple[Dependency, ...]


def read_dependencies(
    path: str, registry_name: RegistryName, stdin: Callable[[int], bytes]
) -> Dependencies:
    """Return what `path` names: a manifest or its folder, a lock file, a text, or `-` for stdin.

    Raises `InputError` where nothing is there and `ConfigError` for what cannot be used, with
    file, line and column where it has them.
    """
    found = tuple(_by_name(one, registry_name) for one in _named_by(path, registry_name, stdin))
    if len(found) > MOST_DEPENDENCIES:
        raise ConfigError(f"{path}: names more than {MOST_DEPENDENCIES:,} dependencies")
    return found


def _named_by(
    path: str, registry_name: RegistryName, stdin: Callable[[int], bytes]
) -> Dependencies:
    if path == STDIN:
        return _in_any_text(_STDIN_NAME, decoded(_STDIN_NAME, stdin(MOST_BYTES + 1)), registry_name)
    place = _place(Path(path))
    if place is None:
        raise InputError(f"{path}: there is no such file", "name a Cargo.toml or its folder")
    if place.suffix == ".toml":
        return _in_manifests(read_manifests(place))
    if place.suffix == ".lock":
        document = read_document(place)
        return () if document is None else locked_packages(document, registry_name)
    return _in_any_text(str(place), _text(place), registry_name)


def _by_name(one: Dependency, registry_name: RegistryName) -> Dependency:
    """Return a dependency with the name of its registry: only such are asked."""
    if one.index is None or one.standing is not Standing.UNKNOWN:
        return one
    name = registry_of_index(one.index, registry_name)
    return one if name is None else replace(one, registry=name, standing=None, because="")


def _place(typed: Path) -> Path | None:
    """Return the file that was meant, or None where none is."""
    try:
        place = typed / MANIFEST if typed.is_dir() else typed
        return place if place.exists() else None
    except OSError:  # a name that no file system takes
        return None


def _text(place: Path) -> str:
    try:
        return bounded_text(place)
    except OSError as error:
        raise ConfigError(f"{place}: cannot be read: {error.strerror}") from None


def _in_any_text(file: str, text: str, registry_name: RegistryName) -> Dependencies:
    try:
        document = parse_document(file, text)
    except ConfigError:
        return dependencies_in_text(file, text)
    if is_lock(document):
        return locked_packages(document, registry_name)
    return dependencies_in_text(file, text)


def _in_manifests(manifests: tuple[Manifest, ...]) -> Dependencies:
    found = [replace(one, dependencies=_with_requests(one)) for one in manifests]
    patches = [one for found_one in found if found_one.is_root for one in _patches(found_one)]
    refused = {one.file: tuple(_feature_refusals(one)) for one in found}
    every = [
        entry
        for one in found
        for entry in sorted((*one.dependencies, *refused[one.file]), key=_order)
    ]
    return tuple(_patched(_held_against_folder(one), patches) for one in every)


def _order(one: Dependency) -> tuple[str, int, int]:
    return one.spot.file, one.spot.line, one.spot.column


def _patches(manifest: Manifest) -> Iterator[Dependency]:
    for one in manifest.dependencies:
        if one.table.startswith(_PATCH) and one.standing is Standing.ELSEWHERE:
            yield one


def _is_own(one: Dependency) -> bool:
    return one.table not in (WORKSPACE_TABLE, "replace") and not one.table.startswith(_PATCH)


def _with_requests(manifest: Manifest) -> Dependencies:
    """Return the dependencies, with the features that the package's own features ask of them."""
    asked = list(requested(manifest.features))
    found = []
    for one in manifest.dependencies:
        spots = {
            feature: manifest.feature_spots[own, at]
            for key, feature, own, at in asked
            if key == one.key and _is_own(one)
        }
        features = tuple(dict.fromkeys((*one.claim.features, *spots)))
        claim = replace(one.claim, features=features)
        found.append(replace(one, claim=claim, feature_spots={**spots, **one.feature_spots}))
    return tuple(found)


def _feature_refusals(manifest: Manifest) -> Iterator[Dependency]:
    optional: dict[str, bool] = {}
    for one in filter(_is_own, manifest.dependencies):
        optional[one.key] = optional.get(one.key, False) or one.optional
    for feature, at, why in feature_refusals(manifest.features, optional):
        entry = feature if at is None else manifest.features[feature][at]
        name = entry.partition("/")[0]
        plain = name.removeprefix("dep:").removesuffix("?")
        spot = manifest.feature_spots[feature, at]
        yield Dependency(
            CrateClaim(plain), plain, "features", spot, standing=Standing.REFUSED, because=why
        )


def _held_against_folder(one: Dependency) -> Dependency:
    """Return a path dependency, refused where its folder holds no such package."""
    if one.folder is None or one.standing is Standing.REFUSED or one.table == WORKSPACE_TABLE:
        return one
    folder = Path(one.folder)
    why = _folder_refusal(one, folder)
    if why is not None:
        return replace(one, standing=Standing.REFUSED, because=why)
    missing = next(iter(_missing_in_folder(one, folder)), None)
    if missing is None:
        return one
    why = f"the package in {folder} has no feature {missing}"
    spot = one.feature_spots.get(missing, one.spot)
    return replace(one, standing=Standing.REFUSED, because=why, spot=spot)


def _folder_refusal(one: Dependency, folder: Path) -> str | None:
    name, version = _package_in(folder)
    if name is None:
        return f"the folder {folder} has no package"
    if name != one.claim.name:
        return f"the package in {folder} is called {name}"
    if version is not None and not _takes(one.claim.requirement, version):
        return f"the package in {folder} has version {version}, not {one.claim.requirement}"
    return None


def _missing_in_folder(one: Dependency, folder: Path) -> list[str]:
    """Return the features that are asked of a folder's package and that it does not have."""
    document = read_document(folder / MANIFEST) if one.claim.features else None
    if document is None:
        return []
    package = manifest(document, document)
    optional = [entry.key for entry in package.dependencies if entry.optional]
    known = all_features(package.features, optional)
    return [feature for feature in one.claim.features if feature not in known]


def _package_in(folder: Path) -> tuple[str | None, str | None]:
    document = read_document(folder / MANIFEST)
    package = {} if document is None else document.table("package")
    name, version = package.get("name"), package.get("version", "0.0.0")
    return (
        name if isinstance(name, str) else None,
        version if isinstance(version, str) else None,
    )


def _takes(requirement: str | None, version: str) -> bool:
    """Say whether a requirement takes a folder's version; one that cannot be read takes none."""
    known = known_version(version)
    try:
        return requirement is None or (
            known is not None and Requirement.parse(requirement).matches(known)
        )
    except RequirementError:
        return False


def _patched(one: Dependency, patches: list[Dependency]) -> Dependency:
    patch = next((patch for patch in patches if _replaces(patch, one)), None)
    if patch is None or one.standing is not None:
        return one
    words = f"[{patch.table}] in {patch.spot.file} takes it {patch.because}"
    version = None if patch.folder is None else _package_in(Path(patch.folder))[1]
    if version is None:
        return replace(one, patched_by=words)
    if _takes(one.claim.requirement, version):
        return replace(one, standing=Standing.ELSEWHERE, because=words)
    return one


def _replaces(patch: Dependency, one: Dependency) -> bool:
    source = patch.table.removeprefix(_PATCH)
    is_crates_io = one.registry == CRATES_IO and source.rstrip("/") in (
        CRATES_IO,
        "https://github.com/rust-lang/crates.io-index",
    )
    return patch.claim.name == one.claim.name and (is_crates_io or source == one.registry)
