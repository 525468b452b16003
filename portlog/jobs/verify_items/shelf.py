"""Crates for the look-up of items: each asked for once, each source read once."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from portlog.checks.candidates import Candidates
from portlog.checks.requirements import Requirement, RequirementError
from portlog.errors import ConfigError
from portlog.jobs.crate_sources import open_sources
from portlog.jobs.open_registry import OpenRegistry, Place
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer, Release
from portlog.records.rust_crate import CrateDependency, RustCrate
from portlog.sources.registry import SIDE_BY_SIDE, look_up_all
from portlog.sources.rust_source.kept_crates import KeptCrates

_Asked = tuple[str, str]


class Shelf:
    """What registries say of crates, and the crates themselves, read when somebody needs them."""

    def __init__(self, place: Place, *, offline: bool) -> None:
        """Take where look-ups happen; nothing is asked yet."""
        self._sources = open_sources(place, offline=offline)
        self._kept = KeptCrates(place.cache / "items")
        self._answers: dict[_Asked, RegistryAnswer] = {}
        self._crates: dict[tuple[str, str, str], RustCrate | str] = {}
        self._places: dict[tuple[str, str], tuple[str, str | None]] = {}
        self._locks: dict[tuple[str, str, str], Lock] = {}
        self._locking = Lock()

    def opened(self, registry: str) -> OpenRegistry:
        """Return the registry of a name; `ConfigError` if there is none."""
        return self._sources.opened(registry)

    def look_up(self, asked: Iterable[_Asked]) -> None:
        """Ask for several crates, each a registry and a name, side by side."""
        new = [one for one in dict.fromkeys(asked) if one not in self._answers]
        for registry in dict.fromkeys(registry for registry, _ in new):
            names = [name for own, name in new if own == registry]
            answers = look_up_all(self.opened(registry).registry, names)
            self._answers.update({(registry, name): one for name, one in answers.items()})

    def answer(self, registry: str, name: str) -> RegistryAnswer:
        """Return what a registry says of one crate."""
        self.look_up([(registry, name)])
        return self._answers[registry, name]

    def read_ahead(self, releases: Iterable[tuple[str, Release]]) -> None:
        """Read the sources of several releases side by side."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for _ in pool.map(lambda one: self.source(*one), releases):
                pass

    def source(self, registry: str, release: Release) -> RustCrate | str:
        """Return the crate of a release, or why its source is not to be had."""
        key = (registry, release.name, release.version)
        with self._locking:
            lock = self._locks.setdefault(key, Lock())
        with lock:
            if key not in self._crates:
                self._crates[key] = self._read(registry, release)
                where = self.opened(registry).archives.source
                self._places[key[1:]] = (where, release.checksum)
            return self._crates[key]

    def place_of(self, package: str, version: str) -> tuple[str | None, str | None]:
        """Return where a crate that was read came from, and its archive's SHA-256."""
        return self._places.get((package, version), (None, None))

    def crate(self, dependency: CrateDependency) -> RustCrate | str:
        """Return the crate that cargo would take for a dependency, or why it cannot be had."""
        if dependency.requirement is None:
            return "it comes from no registry"
        registry = dependency.registry
        answer = self.answer(registry, dependency.package)
        if isinstance(answer, NoAnswer):
            return answer.why
        release = _taken(answer, dependency)
        return release if isinstance(release, str) else self.source(registry, release)

    def _read(self, registry: str, release: Release) -> RustCrate | str:
        kept = self._kept.read(release.checksum)
        if kept is not None:
            return kept
        from portlog.sources.rust_source.reader import is_wanted, read_crate

        files = self._sources.files(release.name, release, registry, wanted=is_wanted)
        if isinstance(files, NoAnswer):
            return files.why
        try:
            crate = read_crate(files, release.name, release.version)
        except (ConfigError, RecursionError) as trouble:
            return f"its source cannot be read: {trouble}"
        self._kept.write(release.checksum, crate)
        return crate


def _taken(answer: Listing, dependency: CrateDependency) -> Release | str:
    """Return the newest release that a requirement takes."""
    releases = [one for one in answer.releases if one.name == dependency.package]
    try:
        requirement = Requirement.parse(dependency.requirement or "*")
    except RequirementError as error:
        return f"its requirement {dependency.requirement} is not understood: {error}"
    usable = Candidates.of(releases, requirement).usable
    return usable[0] if usable else f"the registry has no version {dependency.requirement} of it"
