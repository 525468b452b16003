"""What the libraries of dependencies call themselves, where that is not their package's name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from portlog.checks.requirements import Requirement, RequirementError
from portlog.checks.versions import known_version
from portlog.errors import ConfigError
from portlog.jobs.crate_sources import CrateSources
from portlog.jobs.verify_uses.declared import Declared
from portlog.records.registry import Listing, NoAnswer, Release
from portlog.sources.cargo_workspace import MANIFEST
from portlog.sources.rust_uses.package import lib_name_of
from portlog.sources.toml_document import TomlDocument, parse_document, read_document


@dataclass(frozen=True, slots=True)
class LibNames:
    """The names that were found, and the packages whose library's name nobody could tell."""

    found: dict[str, Declared]
    untold: tuple[str, ...]


def lib_names(declared: Iterable[Declared], sources: CrateSources) -> LibNames:
    """Return the dependencies by the names of their libraries, from their own manifests."""
    found: dict[str, Declared] = {}
    untold: list[str] = []
    for one in declared:
        name = _lib_name(one, sources)
        if name is None:
            untold.append(one.dependency.claim.name)
        elif name != one.code_name:
            found[name] = one
    return LibNames(found, tuple(untold))


def with_lib_name(one: Declared, sources: CrateSources) -> Declared:
    """Return a dependency with what its library calls itself, where its manifest can be had."""
    return replace(one, lib_name=_lib_name(one, sources))


def _lib_name(one: Declared, sources: CrateSources) -> str | None:
    try:
        document = _manifest(one, sources)
        return None if document is None else lib_name_of(document)
    except ConfigError:
        return None


def _manifest(one: Declared, sources: CrateSources) -> TomlDocument | None:
    if one.dependency.folder is not None:
        return read_document(Path(one.dependency.folder) / MANIFEST)
    if one.dependency.standing is not None:
        return None
    name, registry = one.dependency.claim.name, one.dependency.registry
    listing = sources.opened(registry).registry.look_up(name)
    release = None if isinstance(listing, NoAnswer) else _release(one, listing)
    if release is None:
        return None
    files = sources.files(name, release, registry, wanted=lambda path: path == MANIFEST)
    content = None if isinstance(files, NoAnswer) else files.get(MANIFEST)
    return None if content is None else parse_document(MANIFEST, content.decode(errors="replace"))


def _release(one: Declared, listing: Listing) -> Release | None:
    """Return the locked release, else the newest that the requirement takes."""
    if one.locked is not None:
        return next(
            (release for release in listing.releases if release.version == one.locked), None
        )
    return newest(_fitting(one.dependency.claim.requirement, listing))


def newest(releases: Iterable[Release]) -> Release | None:
    """Return the release with the highest version, or None of none."""
    known = [(known_version(one.version), one) for one in releases]
    pairs = [(version, one) for version, one in known if version is not None]
    return max(pairs, key=lambda pair: pair[0], default=(None, None))[1]


def _fitting(requirement: str | None, listing: Listing) -> Iterator[Release]:
    try:
        wanted = Requirement.parse(requirement or "*")
    except RequirementError:
        return
    for release in listing.releases:
        version = known_version(release.version)
        if version is not None and not release.yanked and wanted.matches(version):
            yield release
