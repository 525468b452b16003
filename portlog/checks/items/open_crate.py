"""A crate with some of its features on, its names ready to be looked up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from portlog.checks.items.cfgs import Predicate, Settings, Truth, predicate, truth
from portlog.checks.items.features import EnabledFeatures, enabled_features
from portlog.records.item import Namespace
from portlog.records.rust_crate import CrateDependency, RustCrate
from portlog.records.rust_source import (
    PUBLIC,
    MacroCall,
    Marker,
    RustImpl,
    RustItem,
    RustKind,
    RustModule,
    RustUse,
)

_TYPES = frozenset(
    {RustKind.STRUCT, RustKind.ENUM, RustKind.UNION, RustKind.TRAIT, RustKind.TYPE,
     RustKind.VARIANT, RustKind.MODULE}
)  # fmt: skip
_VALUES = frozenset(
    {RustKind.FUNCTION, RustKind.CONST, RustKind.STATIC, RustKind.VARIANT, RustKind.FIELD}
)
_MACROS = frozenset({RustKind.MACRO, RustKind.DERIVE, RustKind.ATTRIBUTE})


class CrateShelf(Protocol):
    """Where the crates that another one depends on are had from."""

    def crate(self, dependency: CrateDependency) -> RustCrate | str:
        """Return the crate that cargo would take, or why it cannot be had."""
        raise NotImplementedError


def is_in(item: RustItem, namespace: Namespace) -> bool:
    """Say whether a name of this kind is looked up in a namespace."""
    if namespace is Namespace.TYPE:
        return item.kind in _TYPES
    if namespace is Namespace.VALUE:
        return item.kind in _VALUES or item.has_constructor
    return namespace is Namespace.ANY or item.kind in _MACROS


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """A `cfg` of one crate."""

    crate: "OpenCrate"
    text: str

    @property
    def predicate(self) -> Predicate:
        """What it says."""
        return predicate(self.text)

    @property
    def truth(self) -> Truth:
        """How far it holds in its crate."""
        return self.crate.truth(self.text)


class OpenCrate:
    """One crate as one user has it; `parent` and `dependency` say who asks for it, and how."""

    def __init__(
        self,
        source: RustCrate,
        features: EnabledFeatures,
        parent: "OpenCrate | None" = None,
        dependency: CrateDependency | None = None,
    ) -> None:
        """Take its source and what is on."""
        self.source = source
        self.manifest = source.manifest
        self.features = features
        self.parent = parent
        self.dependency = dependency
        self.settings = Settings(features.own, _open_names(source))
        self._truths: dict[str, Truth] = {}

    def truth(self, text: str) -> Truth:
        """Say how far a `cfg` holds here."""
        known = self._truths.get(text)
        if known is None:
            known = self._truths[text] = truth(predicate(text), self.settings)
        return known

    def has(self, marker: Marker) -> bool:
        """Say whether a derive or attribute stands there with what is on."""
        return not marker.gate or self.truth(marker.gate) > Truth.NO

    def gates(self, texts: tuple[str, ...]) -> tuple[Gate, ...]:
        """Return `cfg`s of this crate's code as gates of it."""
        return tuple(Gate(self, text) for text in texts)

    @cached_property
    def root(self) -> "Scope | None":
        """The library's root module, None where the crate has no library."""
        return None if self.source.root is None else Scope(self, self.source.root, None)

    @cached_property
    def scopes(self) -> tuple["Scope", ...]:
        """Every module of the crate."""
        return () if self.root is None else tuple(self.root.and_below())

    @cached_property
    def exported_macros(self) -> Mapping[str, list[tuple[RustItem, "Scope"]]]:
        """The macros with `#[macro_export]`, which stand at the root whatever their module."""
        return self._by_name(lambda item: item.kind is RustKind.MACRO and item.is_exported)

    @cached_property
    def all_macros(self) -> Mapping[str, list[tuple[RustItem, "Scope"]]]:
        """Every macro of the crate."""
        return self._by_name(lambda item: item.kind is RustKind.MACRO)

    def _by_name(self, keep: "Keep") -> Mapping[str, list[tuple[RustItem, "Scope"]]]:
        found: defaultdict[str, list[tuple[RustItem, Scope]]] = defaultdict(list)
        for scope in self.scopes:
            for item in scope.module.items:
                if keep(item):
                    found[item.name].append((item, scope))
        return found

    @cached_property
    def impls(self) -> tuple[tuple[RustImpl, "Scope"], ...]:
        """Every `impl` block with the module that it stands in."""
        return tuple((impl, scope) for scope in self.scopes for impl in scope.module.impls)

    @cached_property
    def impls_by_member(self) -> Mapping[str, list[tuple[RustImpl, "Scope", RustItem]]]:
        """Every item of an `impl` by its name."""
        found: defaultdict[str, list[tuple[RustImpl, Scope, RustItem]]] = defaultdict(list)
        for impl, scope in self.impls:
            for member in impl.members:
                found[member.name].append((impl, scope, member))
        return found

    @cached_property
    def impls_by_type(self) -> Mapping[str, list[tuple[RustImpl, "Scope"]]]:
        """Every `impl` by the last segment of its type."""
        found: defaultdict[str, list[tuple[RustImpl, Scope]]] = defaultdict(list)
        for impl, scope in self.impls:
            if impl.target:
                found[impl.target[-1]].append((impl, scope))
        return found

    @cached_property
    def exported_names(self) -> frozenset[str]:
        """The last names of the paths that the crate re-exports."""
        uses = (use for scope in self.scopes for use in scope.module.uses)
        return frozenset(use.path[-1] for use in uses if use.visibility == PUBLIC and use.path)

    def is_on(self, gates: tuple[str, ...]) -> bool:
        """Say whether code under `cfg`s may be there with what is on."""
        return all(self.truth(one) > Truth.NO for one in gates)

    @cached_property
    def calls_by_word(self) -> Mapping[str, list[MacroCall]]:
        """The macro calls among items that were not expanded, by each word that may come out."""
        there = (scope for scope in self.scopes if self.is_on(scope.gates))
        return self.by_word(call for scope in there for call in scope.module.calls)

    def by_word(self, calls: Iterable[MacroCall]) -> Mapping[str, list[MacroCall]]:
        """Return those calls that no `cfg` switches off, by each of their words."""
        found: defaultdict[str, list[MacroCall]] = defaultdict(list)
        for call in calls:
            for word in call.words if self.is_on(call.gates) else ():
                found[word].append(call)
        return found

    def dependency_named(self, name: str) -> CrateDependency | None:
        """Return the dependency that code calls by a name."""
        named = (one for one in self.manifest.dependencies if one.code_name == name)
        return next(named, None)


