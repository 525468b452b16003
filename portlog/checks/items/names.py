"""Looking names up in the modules of crates, as Rust does.

The rules: https://doc.rust-lang.org/reference/names/name-resolution.html and
https://doc.rust-lang.org/reference/items/use-declarations.html
"""

from collections.abc import Callable, Iterator, Sequence

from portlog.checks.items.cfgs import Truth
from portlog.checks.items.dependencies import Dependencies
from portlog.checks.items.doubts import doubts_in
from portlog.checks.items.found import Findings, Found, StdPath, Thing, Unsure, variants
from portlog.checks.items.open_crate import CrateShelf, OpenCrate, Scope, is_in
from portlog.checks.items.std_traits import PRELUDE, PRIMITIVES, STD_CRATES
from portlog.records.item import Namespace
from portlog.records.rust_source import RustItem, RustKind, RustUse

MOST_STEPS = 20_000
MOST_STEPS_IN_CIRCLES = 200_000
_CIRCLE = Findings((), ("its names lead to one another in circles",))
MOST_FOUND = 24
_FIRST_EDITION = "2015"

Viewer = Scope | None
MembersOf = Callable[[Found, str, Namespace, Viewer], Findings]
_Key = tuple[int, str, Namespace, int]


class TooEntangled(Exception):
    """Names that lead to one another in more ways than anybody writes by hand."""


