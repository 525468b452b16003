"""What each path's first name stands for, by Rust's rules for names and editions.

The rules: https://doc.rust-lang.org/reference/names/name-resolution.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portlog.jobs.verify_uses.made_names import MadeNames
from portlog.jobs.verify_uses.meanings import Meaning, Probe, one_of, own
from portlog.jobs.verify_uses.modules import Module, Modules
from portlog.jobs.verify_uses.spelling import NOTHING_SEEN, Seen, Spelling, glob_key, of_itself
from portlog.jobs.verify_uses.std_names import (
    BUILT_IN,
    BUILT_WITH_RUST,
    COMPILER_PREFIX,
    PRELUDE_MODULES,
    STD_CRATES,
    TOOL_CRATES,
)
from portlog.records.path_use import Import, Root, Segments, WrittenPath
from portlog.sources.rust_uses.package import Package

_DEEPEST = 24
_UNDECIDED = Meaning(Root.UNDECIDED)


@dataclass(slots=True)
class Resolver:
    """The names of a package: its modules, and the crates that its code may name.

    `crates` says of each crate by its name in code whether it can be looked up (`EXTERNAL`) or
    is said to be elsewhere.
    """

    package: Package
    modules: Modules
    crates: Mapping[str, Root]
    made: MadeNames
    _globs: dict[tuple[int, int, Import], Meaning] = field(default_factory=dict)

    def meaning(self, path: WrittenPath, module: Module) -> Meaning:
        """Return what a path in a module's file may mean."""
        written = Spelling(path.segments, module, path.scope, path.is_absolute, path.is_import)
        if len(path.segments) == 1 and not path.is_import and not path.is_absolute:
            return self._derive(written)
        return self._meaning(written, of_itself(written)) if path.segments else own()

    def _derive(self, path: Spelling) -> Meaning:
        """Return what a derive of one name means: an import, where no other way brings it."""
        scopes = path.module.uses.scopes
        number: int | None = path.scope
        while number is not None:
            scope = scopes[number]
            found = scope.imports.get(path.first)
            if found:
                return self._imported_derive(path, number, found)
            if scope.globs or scope.is_module:
                break
            number = scope.parent
        return own()

    def _imported_derive(self, path: Spelling, number: int, found: tuple[Import, ...]) -> Meaning:
        """Follow an import, unless `#[macro_use]` or a glob may bring a derive of that name."""
        root = path.module.crate.scope.imports.values()
        takes_macros = any(one.is_extern_crate for group in root for one in group)
        if takes_macros or path.module.uses.scopes[number].globs:
            return own()
        return one_of([self._meaning(path.replaced(one, number), NOTHING_SEEN) for one in found])

    def _meaning(self, path: Spelling, seen: Seen) -> Meaning:
        if len(seen) > _DEEPEST:
            return _UNDECIDED
        if path.first == "Self":
            return own()
        if path.first in ("crate", "self", "super") and not path.is_absolute:
            return self._relative(path, seen)
        from_crate_root = path.is_absolute or path.is_import
        if from_crate_root and not self.package.has_uniform_paths:
            root = path.module.crate
            return self._in_module(root, path, seen) or self._crate(path) or self._unbound(path)
        if path.is_absolute:
            return self._crate(path) or self._unbound(path)
        return self._lexical(path, seen)

    def _relative(self, path: Spelling, seen: Seen) -> Meaning:
        if path.first == "crate":
            return self._walk(path.module.crate, path.segments[1:], path, seen)
        return self._walk(path.module, path.segments, path, seen)

    def _walk(self, module: Module, rest: Segments, path: Spelling, seen: Seen) -> Meaning:
        """Return what a path below an own module means."""
        while rest and rest[0] in ("self", "super"):
            above = module.parent if rest[0] == "super" else module
            if above is None:
                return own(is_known=False)
            module, rest = above, rest[1:]
        if not rest:
            return own(module)
        found = self._in_module(
            module, Spelling(rest, path.module, path.scope, is_import=True), seen
        )
        return found or own(is_known=False)

    def _in_module(self, module: Module, path: Spelling, seen: Seen) -> Meaning | None:
        """Return what a module's own name means; None where it has none that is seen from here."""
        sees_all = path.module.is_within(module)
        here = Spelling(path.segments, module, module.number, is_import=True)
        bound = self._bound(here, module.number, seen, sees_all=sees_all)
        if bound is not None:
            return bound
        globs = [(module.number, one) for one in module.scope.globs if sees_all or one.is_public]
        return self._by_globs(here, globs, seen)

    def _lexical(self, path: Spelling, seen: Seen) -> Meaning:
        scopes = path.module.uses.scopes
        globs: list[tuple[int, Import]] = []
        number: int | None = path.scope
        while number is not None:
            bound = self._bound(path, number, seen, sees_all=True)
            if bound is not None:
                return bound
            globs.extend((number, one) for one in scopes[number].globs)
            number = None if scopes[number].is_module else scopes[number].parent
        brought = self._by_globs(path, globs, seen)
        if brought is not None and brought.root is not Root.EXTERNAL:
            return brought
        known = self._crate(path)
        if known is not None:
            return known if brought is None else one_of((known, brought))
        return self._unbound(path, brought)

    def _unbound(self, path: Spelling, brought: Meaning | None = None) -> Meaning:
        """Return what a name means that nothing in its scopes and no dependency brings."""
        if path.first in BUILT_IN:
            return Meaning(Root.STD)
        if brought is not None:
            return brought
        if len(path.segments) == 1 and path.first in self.made.macros:
            return own()
        if self.made.may_be_made(path.first, path.module, path.scope):
            return _UNDECIDED
        return Meaning(Root.UNDECLARED, (path.segments,))

    def _bound(self, path: Spelling, number: int, seen: Seen, *, sees_all: bool) -> Meaning | None:
        """Return what a scope itself says of a path's first name."""
        scope, first = path.module.uses.scopes[number], path.first
        if scope.items.get(first, False) or (sees_all and first in scope.items):
            return self._item(path, seen)
        if first in scope.values and len(path.segments) == 1:
            return own()
        if first not in scope.imports:
            return None
        key = (id(path.module.uses), number, first)
        imports = () if key in seen else scope.imports[first]
        found = [one for one in imports if sees_all or one.is_public]
        if not found:
            return None
        meanings = [self._meaning(path.replaced(one, number), seen | {key}) for one in found]
        return one_of((*meanings, *self._crate_beside(path, found)))

    def _crate_beside(self, path: Spelling, found: list[Import]) -> Iterator[Meaning]:
        """Yield the crate that a name means where an import of that name may be a macro's only."""
        if len(path.segments) == 1 or any(one.is_extern_crate for one in found):
            return
        if all(one.segments[-1].islower() and len(one.segments) > 1 for one in found):
            crate = self._crate(path)
            if crate is not None and crate.root is Root.EXTERNAL:
                yield crate

    def _item(self, path: Spelling, seen: Seen) -> Meaning:
        children = path.module.children.get(path.first, ())
        if not children:
            return own()
        return one_of([self._walk(child, path.segments[1:], path, seen) for child in children])

    def _by_globs(
        self, path: Spelling, globs: list[tuple[int, Import]], seen: Seen
    ) -> Meaning | None:
        """Return what glob imports bring under a path's first name; None where they bring none."""
        probes: list[Probe] = []
        undecided = False
        for number, one in globs:
            key = glob_key(path, number, one)
            if key in seen:
                continue
            more = seen | {key}
            target = self._glob_target(path, number, one, more)
            for module in target.modules:
                found = self._in_module(
                    module, Spelling(path.segments, path.module, path.scope, is_import=True), more
                )
                if found is not None:
                    return found
                undecided |= self.made.may_be_made(path.first, module, module.number)
            probes.extend(
                Probe((*base, path.first), (*base, *path.segments)) for base in target.paths
            )
            undecided |= _may_bring(target, one)
        if undecided:
            is_known = path.first in BUILT_IN or self._crate(path) is not None
            return None if is_known else _UNDECIDED
        return Meaning(Root.EXTERNAL, probes=tuple(probes)) if probes else None

    def _glob_target(self, path: Spelling, number: int, one: Import, seen: Seen) -> Meaning:
        key = (id(path.module), number, one)
        if key not in self._globs:
            named = Spelling(one.segments, path.module, number, one.is_absolute, is_import=True)
            self._globs[key] = self._meaning(named, seen) if one.segments else _UNDECIDED
        return self._globs[key]

    def _crate(self, path: Spelling) -> Meaning | None:
        """Return the crate that a name means, if the code may name it."""
        brought = path.module.crate.scope.imports.get(path.first, ())
        renamed = [one for one in brought if one.is_extern_crate]
        name = renamed[0].segments[0] if renamed else path.first
        segments = (name, *path.segments[1:])
        if name == "self":
            return self._walk(path.module.crate, path.segments[1:], path, NOTHING_SEEN)
        if name in self.crates and name not in BUILT_WITH_RUST:
            return Meaning(self.crates[name], (segments,))
        if name in STD_CRATES or name in TOOL_CRATES or name.startswith(COMPILER_PREFIX):
            return Meaning(Root.STD)
        if name == self.package.lib_name:
            lib = self.modules.lib
            return own() if lib is None else self._walk(lib, segments[1:], path, NOTHING_SEEN)
        return None


def _may_bring(target: Meaning, one: Import) -> bool:
    """Say whether a glob import that was not followed may bring a name."""
    if target.root is Root.STD:
        return one.segments[-1] not in PRELUDE_MODULES
    if target.root is Root.OWN:
        return not target.modules and not target.is_known
    return target.root is not Root.EXTERNAL or bool(target.probes)
