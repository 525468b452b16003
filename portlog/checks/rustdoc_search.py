"""Which items a name stands for within another item, as rustdoc's JSON lists them.

The rules are those of Rust's name resolution: a module's own items and imports, then what its
globs bring; a type's variants, fields and `impl` blocks, an alias standing for its type.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portlog.records.rustdoc import (
    UNREADABLE_KIND,
    RustdocCrate,
    RustdocImpl,
    RustdocItem,
    RustdocPlace,
    RustdocUse,
)

METHOD = "method"
_MODULE = "module"
_HIDDEN = "hidden"
_ALIAS = "type_alias"
_MOST_STEPS = 16


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a name stands for, and all that must hold for the way there to be open.

    `item` is None for what rustdoc does not list: an item of another crate, at `place`, or one
    hidden from the documentation. `is_certain` is false where only another crate can tell.
    `conditions` are predicates of `cfg`; a `doubt` is a further one that nobody can read.
    """

    kind: str
    conditions: tuple[str, ...] = ()
    item: RustdocItem | None = None
    place: RustdocPlace | None = None
    is_certain: bool = True
    doubt: str | None = None


class Search:
    """A search in one crate; `met_gap` says that something on the way could not be looked into."""

    def __init__(self, crate: RustdocCrate) -> None:
        """Take the crate; nothing is read yet."""
        self._crate = crate
        self.met_gap = False

    def root(self) -> Hit:
        """Return the crate itself."""
        return self._listed(self._crate.items[self._crate.root], ())

    def named(self, within: Hit, name: str) -> list[Hit]:
        """Return what a name stands for within something, the explicit before the globbed."""
        if within.place is not None:
            return [self._deeper(within, within.place, name)]
        if within.item is None:
            self.met_gap = True
            return []
        return list(self._inside(within.item, name, within.conditions))

    def names(self, within: Hit) -> tuple[str, ...]:
        """Return the names that can follow, for suggestions; those of other crates left out."""
        if within.item is None:
            return ()
        named = (_name(child) for child in self._all(within.item, set()) if child.is_public)
        return tuple(dict.fromkeys(name for name in named if name))

    def _inside(self, item: RustdocItem, name: str, before: tuple[str, ...]) -> Iterator[Hit]:
        if item.kind == _MODULE:
            yield from self._in_module(item, name, before, set())
        elif item.kind == _ALIAS:
            yield from self._in_aliased(item, name, before)
        else:
            yield from self._in_parts(item, name, before)
            yield from self._in_impls(item, name, before)

    def _in_module(
        self, module: RustdocItem, name: str, before: tuple[str, ...], seen: set[str]
    ) -> Iterator[Hit]:
        if module.id in seen:
            return
        seen.add(module.id)
        children = [child for child in self._children(module.parts) if child.is_public]
        for child in children:
            if _name(child) == name:
                yield self._followed(child, before)
        for child in children:
            if child.used is not None and child.used.is_glob:
                conditions = (*before, *child.conditions)
                yield from self._in_glob(child.used, name, conditions, seen)

    def _in_glob(
        self, used: RustdocUse, name: str, before: tuple[str, ...], seen: set[str]
    ) -> Iterator[Hit]:
        whole = self._target(used, before)
        if whole.place is not None:
            yield self._deeper(whole, whole.place, name)
        elif whole.item is None:
            self.met_gap = True
        elif whole.item.kind == _MODULE:
            yield from self._in_module(whole.item, name, whole.conditions, seen)
        else:
            yield from self._in_parts(whole.item, name, whole.conditions)

    def _in_aliased(self, alias: RustdocItem, name: str, before: tuple[str, ...]) -> Iterator[Hit]:
        meant = self._meant(alias, before)
        if meant is None:
            self.met_gap = True
        else:
            yield from self.named(meant, name)

    def _meant(self, alias: RustdocItem, before: tuple[str, ...]) -> Hit | None:
        for _ in range(_MOST_STEPS):
            meant = self._known(alias.aliased, before)
            if meant is None or meant.item is None or meant.item.kind != _ALIAS:
                return meant
            alias = meant.item
        return None

    def _in_parts(self, item: RustdocItem, name: str, before: tuple[str, ...]) -> Iterator[Hit]:
        for part in self._children(item.parts):
            if part.is_public and part.name == name:
                hit = self._listed(part, before)
                yield replace(hit, kind=METHOD) if part.kind == "function" else hit

    def _in_impls(self, item: RustdocItem, name: str, before: tuple[str, ...]) -> Iterator[Hit]:
        for block in self._children(item.impls):
            if block.implemented is not None and not block.implemented.is_negative:
                for hit in self._in_impl(block, name, (*before, *block.conditions)):
                    yield replace(hit, doubt=_doubt(item, block.implemented))

    def _in_impl(self, block: RustdocItem, name: str, before: tuple[str, ...]) -> Iterator[Hit]:
        yield from self._in_parts(block, name, before)
        if block.implemented is not None and name in block.implemented.provided:
            yield Hit(METHOD, before, replace(block, name=name, signature=f"fn {name}"))

    def _followed(self, child: RustdocItem, before: tuple[str, ...]) -> Hit:
        if child.used is None:
            return self._listed(child, before)
        return self._target(child.used, (*before, *child.conditions))

    def _target(self, used: RustdocUse, before: tuple[str, ...]) -> Hit:
        """Return what an import brings; its own conditions suffice, or it would not compile."""
        for _ in range(_MOST_STEPS):
            item = self._crate.items.get(used.target or "")
            if item is None:
                return self._unlisted(used, before)
            if item.used is None:
                self._note(item)
                return Hit(item.kind, before, item)
            used = item.used
        return Hit(_HIDDEN, before, doubt="imports that lead in a circle")

    def _unlisted(self, used: RustdocUse, before: tuple[str, ...]) -> Hit:
        place = self._crate.places.get(used.target or "")
        steps = tuple(step for step in used.source.removeprefix("::").split("::") if step)
        if place is None:
            return self._foreign(steps, before)
        if place.crate is None:
            return Hit(place.kind, before)
        if steps and steps[0] in self._crate.libraries:
            version = place.version if steps[0] == place.crate else None
            place = RustdocPlace(steps[0], version, steps, place.kind, is_written=True)
        return Hit(place.kind, before, place=place)

    def _foreign(self, steps: tuple[str, ...], before: tuple[str, ...]) -> Hit:
        """Return what an import without an id brings, told by its text alone."""
        if not steps or steps[0] not in self._crate.libraries:
            return Hit(_HIDDEN, before)
        place = RustdocPlace(steps[0], None, steps, "", is_written=True)
        return Hit("", before, place=place)

    def _known(self, item_id: str | None, before: tuple[str, ...]) -> Hit | None:
        item = self._crate.items.get(item_id or "")
        if item is not None and item.kind != UNREADABLE_KIND:
            return self._listed(item, before)
        place = self._crate.places.get(item_id or "")
        return (
            None if place is None or place.crate is None else Hit(place.kind, before, None, place)
        )

    def _deeper(self, within: Hit, place: RustdocPlace, name: str) -> Hit:
        further = replace(place, path=(*place.path, name), kind="")
        return Hit("", within.conditions, place=further, is_certain=False)

    def _listed(self, item: RustdocItem, before: tuple[str, ...]) -> Hit:
        return Hit(item.kind, (*before, *item.conditions), item)

    def _children(self, ids: tuple[str, ...]) -> list[RustdocItem]:
        """Return the items that are listed; those hidden from the documentation are not."""
        found = [item for item in map(self._crate.items.get, ids) if item is not None]
        for item in found:
            self._note(item)
        return found

    def _note(self, item: RustdocItem) -> None:
        self.met_gap |= item.kind == UNREADABLE_KIND

    def _all(self, item: RustdocItem, seen: set[str]) -> Iterator[RustdocItem]:
        seen.add(item.id)
        for part in self._children(item.parts):
            yield part
            if part.used is not None and part.used.is_glob:
                whole = self._target(part.used, ()).item
                if whole is not None and whole.id not in seen:
                    yield from self._all(whole, seen)
        for block in self._children(item.impls):
            yield from self._children(block.parts)


def _name(item: RustdocItem) -> str | None:
    if item.used is None:
        return item.name
    return None if item.used.is_glob else item.used.name


def _doubt(item: RustdocItem, block: RustdocImpl) -> str | None:
    """Return what is not known of a derive that a feature may switch on.

    The attribute that would do so is told of the type, but not which derives it holds.
    """
    doubtful = block.is_derived and item.may_derive_conditionally
    return "an attribute that may derive it conditionally" if doubtful else None
