"""The crates that the code of another one can name."""

from portlog.checks.items.features import enabled_features
from portlog.checks.items.found import Findings, Found, StdPath, Unsure
from portlog.checks.items.open_crate import CrateShelf, OpenCrate
from portlog.checks.items.std_traits import STD_CRATES
from portlog.records.rust_crate import CrateDependency


class Dependencies:
    """Opens the dependencies of crates when a path leads there, each with the features asked."""

    def __init__(self, shelf: CrateShelf) -> None:
        """Take where they come from."""
        self._shelf = shelf
        self._opened: dict[tuple[str, str, frozenset[str]], OpenCrate] = {}

    def named(self, crate: OpenCrate, name: str) -> Findings:
        """Return the crate of a name among the dependencies and the standard library's."""
        dependency = crate.dependency_named(name)
        if dependency is not None:
            return Findings((self._root(crate, dependency),))
        return Findings((Found(StdPath((name,))),)) if name in STD_CRATES else Findings()

    def _root(self, crate: OpenCrate, one: CrateDependency) -> Found:
        """Return the root of a dependency as its user has it."""
        source = self._shelf.crate(one)
        if isinstance(source, str):
            return Found(Unsure(f"{one.package} could not be read: {source}"))
        asked = crate.features.asked_of(one)
        features = enabled_features(source.manifest, asked, defaults=one.default_features)
        key = (source.manifest.package, source.manifest.version, features.own)
        if key not in self._opened:
            self._opened[key] = OpenCrate(source, features, crate, one)
        root = self._opened[key].root
        return Found(Unsure(f"{one.package} has no library") if root is None else root)
