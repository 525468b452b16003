"""What belongs to a type or a trait: variants, fields, and what `impl` blocks and derives give."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from portlog.checks.items.cfgs import Truth
from portlog.checks.items.doubts import calls_with, makers, told
from portlog.checks.items.found import Findings, Found, StdPath, Thing
from portlog.checks.items.names import Names, Viewer
from portlog.checks.items.open_crate import CrateShelf, OpenCrate, Scope, is_in
from portlog.checks.items.reach import may_be_named
from portlog.checks.items.std_traits import (
    FOR_EVERY_TYPE,
    KNOWN_DERIVES,
    STD_TRAITS,
    THROUGH_ANOTHER,
)
from portlog.records.item import Namespace
from portlog.records.rust_source import PUBLIC, RustImpl, RustItem, RustKind

_Member = tuple[RustImpl, Scope, RustItem]
_ByOwner = Mapping[int, Sequence[_Member]]
_WITH_IMPLS = frozenset({RustKind.STRUCT, RustKind.ENUM, RustKind.UNION})
_DEREF = "Deref"
_FOR_SOME = "{} is implemented for types with certain traits"
_NO_RECEIVER = ("new", "from_", "with_", "try_from_", "default")


class Members:
    """Looks up what belongs to types and traits, aliases followed."""

    def __init__(self, shelf: CrateShelf) -> None:
        """Take where further crates come from."""
        self.names = Names(shelf, self.of)
        # what an identity stands for is kept with the answer, so that nothing else gets it
        self._targets: dict[tuple[int, int], tuple[Scope, tuple[RustItem, ...]]] = {}
        self._owners: dict[tuple[int, str], tuple[OpenCrate, _ByOwner]] = {}

    def of(self, owner: Found, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return what a name means within a definition."""
        thing = owner.target
        if not isinstance(thing, Thing):
            return Findings()
        if thing.item.kind is RustKind.TYPE:
            return self._through_alias(owner, thing, name, namespace)
        found = self._listed(thing, name, namespace, viewer)
        if not _is_usable(found) and thing.item.kind in _WITH_IMPLS:
            found |= self._implemented(thing, name, namespace)
        return Findings(tuple(one.behind(owner.gates) for one in found.found), found.doubts)

    def _through_alias(
        self, owner: Found, thing: Thing, name: str, namespace: Namespace
    ) -> Findings:
        if not thing.item.target or thing.item.target[0] == "Self":
            why = f"{thing.item.name} is another name for a type that is not followed"
            return Findings((), (why,))
        target = self.names.path(thing.scope, thing.item.target, Namespace.TYPE)
        found = Findings((), target.doubts)
        for one in target.found:
            if isinstance(one.target, Thing) and one.target.item is thing.item:
                continue
            found |= self.names.step(one.behind(owner.gates), name, namespace, None)
        return found

    def _listed(self, thing: Thing, name: str, namespace: Namespace, viewer: Viewer) -> Findings:
        """Return the variant, field or trait item of a name that the definition itself lists."""
        found = []
        for member in thing.item.members:
            if member.name == name and is_in(member, namespace):
                is_open = thing.item.kind is not RustKind.STRUCT or thing.scope.shows(
                    member.visibility, viewer
                )
                one = Thing(member, thing.scope, thing.item, is_hidden=not is_open)
                found.append(Found(one, thing.scope.crate.gates(member.gates)))
        calls = calls_with(thing.scope.crate, thing.item.calls, name)
        return Findings(tuple(found), tuple(calls))

    def _implemented(self, thing: Thing, name: str, namespace: Namespace) -> Findings:
        found = Findings(tuple(self._in_impls(thing, name, namespace)))
        if _is_usable(found):
            return found
        found |= self._provided(thing, name)
        if not _is_usable(found):
            found |= self._derived(thing, name)
        return found if _is_usable(found) else found | self._doubts(thing, name)

    def _in_impls(self, thing: Thing, name: str, namespace: Namespace) -> Iterator[Found]:
        """Yield what `impl` blocks for the type define under a name."""
        crate = thing.scope.crate
        for impl, scope, member in self._members_of(thing, name):
            if not is_in(member, namespace):
                continue
            trait = "::".join(impl.trait)
            is_open = self._is_nameable(impl, scope) if trait else member.visibility == PUBLIC
            hidden = not is_open
            gates = crate.gates(scope.gates + impl.gates + member.gates)
            found = Found(Thing(member, scope, thing.item, trait, hidden), gates)
            yield found
            if found.truth is Truth.YES and not hidden:
                return

    def _members_of(self, thing: Thing, name: str) -> Sequence[_Member]:
        """Return the items of a name in all `impl` blocks for a type."""
        crate = thing.scope.crate
        key = (id(crate), name)
        if key not in self._owners:
            by_owner: defaultdict[int, list[_Member]] = defaultdict(list)
            for one in crate.impls_by_member.get(name, ()):
                for owner in self._owners_of(one[0], one[1]):
                    by_owner[id(owner)].append(one)
            self._owners[key] = (crate, by_owner)
        return self._owners[key][1].get(id(thing.item), ())

    def _is_nameable(self, impl: RustImpl, scope: Scope) -> bool:
        """Say whether the trait of an `impl` may be in the scope of another crate's code."""
        found = self.names.path(scope, impl.trait, Namespace.TYPE).found
        traits = [one.target for one in found if isinstance(one.target, Thing)]
        return len(traits) < len(found) or not traits or any(map(may_be_named, traits))

    def _is_for(self, impl: RustImpl, scope: Scope, thing: Thing) -> bool:
        """Say whether an `impl` is for this type."""
        return any(one is thing.item for one in self._owners_of(impl, scope))

    def _owners_of(self, impl: RustImpl, scope: Scope) -> tuple[RustItem, ...]:
        """Return the types that an `impl` is for, of which a `cfg` may choose one."""
        if not impl.target or impl.is_blanket or impl.is_reference:
            return ()
        key = (id(impl), id(scope))
        if key not in self._targets:
            found = self.names.path(scope, impl.target, Namespace.TYPE).found
            self._targets[key] = (scope, tuple(self._types(found, 0)))
        return self._targets[key][1]

    def _types(self, found: Sequence[Found], depth: int) -> Iterator[RustItem]:
        """Yield the definitions that are found, those behind aliases included."""
        for one in found:
            target = one.target
            if not isinstance(target, Thing):
                continue
            yield target.item
            if target.item.kind is RustKind.TYPE and target.item.target and depth < _DEEPEST:
                behind = self.names.path(target.scope, target.item.target, Namespace.TYPE)
                yield from self._types(behind.found, depth + 1)

    def _impls(self, thing: Thing) -> Iterator[tuple[RustImpl, Scope]]:
        """Yield the trait `impl`s for the type, those for every type included."""
        crate = thing.scope.crate
        for impl, scope in crate.impls_by_type.get(thing.item.name, ()):
            if impl.trait and self._is_for(impl, scope, thing):
                yield impl, scope
        for impl, scope in crate.impls:
            if impl.is_blanket and impl.trait:
                yield impl, scope

    def _provided(self, thing: Thing, name: str) -> Findings:
        """Return what a trait that the type implements brings of its own."""
        found = Findings()
        for impl, scope in self._impls(thing):
            found |= self._from_trait(thing, impl, scope, name)
        if found.is_there:
            return found
        return found | self._from_std(thing, name)

    def _from_trait(self, thing: Thing, impl: RustImpl, scope: Scope, name: str) -> Findings:
        gates = scope.crate.gates(scope.gates + impl.gates)
        if impl.trait[-1] in STD_TRAITS and name not in STD_TRAITS[impl.trait[-1]]:
            return Findings()
        found = Findings()
        for one in self.names.path(scope, impl.trait, Namespace.TYPE).found:
            if isinstance(one.target, Thing) and may_be_named(one.target):
                found |= _trait_item(one, one.target, name, thing, impl)
            elif isinstance(one.target, StdPath):
                found |= _std_item(one.target, thing, name, impl)
        return Findings(tuple(one.behind(gates) for one in found.found), found.doubts)

    def _from_std(self, thing: Thing, name: str) -> Findings:
        """Return what the standard library implements for every type, or through another trait."""
        itself = FOR_EVERY_TYPE.get(name)
        if itself is None and name in THROUGH_ANOTHER:
            needed, brings = THROUGH_ANOTHER[name]
            has = any(impl.trait[-1] == needed for impl, _ in self._impls(thing))
            derived = any(one.name == needed for one in thing.item.derives)
            itself = brings if has or derived else None
        if itself is None:
            return Findings()
        return Findings((Found(Thing(thing.item, thing.scope, thing.item, itself)),))

    def _derived(self, thing: Thing, name: str) -> Findings:
        """Return what a derive gives; what is not known of other crates' derives is a doubt."""
        crate = thing.scope.crate
        for derive in thing.item.derives:
            known = STD_TRAITS.get(derive.name, KNOWN_DERIVES.get(derive.name, frozenset()))
            if name in known:
                made = Thing(thing.item, thing.scope, thing.item, derive.path)
                return Findings((Found(made, crate.gates((derive.gate,) if derive.gate else ())),))
        return Findings((), tuple(f"{one} may make it" for one in makers(thing.scope, thing.item)))

    def _doubts(self, thing: Thing, name: str) -> Findings:
        crate = thing.scope.crate
        doubts = list(told(crate.calls_by_word.get(name, ())))
        about = crate.calls_by_word.get(thing.item.name, ())
        doubts += told(one for one in about if one.is_foreign)
        for impl, scope in crate.impls_by_type.get(thing.item.name, ()):
            doubts += calls_with(crate, impl.calls, name)
            if impl.is_reference and self._brings(impl, scope, name):
                doubts.append(f"it is there for references to {thing.item.name}")
            if impl.trait[-1:] == (_DEREF,) and _may_be_method(name):
                doubts += self._behind_deref(impl, scope, thing, name)
        return Findings((), tuple(doubts))

    def _brings(self, impl: RustImpl, scope: Scope, name: str) -> bool:
        """Say whether an `impl`, or its trait, has an item of a name."""
        if any(member.name == name for member in impl.members):
            return True
        if impl.trait[-1:] and name in STD_TRAITS.get(impl.trait[-1], ()):
            return True
        traits = self.names.path(scope, impl.trait, Namespace.TYPE).found if impl.trait else ()
        return any(
            member.name == name
            for one in traits
            if isinstance(one.target, Thing)
            for member in one.target.item.members
        )

    def _behind_deref(self, impl: RustImpl, scope: Scope, thing: Thing, name: str) -> Iterator[str]:
        """Yield that a method may belong to what the type derefs to, which a path cannot name."""
        if not self._is_for(impl, scope, thing):
            return
        why = f"{thing.item.name} derefs to another type, which may have it as a method"
        target = next((one.target for one in impl.members if one.name == "Target"), ())
        for one in self.names.path(scope, target, Namespace.TYPE).found if target else ():
            if isinstance(one.target, Thing) and one.target.item is not thing.item:
                if self.of(one, name, Namespace.VALUE, None).found:
                    yield why
                return
        yield why


