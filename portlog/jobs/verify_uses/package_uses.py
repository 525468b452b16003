"""All paths in the files of one package, each with what it may mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portlog.jobs.crate_sources import CrateSources
from portlog.jobs.verify_uses.declared import Crates, Declared
from portlog.jobs.verify_uses.lib_names import LibNames, lib_names, with_lib_name
from portlog.jobs.verify_uses.made_names import MadeNames
from portlog.jobs.verify_uses.meanings import Meaning
from portlog.jobs.verify_uses.modules import Module, Modules, module_at, modules_of
from portlog.jobs.verify_uses.resolve import Resolver
from portlog.jobs.verify_uses.source_files import SourceFiles
from portlog.records.path_use import FileUses, Root, WrittenPath
from portlog.sources.rust_uses.package import Package, TargetKind


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path in a file, and what it may mean."""

    file: Path
    path: WrittenPath
    meaning: Meaning
    module: Module

    @property
    def is_build_script(self) -> bool:
        """Whether it stands in a build script, which sees dependencies of its own."""
        return self.module.kind is TargetKind.BUILD


@dataclass(frozen=True, slots=True)
class PackageUses:
    """A package's paths, and what its own code names.

    `associated` are the functions, constants and types of its impls and traits, `included` the
    files that another takes in, `untold` packages whose library's name nobody could tell.
    """

    manifest: Path
    crates: Crates
    paths: tuple[FoundPath, ...]
    associated: frozenset[str]
    included: frozenset[str]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """A package: its manifest, what that says of its code, and the crates that this may name."""

    manifest: Path
    package: Package
    crates: Crates


def package_uses(
    owner: Owner, files: tuple[Path, ...], sources: SourceFiles, archives: CrateSources
) -> PackageUses:
    """Return the paths in some files of a package, in the order of the files and their texts.

    The libraries' own names are read only where a name is left that no dependency has.
    """
    modules = modules_of(owner.package, files, sources.uses)
    made = _made_names(modules)
    found = _resolved(owner.package, owner.crates, modules, files, made)
    crates = owner.crates
    untold: tuple[str, ...] = ()
    if any(one.meaning.root is Root.UNDECLARED for one in found):
        told = lib_names(_unused(owner.crates.code, found), archives)
        crates, untold = _with_names(crates, told), told.untold
        found = _resolved(owner.package, crates, modules, files, made)
    crates = _with_own_names(crates, found, archives)
    every = list(_every_file(modules))
    return PackageUses(
        owner.manifest,
        crates,
        tuple(found),
        frozenset[str]().union(*(one.associated for one in every)),
        frozenset[str]().union(*(one.included for one in every)),
        untold,
    )


def _every_file(modules: Modules) -> Iterable[FileUses]:
    return (found[0].uses for found in modules.by_file.values())


def _made_names(modules: Modules) -> MadeNames:
    files = list(_every_file(modules))
    return MadeNames(
        frozenset[str]().union(*(one.macros for one in files)),
        frozenset[str]().union(*(one.macro_body_words for one in files)),
    )


def _resolved(
    package: Package,
    crates: Crates,
    modules: Modules,
    files: tuple[Path, ...],
    made: MadeNames,
) -> list[FoundPath]:
    resolvers = {
        is_build: Resolver(package, modules, _roots(crates, build_script=is_build), made)
        for is_build in (False, True)
    }
    found = []
    for file in files:
        held = modules.by_file.get(file.resolve())
        if held is None:
            continue
        resolver = resolvers[held[0].kind is TargetKind.BUILD]
        for path in held[0].uses.paths:
            module = module_at(held, path.scope)
            found.append(FoundPath(file, path, resolver.meaning(path, module), module))
    return found


def _roots(crates: Crates, *, build_script: bool) -> dict[str, Root]:
    seen = crates.seen_by(build_script=build_script)
    return {name: one.root for name, one in seen.items()}


def _unused(crates: Mapping[str, Declared], found: list[FoundPath]) -> list[Declared]:
    """Return the dependencies that no path has named, so that their libraries may go by another."""
    used = {path[0] for one in found for path in one.meaning.paths}
    return [one for name, one in crates.items() if name not in used and not one.is_renamed]


def _with_own_names(crates: Crates, found: list[FoundPath], archives: CrateSources) -> Crates:
    """Ask what the libraries of renamed dependencies call themselves: items go by that name."""
    used = {path[0] for one in found for path in one.meaning.paths}
    used |= {probe.name[0] for one in found for probe in one.meaning.probes}

    def named(seen: Mapping[str, Declared]) -> dict[str, Declared]:
        return {
            name: with_lib_name(one, archives) if one.is_renamed and name in used else one
            for name, one in seen.items()
        }

    return Crates(named(crates.code), named(crates.build))


def _with_names(crates: Crates, names: LibNames) -> Crates:
    return Crates({**crates.code, **names.found}, {**crates.build, **names.found})