class Names:
    """Looks names up in one set of open crates; what was found once is remembered."""

    def __init__(self, shelf: CrateShelf, members: MembersOf) -> None:
        """Take where further crates come from, and what knows the members of types."""
        self._crates = Dependencies(shelf)
        self._members = members
        self._known: dict[_Key, Findings] = {}
        self._asking: list[_Key] = []
        # the scope is kept, so that no other one gets its identity
        self._sources: dict[tuple[int, int], tuple[Scope, Findings]] = {}
        self._heads: set[tuple[int, int, str, Namespace]] = set()
        self._lowest_cut = 0
        self._cuts = 0
        self._steps = 0
        self._most_steps = MOST_STEPS
        # once one path was, all are looked up as in circles
        self.is_circular = False
        self._cut_short: dict[_Key, Findings] | None = None
        self._cut_sources: dict[tuple[int, int], Findings] = {}

    def begin(self, *, in_circles: bool = False) -> None:
        """Begin another path; what an end before time has left half done is forgotten.

        Where names lead `in_circles`, each is looked up once for the whole path: what a circle
        has cut short is taken as it is, and a doubt where it is nothing.
        """
        self._cut_short = {} if in_circles else None
        self._cut_sources.clear()
        self._most_steps = MOST_STEPS_IN_CIRCLES if in_circles else MOST_STEPS
        self._asking.clear()
        self._heads.clear()
        self._lowest_cut = 0
        self._steps = 0

    def unify(self, crate: OpenCrate) -> bool:
        """Switch on in a dependency what others ask of it; forget what was found without that."""
        if not self._crates.unify(crate):
            return False
        self._known.clear()
        self._sources.clear()
        return True

    def lookup(self, scope: Scope, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a name stands for in a module, as seen from another one or from outside."""
        if namespace is Namespace.ANY:
            every = (Namespace.TYPE, Namespace.VALUE, Namespace.MACRO)
            found = [self.lookup(scope, name, one, viewer) for one in every]
            return found[0] | found[1] | found[2]
        key = (id(scope.module), name, namespace, id(viewer.module) if viewer else 0)
        key = (key[0] ^ hash(scope.crate.features.own), *key[1:])
        known = self._known.get(key)
        if known is None and self._cut_short and key in self._cut_short:
            self._note_cut(0)
            known = self._cut_short[key]
            known = known if known.is_there else known | _CIRCLE
        return known if known is not None else self._looked_up(key, scope, viewer)

    def _note_cut(self, at: int) -> None:
        self._cuts += 1
        self._lowest_cut = min(self._lowest_cut, at)

    def _looked_up(self, key: _Key, scope: Scope, viewer: Viewer) -> Findings:
        """Look up what is not known yet; what a circle has cut short is not remembered."""
        self._step()
        if key in self._asking:
            self._note_cut(self._asking.index(key))
            return Findings()
        depth = len(self._asking)
        outer_cut, self._lowest_cut = self._lowest_cut, depth
        self._asking.append(key)
        _, name, namespace, _ = key
        found = self._explicit(scope, name, namespace, viewer)
        if not found.is_there and not self._is_taken(scope, name, namespace, viewer):
            found |= self._by_globs(scope, name, namespace, viewer)
        if not found.is_there:
            found |= doubts_in(scope, name)
        found = Findings(found.found[:MOST_FOUND], found.doubts)
        self._asking.pop()
        if self._lowest_cut >= depth:
            self._known[key] = found
        elif self._cut_short is not None:
            self._cut_short[key] = found
        self._lowest_cut = min(outer_cut, self._lowest_cut)
        return found

    def _is_taken(self, scope: Scope, name: str, namespace: Namespace, viewer: Viewer) -> bool:
        """Say whether something that is not shown has the name: it hides what globs bring."""
        if viewer is not None and viewer.is_within(scope):
            return False
        inside = self._explicit(scope, name, namespace, scope).found
        sure = [one for one in inside if isinstance(one.target, Scope | Thing)]
        return any(one.truth > Truth.NO for one in sure)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > self._most_steps:
            raise TooEntangled

    def _explicit(self, scope: Scope, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a module defines or imports by name."""
        found = Findings(tuple(self._defined(scope, name, namespace, viewer)))
        for use in scope.uses.get(name, ()):
            if scope.shows(use.visibility, viewer):
                found |= self._imported(scope, use, namespace)
        return found

    def _defined(
        self, scope: Scope, name: str, namespace: Namespace, viewer: Viewer
    ) -> Iterator[Found]:
        if namespace is Namespace.TYPE:
            yield from _modules(scope, name, viewer)
        for item in scope.items.get(name, ()):
            if is_in(item, namespace) and scope.shows(item.visibility, viewer):
                yield Found(Thing(item, scope), scope.crate.gates(item.gates))
        if namespace is Namespace.MACRO and scope.parent is None:
            yield from _macros(scope.crate.exported_macros.get(name, ()))

    def _imported(self, scope: Scope, use: RustUse, namespace: Namespace) -> Findings:
        if use.is_module_only and namespace is not Namespace.TYPE:
            return Findings()
        found = self._used(scope, use, namespace)
        gates = scope.crate.gates(use.gates)
        return Findings(
            tuple(
                Found(one.target, gates + one.gates, one.use or use, one.use_crate or scope.crate)
                for one in found.found
            ),
            found.doubts,
        )

    def _used(self, scope: Scope, use: RustUse, namespace: Namespace) -> Findings:
        """Return what a `use` names."""
        if use.is_extern_crate:
            return self._extern(scope, use.path[0], namespace)
        return self.path(scope, use.path, namespace, use=use)

    def _extern(self, scope: Scope, name: str, namespace: Namespace) -> Findings:
        if namespace is not Namespace.TYPE:
            return Findings()
        if name == "self":
            return Findings((Found(scope.root),))
        return self._crates.named(scope.crate, name)

    def path(
        self,
        scope: Scope,
        segments: Sequence[str],
        namespace: Namespace,
        *,
        use: RustUse | None = None,
    ) -> Findings:
        """Return what a path means in a module: one of a `use`, or one within code."""
        self._step()
        if not segments:
            return Findings((Found(scope.root),)) if use else Findings()
        if segments[0] == "":
            return self._absolute(scope, segments[1:], namespace)
        head_only, cuts = len(segments) == 1, self._cuts
        found = self._head(scope, segments[0], namespace if head_only else Namespace.TYPE, use)
        for at, name in enumerate(segments[1:], 1):
            is_last = at == len(segments) - 1
            wanted = namespace if is_last else Namespace.TYPE
            found = self._all_steps(found, name, wanted, scope)
        if found.found or found.doubts or self._cuts > cuts:
            return found
        if self._means_another(scope, segments, namespace, use):
            return found
        return Findings((), (f"what {'::'.join(segments)} means in {scope.module.file}",))

    def _absolute(self, scope: Scope, segments: Sequence[str], namespace: Namespace) -> Findings:
        """Return what a path within code means that begins with `::`."""
        found = self._crates.named(scope.crate, segments[0]) if segments else Findings()
        if not found.found:
            return Findings((), (f"what ::{'::'.join(segments)} means in {scope.module.file}",))
        for at, name in enumerate(segments[1:], 1):
            wanted = namespace if at == len(segments) - 1 else Namespace.TYPE
            found = self._all_steps(found, name, wanted, scope)
        return found

    def _means_another(
        self, scope: Scope, segments: Sequence[str], namespace: Namespace, use: RustUse | None
    ) -> bool:
        """Say whether a path means something else than what is looked for: it is no riddle."""
        if use is None or namespace is Namespace.ANY or use.name is None:
            return False
        return bool(self.path(scope, segments, Namespace.ANY, use=use).found)

    def _head(self, scope: Scope, name: str, namespace: Namespace, use: RustUse | None) -> Findings:
        """Return what the first segment of a path means."""
        start: Scope | None = _starting_at(scope, name)
        if start is not None:
            return Findings((Found(start),))
        is_old = scope.crate.manifest.edition == _FIRST_EDITION
        if use is not None and use.is_absolute and not is_old:
            return self._crates.named(scope.crate, name)
        place = scope.root if use is not None and is_old else scope
        return self._head_in(place, name, namespace, scope)

    def _head_in(self, place: Scope, name: str, namespace: Namespace, scope: Scope) -> Findings:
        """Look a first segment up; the `use` that is just being read does not answer itself."""
        key = (id(place.module), id(scope.module), name, namespace)
        if key in self._heads:
            self._lowest_cut = 0
            self._cuts += 1
            found = Findings()
        else:
            self._heads.add(key)
            found = self._own_head(place, name, namespace, scope)
            self._heads.discard(key)
        if not found.is_there and namespace in (Namespace.TYPE, Namespace.ANY):
            found |= self._crates.named(scope.crate, name)
        if not found.is_there and namespace is Namespace.MACRO:
            found |= Findings(tuple(_macros(scope.crate.all_macros.get(name, ()))))
        if not found.is_there and (name in PRELUDE or name in PRIMITIVES):
            found |= Findings((Found(StdPath(("std", name))),))
        return found if found.is_there else found | doubts_in(place, name)

    def _own_head(self, place: Scope, name: str, namespace: Namespace, scope: Scope) -> Findings:
        """Return what a module itself calls so; a dependency's name is not looked for in globs."""
        every = (Namespace.TYPE, Namespace.VALUE, Namespace.MACRO)
        found = Findings()
        for one in every if namespace is Namespace.ANY else (namespace,):
            found |= self._explicit(place, name, one, scope)
        if found.is_there or scope.crate.dependency_named(name) or name in STD_CRATES:
            return found
        for one in every if namespace is Namespace.ANY else (namespace,):
            found |= self._by_globs(place, name, one, scope)
        return found

    def _all_steps(
        self, before: Findings, name: str, namespace: Namespace, scope: Scope
    ) -> Findings:
        found = Findings((), before.doubts)
        for one in before.found:
            found |= self.step(one, name, namespace, scope)
        return Findings(found.found[:MOST_FOUND], found.doubts)

    def step(self, one: Found, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a name means within what was found before it."""
        target = one.target
        if isinstance(target, StdPath):
            return Findings((Found(StdPath((*target.segments, name)), one.gates, one.use),))
        if isinstance(target, Unsure):
            return Findings((), (target.why,))
        if isinstance(target, Thing):
            return self._members(one, name, namespace, viewer)
        inside = viewer if viewer and viewer.crate.source is target.crate.source else None
        found = self.lookup(target, name, namespace, inside)
        return Findings(tuple(each.behind(one.gates) for each in found.found), found.doubts)

    def _by_globs(self, scope: Scope, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a module imports whole, enums' variants and other crates included."""
        found = Findings()
        for use in scope.globs:
            if scope.shows(use.visibility, viewer):
                found |= self._through_glob(scope, use, name, namespace, viewer)
        return found

    def _through_glob(
        self, scope: Scope, use: RustUse, name: str, namespace: Namespace, viewer: Viewer
    ) -> Findings:
        gates = scope.crate.gates(use.gates)
        sources = self.glob_sources(scope, use)
        found = Findings((), sources.doubts)
        seen_from = scope if viewer is not None and viewer.is_within(scope) else viewer
        for source in sources.found:
            if isinstance(source.target, StdPath):
                path = "::".join(source.target.segments)
                found |= Findings((), (f"a glob import takes in all of {path}",))
                continue
            inner = self._within(source, name, namespace, seen_from)
            again = tuple(
                Found(one.target, gates + one.gates, one.use, one.use_crate) for one in inner.found
            )
            found |= Findings(again, inner.doubts if not again else ())
        return found

    def _within(self, source: Found, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a glob of something brings under a name: an enum's variants, no methods."""
        if not isinstance(source.target, Thing):
            return self.step(source, name, namespace, viewer)
        thing = source.target
        if thing.item.kind is RustKind.TYPE:
            target = self.path(thing.scope, thing.item.target, Namespace.TYPE)
            return target if not target.found else variants(target, name, namespace)
        return variants(Findings((source,)), name, namespace)

    def glob_sources(self, scope: Scope, use: RustUse) -> Findings:
        """Return the modules and enums that a glob takes its names from."""
        key = (id(scope), id(use))
        known = self._sources.get(key)
        if known is not None:
            return known[1]
        if key in self._cut_sources:
            self._note_cut(0)
            return self._cut_sources[key]
        cuts = self._cuts
        found = self.path(scope, use.path, Namespace.TYPE, use=use)
        if self._cuts == cuts:
            self._sources[key] = (scope, found)
        elif self._cut_short is not None:
            self._cut_sources[key] = found
        return found


def _starting_at(scope: Scope, name: str) -> Scope | None:
    if name in ("crate", "$crate"):
        return scope.root
    if name == "self":
        return scope
    return (scope.parent or scope) if name == "super" else None


def _modules(scope: Scope, name: str, viewer: Viewer) -> Iterator[Found]:
    for child in scope.children.get(name, ()):
        if scope.shows(child.module.visibility, viewer):
            yield Found(child, scope.crate.gates(child.module.gates))


def _macros(known: Sequence[tuple[RustItem, Scope]]) -> Iterator[Found]:
    for item, place in known:
        yield Found(Thing(item, place), place.crate.gates(place.gates + item.gates))
