"""The source code of published crates, read and never run."""

from threading import Lock

from portlog.errors import ConfigError, Unreachable
from portlog.jobs.open_registry import OpenRegistry, Place, open_registry
from portlog.records.registry import CRATES_IO, NoAnswer, Release, Sighting
from portlog.sources.crate_archive import CrateFiles, Wanted


class CrateSources:
    """The files of releases, from wherever cargo would take them; for any number of threads."""

    def __init__(self, place: Place, *, offline: bool = False) -> None:
        """Take where cargo's configuration and the cache are; nothing is opened yet."""
        self._place = place
        self._offline = offline
        self._opened: dict[str, OpenRegistry] = {}
        self._opening = Lock()

    def files(
        self,
        name: str,
        release: Release,
        registry: str = CRATES_IO,
        *,
        wanted: Wanted | None = None,
    ) -> CrateFiles | NoAnswer:
        """Return a release's regular files by their path in the crate, or why there are none.

        `name` is the crate's as it was asked for. `wanted` is asked with each path and keeps
        the others out of memory.
        """
        source = registry
        try:
            archives = self.opened(registry).archives
            source = archives.source
            return archives.files(release, wanted)
        except (ConfigError, Unreachable) as trouble:
            return NoAnswer(name, trouble.message, Sighting(source, self._place.clock()))

    def opened(self, registry: str) -> OpenRegistry:
        """Return the registry of a name, opened once; `ConfigError` if there is none."""
        with self._opening:
            if registry not in self._opened:
                opened = open_registry(self._place, registry, offline=self._offline)
                self._opened[registry] = opened
            return self._opened[registry]


def open_sources(place: Place, *, offline: bool = False) -> CrateSources:
    """Return where source code can be had; nothing is asked yet."""
    return CrateSources(place, offline=offline)