def _open_names(source: RustCrate) -> frozenset[str] | None:
    names = source.manifest.build_cfgs
    return None if names is None else frozenset(names)


class Keep(Protocol):
    """Which items are wanted."""

    def __call__(self, item: RustItem) -> bool:
        """Say whether one is."""
        raise NotImplementedError


class Scope:
    """One module of an open crate, its names sorted for looking up."""

    def __init__(self, crate: OpenCrate, module: RustModule, parent: "Scope | None") -> None:
        """Take the module and the one that it stands in."""
        self.crate = crate
        self.module = module
        self.parent = parent

    @cached_property
    def children(self) -> Mapping[str, list["Scope"]]:
        """The modules in this one; several of one name where `cfg`s choose."""
        found: defaultdict[str, list[Scope]] = defaultdict(list)
        for module in self.module.modules:
            found[module.name].append(Scope(self.crate, module, self))
        return found

    @cached_property
    def items(self) -> Mapping[str, list[RustItem]]:
        """The definitions in this module; macros are elsewhere."""
        found: defaultdict[str, list[RustItem]] = defaultdict(list)
        for item in self.module.items:
            if item.kind is not RustKind.MACRO or self.crate.manifest.is_proc_macro:
                found[item.name].append(item)
        return found

    @cached_property
    def uses(self) -> Mapping[str, list[RustUse]]:
        """What is imported by name."""
        found: defaultdict[str, list[RustUse]] = defaultdict(list)
        for use in self.module.uses:
            if use.name is not None:
                found[use.name].append(use)
        return found

    @cached_property
    def globs(self) -> tuple[RustUse, ...]:
        """What is imported whole."""
        return tuple(use for use in self.module.uses if use.name is None)

    @cached_property
    def calls_by_word(self) -> Mapping[str, list[MacroCall]]:
        """The macro calls in this module that were not expanded, by their words."""
        return self.crate.by_word(self.module.calls)

    @cached_property
    def marked(self) -> tuple[RustItem, ...]:
        """The definitions in this module for which a derive or an attribute may make names."""
        return tuple(one for one in self.module.items if one.derives or one.attributes)

    @property
    def root(self) -> "Scope":
        """The root module of the crate."""
        return self if self.parent is None else self.parent.root

    @property
    def gates(self) -> tuple[str, ...]:
        """The `cfg`s on this module and on every one around it."""
        return () if self.parent is None else self.parent.gates + self.module.gates

    def and_below(self) -> Iterator["Scope"]:
        """Yield this module and all within it."""
        waiting: list[Scope] = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting.extend(child for same in scope.children.values() for child in same)

    def is_within(self, other: "Scope") -> bool:
        """Say whether this module is another one, or stands somewhere in it."""
        scope: Scope | None = self
        while scope is not None:
            if scope.module is other.module:
                return True
            scope = scope.parent
        return False

    def shows(self, visibility: str, viewer: "Scope | None") -> bool:
        """Say whether what stands here with a visibility is seen from a module, or from outside."""
        if visibility == PUBLIC:
            return True
        if viewer is None or viewer.crate.source is not self.crate.source:
            return False
        if visibility == "crate" or visibility.startswith("in"):
            return True
        around = (self.parent or self) if visibility == "super" else self
        return viewer.is_within(around)


def open_crate(source: RustCrate, asked: frozenset[str], *, defaults: bool) -> OpenCrate:
    """Return the crate that a user asks for with these features."""
    return OpenCrate(source, enabled_features(source.manifest, asked, defaults=defaults))