def _may_be_method(name: str) -> bool:
    return not name[:1].isupper() and not name.startswith(_NO_RECEIVER)


def _trait_item(one: Found, trait: Thing, name: str, thing: Thing, impl: RustImpl) -> Findings:
    """Return what a trait of some crate brings to a type that implements it."""
    for member in trait.item.members:
        if member.name == name and impl.is_blanket and impl.is_bounded:
            return Findings((), (_FOR_SOME.format("::".join(impl.trait)),))
        if member.name == name:
            made = Thing(member, trait.scope, thing.item, "::".join(impl.trait))
            return Findings((Found(made, one.gates),))
    return Findings()


def _std_item(path: StdPath, thing: Thing, name: str, impl: RustImpl) -> Findings:
    """Return what a trait of the standard library brings to a type that implements it."""
    trait = path.segments[-1]
    if trait not in STD_TRAITS:
        return Findings((), (f"it has {'::'.join(path.segments)}, which is not read here",))
    if name not in STD_TRAITS[trait]:
        return Findings()
    if impl.is_blanket:
        return Findings((), (_FOR_SOME.format(trait),))
    return Findings((Found(Thing(thing.item, thing.scope, thing.item, trait)),))


def _is_usable(found: Findings) -> bool:
    return any(one.truth > Truth.NO and not _is_private(one) for one in found.found)


def _is_private(one: Found) -> bool:
    return isinstance(one.target, Thing) and one.target.is_hidden


_DEEPEST = 8
