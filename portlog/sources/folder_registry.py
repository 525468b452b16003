"""Sources that are folders on this machine: a part of a registry each."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from portlog.errors import ConfigError, Unreachable
from portlog.records.registry import Listing, NoAnswer, RegistryAnswer, Release, Sighting
from portlog.sources.cargo_sources import LocalIndex, Unreadable, VendoredCrates
from portlog.sources.index_format import all_features, index_path, read_index_file
from portlog.sources.registry import Clock
from portlog.sources.toml_file import read_toml

_MOST_BYTES = 64 * 1024 * 1024


class LocalRegistry:
    """A local registry: index files as a git index has them, beside its crates."""

    def __init__(self, index: LocalIndex, clock: Clock) -> None:
        """Take where it is."""
        self.source = f"local registry {index.name}"
        self._path = index.path / "index"
        self._clock = clock

    def look_up(self, name: str) -> RegistryAnswer:
        """Return what the folder's index has under a name."""
        sighting = Sighting(self.source, self._clock())
        try:
            file = read_index_file(self._content(name))
        except FileNotFoundError:
            return Listing(name, (), sighting, complete=False)
        except OSError as error:
            return NoAnswer(name, f"its index cannot be read: {error.strerror}", sighting)
        except Unreachable as trouble:
            return NoAnswer(name, trouble.message, sighting)
        return Listing(name, file.releases, sighting, complete=False, unread=file.unread)

    def _content(self, name: str) -> bytes:
        if not self._path.is_dir():
            raise Unreachable(f"{self.source} has no index folder")
        with (self._path / index_path(name)).open("rb") as file:
            return file.read(_MOST_BYTES)


class _Package(msgspec.Struct, rename="kebab"):
    name: str
    version: str
    rust_version: str | None = None
    links: str | None = None


class _Detailed(msgspec.Struct):
    optional: bool = False


_Dependencies = dict[str, str | _Detailed]


class _Target(msgspec.Struct):
    dependencies: _Dependencies = {}


class _Manifest(msgspec.Struct):
    package: _Package
    features: dict[str, list[str]] = {}
    dependencies: _Dependencies = {}
    target: dict[str, _Target] = {}


class VendoredSources:
    """A directory source: what `cargo vendor` wrote, one folder for each crate."""

    def __init__(self, vendored: VendoredCrates, clock: Clock) -> None:
        """Take where it is."""
        self.source = f"directory source {vendored.name}"
        self._path = vendored.path
        self._clock = clock

    def look_up(self, name: str) -> RegistryAnswer:
        """Return the releases of a name in the folders that `cargo vendor` would give it."""
        sighting = Sighting(self.source, self._clock())
        try:
            releases = tuple(self._releases(name))
        except ConfigError as error:
            why = error.message.replace(str(self._path), self.source)
            return NoAnswer(name, why, sighting)
        except OSError as error:
            return NoAnswer(name, f"{self.source} cannot be read: {error.strerror}", sighting)
        return Listing(name, releases, sighting, complete=False)

    def _releases(self, name: str) -> Iterator[Release]:
        for _, manifest in _vendored(self._path, name):
            yield _release(manifest)


def vendored_folder(path: Path, name: str, version: str) -> Path | None:
    """Return the folder of one release in what `cargo vendor` wrote, or None.

    Raises `ConfigError` and OSError for what cannot be read.
    """
    for folder, manifest in _vendored(path, name):
        if (manifest.package.name, manifest.package.version) == (name, version):
            return folder
    return None


def _vendored(path: Path, name: str) -> Iterator[tuple[Path, _Manifest]]:
    folders = [one for one in path.iterdir() if _may_hold(one.name, name)]
    for folder in sorted(folders):
        manifest = read_toml(folder / "Cargo.toml", _Manifest)
        if manifest is not None and manifest.package.name.lower() == name.lower():
            yield folder, manifest


def _may_hold(folder: str, name: str) -> bool:
    lower = folder.lower()
    return lower == name.lower() or lower.startswith(f"{name.lower()}-")


def _release(manifest: _Manifest) -> Release:
    tables = (manifest.dependencies, *(one.dependencies for one in manifest.target.values()))
    optional = [
        name
        for table in tables
        for name, dependency in table.items()
        if isinstance(dependency, _Detailed) and dependency.optional
    ]
    package = manifest.package
    return Release(
        name=package.name,
        version=package.version,
        yanked=False,
        features=all_features(manifest.features, optional),
        rust_version=package.rust_version,
        links=package.links,
    )


class UnreadableRegistry:
    """A source that portlog cannot read: its only answer is why."""

    def __init__(self, unreadable: Unreadable, clock: Clock) -> None:
        """Take what it is."""
        self.source = unreadable.address
        self._why = unreadable.why
        self._clock = clock

    def look_up(self, name: str) -> RegistryAnswer:
        """Return no answer, and why."""
        return NoAnswer(name, self._why, Sighting(self.source, self._clock()))
