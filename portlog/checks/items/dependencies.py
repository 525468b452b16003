"""The crates that the code of another one can name."""

from collections.abc import Iterator

from portlog.checks.items.features import enabled_features
from portlog.checks.items.found import Findings, Found, StdPath, Unsure
from portlog.checks.items.open_crate import CrateShelf, OpenCrate
from portlog.checks.items.std_traits import BUILT_WITH_RUST, STD_CRATES
from portlog.records.rust_crate import CrateDependency


class Dependencies:
    """Opens the dependencies of crates when a path leads there, each with the features asked."""

    def __init__(self, shelf: CrateShelf) -> None:
        """Take where they come from."""
        self._shelf = shelf
        self._opened: dict[tuple[str, str, frozenset[str]], OpenCrate] = {}
        self._unified: dict[tuple[str, str], frozenset[str]] = {}

    def named(self, crate: OpenCrate, name: str) -> Findings:
        """Return the crate of a name among the dependencies and the standard library's."""
        # a dependency of such a name only stands in for the crate while the library is built
        dependency = None if name in BUILT_WITH_RUST else crate.dependency_named(name)
        if dependency is not None:
            return Findings((self._root(crate, dependency),))
        return Findings((Found(StdPath((name,))),)) if name in STD_CRATES else Findings()

    def _root(self, crate: OpenCrate, one: CrateDependency) -> Found:
        """Return the root of a dependency as its user has it."""
        source = self._shelf.crate(one)
        if isinstance(source, str):
            return Found(Unsure(f"{one.package} could not be read: {source}"))
        key = (source.manifest.package, source.manifest.version)
        asked = crate.features.asked_of(one) | self._unified.get(key, frozenset())
        features = enabled_features(source.manifest, asked, defaults=one.default_features)
        opened = (*key, features.own)
        if opened not in self._opened:
            self._opened[opened] = OpenCrate(source, features, crate, one)
        root = self._opened[opened].root
        return Found(Unsure(f"{one.package} has no library") if root is None else root)

    def unify(self, crate: OpenCrate) -> bool:
        """Switch on what other dependencies of a crate's user ask of it; say if that is more.

        Cargo builds a crate once, with all that is asked of it. What is already open stays as it
        was; the rules: https://doc.rust-lang.org/cargo/reference/features.html#feature-unification
        """
        key = (crate.manifest.package, crate.manifest.version)
        asked = frozenset(self._asked_beside(crate)) - crate.features.own
        known = self._unified.get(key, frozenset())
        self._unified[key] = known | asked
        return not asked <= known

    def _asked_beside(self, crate: OpenCrate) -> Iterator[str]:
        user = crate.parent
        for one in user.manifest.dependencies if user is not None else ():
            if (
                user is None
                or one == crate.dependency
                or not user.features.uses(one, user.manifest)
            ):
                continue
            source = self._shelf.crate(one)
            if isinstance(source, str):
                continue
            asked = user.features.asked_of(one)
            features = enabled_features(source.manifest, asked, defaults=one.default_features)
            for same in source.manifest.dependencies:
                is_same = same.package == crate.manifest.package
                if is_same and features.uses(same, source.manifest):
                    yield from features.asked_of(same)
                    yield from ("default",) if same.default_features else ()
