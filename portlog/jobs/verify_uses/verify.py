"""Hold every external path in Rust files against the crates that their manifests name."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.crate_sources import CrateSources, open_sources
from portlog.jobs.open_registry import Place
from portlog.jobs.second_look import second_look
from portlog.jobs.verify_items.look_up import look_up_items
from portlog.jobs.verify_uses.declared import FeatureChoice, declared_crates
from portlog.jobs.verify_uses.judge import Desk, Judged, judge
from portlog.jobs.verify_uses.package_uses import Owner, PackageUses, package_uses
from portlog.jobs.verify_uses.source_files import SourceFiles
from portlog.records.claim_context import ClaimMoment
from portlog.records.item import ItemClaim, ItemLookup, ItemOptions
from portlog.records.path_use import Root, UseCounts, UseReport
from portlog.sources.cargo_config import read_cargo_config
from portlog.sources.cargo_sources import registry_with_index
from portlog.sources.cargo_workspace import MANIFEST
from portlog.sources.rust_uses.files import MOST_BYTES, rust_files
from portlog.sources.rust_uses.kept_uses import KeptUses
from portlog.sources.rust_uses.package import package_of
from portlog.sources.toml_document import read_document

STDIN = "-"
_STDIN_NAME = Path("stdin")
_Files = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class UseOptions:
    """`manifest` of None takes the nearest above each file; `claimed` is when the code was made."""

    offline: bool = False
    manifest: Path | None = None
    features: FeatureChoice = field(default_factory=FeatureChoice)
    claimed: ClaimMoment | None = None


def verify_uses(
    path: str, options: UseOptions, place: Place, stdin: Callable[[int], bytes]
) -> UseReport:
    """Look up every path in a Rust file, a folder's files or, for `-`, standard input.

    Raises `InputError` where nothing is there or no manifest above it, and `ConfigError` for a
    manifest, a lock file or a configuration of cargo's that cannot be used.
    """
    is_typed = path == STDIN
    typed = (_STDIN_NAME, stdin(MOST_BYTES + 1)) if is_typed else None
    files = (_STDIN_NAME,) if is_typed else rust_files(Path(path))
    sources = SourceFiles(KeptUses(place.cache / "uses"), typed)
    archives = open_sources(place, offline=options.offline)
    packages = _packages(files, options, place, sources, archives)
    is_named = is_typed or Path(path).is_file()
    desk = Desk(
        partial(_look_up, options, place), archives, partial(second_look, place, options.claimed)
    )
    judged = judge(packages, desk, is_named=is_named)
    return _verification(judged, files, sources)


def _look_up(
    options: UseOptions, place: Place, claims: Sequence[ItemClaim]
) -> tuple[ItemLookup, ...]:
    told = ItemOptions(offline=options.offline, claimed=options.claimed)
    return look_up_items(claims, told, place) if claims else ()


def _verification(judged: Judged, files: _Files, sources: SourceFiles) -> UseReport:
    counts = UseCounts(
        std=judged.places[Root.STD],
        own=judged.places[Root.OWN],
        elsewhere=judged.places[Root.ELSEWHERE],
        left_out=judged.places[Root.UNDECIDED],
        files=len(files),
    )
    return UseReport(judged.items, sources.unread(files), counts)


def _packages(
    files: _Files, options: UseOptions, place: Place, sources: SourceFiles, archives: CrateSources
) -> list[PackageUses]:
    config = read_cargo_config(place.folder, place.environment)
    names = partial(registry_with_index, config)
    found = []
    for manifest, group in _by_manifest(files, options.manifest).items():
        document = read_document(manifest)
        package = None if document is None else package_of(document)
        if package is None:
            raise InputError(f"{manifest}: there is no package", "name a package's Cargo.toml")
        owner = Owner(manifest, package, declared_crates(manifest, options.features, names))
        found.append(package_uses(owner, tuple(group), sources, archives))
    return found


def _by_manifest(files: _Files, named: Path | None) -> dict[Path, list[Path]]:
    groups: dict[Path, list[Path]] = {}
    known: dict[Path, Path] = {}
    for file in files:
        folder = file.parent
        if folder not in known:
            known[folder] = named or _manifest_above(file)
        groups.setdefault(known[folder], []).append(file)
    return groups


def _manifest_above(file: Path) -> Path:
    """Return the nearest manifest of a package above a file; `InputError` where there is none."""
    for folder in file.absolute().parents:
        document = read_document(folder / MANIFEST)
        if document is not None and "package" in document.content:
            path = folder / MANIFEST
            return path if file.is_absolute() else Path(os.path.relpath(path))
    raise InputError(
        f"{file}: there is no {MANIFEST} with a package above it", "name one with --manifest-path"
    )
