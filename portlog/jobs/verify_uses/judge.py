"""From what paths may mean to what is found out about each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from portlog.jobs.crate_sources import CrateSources
from portlog.jobs.second_look import SecondLook
from portlog.jobs.verify_uses.package_uses import FoundPath, PackageUses
from portlog.jobs.verify_uses.undeclared import Undeclared, ask_about
from portlog.records.item import ItemClaim, ItemLookup, ItemVerdict, Namespace
from portlog.records.path_use import Root, Segments, UsedItem
from portlog.records.spot import Spot

LookUp = Callable[[Sequence[ItemClaim]], tuple[ItemLookup, ...]]
# of several that a path may mean, the first of these decides
_BEST_FIRST = (ItemVerdict.EXISTS, ItemVerdict.GATED, ItemVerdict.UNKNOWN, ItemVerdict.ABSENT)
_WORST_FIRST = {
    verdict: at
    for at, verdict in enumerate(
        (ItemVerdict.ABSENT, ItemVerdict.GATED, ItemVerdict.UNKNOWN, ItemVerdict.EXISTS)
    )
}
_FOUND = frozenset({ItemVerdict.EXISTS, ItemVerdict.GATED})
_SEPARATOR = "::"
# a path of one package, in its build script or not
_Key = tuple[int, bool, Segments, Namespace]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where answers come from: items, sources of crates, and what is said of names besides."""

    look_up: LookUp
    archives: CrateSources
    second_look: Callable[[], SecondLook]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found out, worst first, and how many places use what is not looked up."""

    items: tuple[UsedItem, ...]
    places: Counter[Root]


@dataclass(slots=True)
class _Docket:
    """All that is being judged together."""

    lookups: dict[_Key, ItemLookup]
    undeclared: Undeclared
    is_named: bool
    places: Counter[Root] = field(default_factory=Counter)


def judge(packages: Sequence[PackageUses], desk: Desk, *, is_named: bool) -> Judged:
    """Look up each distinct claim once and return what is known of each path, worst first.

    `is_named` says that the files were asked for by name, so that one which no target of its
    package reaches is held against the manifest all the same.
    """
    lookups = _lookups(packages, desk.look_up)
    names = dict.fromkeys(name for package in packages for name in _unknown_names(package))
    docket = _Docket(lookups, ask_about(names, desk.archives, desk.second_look), is_named)
    return Judged(tuple(sorted(_used(packages, docket), key=_order)), docket.places)


def _lookups(packages: Sequence[PackageUses], look_up: LookUp) -> dict[_Key, ItemLookup]:
    asked: dict[_Key, ItemClaim] = {}
    for package in packages:
        for key in dict.fromkeys(_keys(package)):
            _, is_build_script, path, namespace = key
            seen = package.crates.seen_by(build_script=is_build_script)
            asked[key] = seen[path[0]].claim(path, namespace)
    claims = tuple(dict.fromkeys(asked.values()))
    told = dict(zip(claims, look_up(claims), strict=True))
    return {key: told[claim] for key, claim in asked.items()}


def _used(packages: Sequence[PackageUses], docket: _Docket) -> Iterator[UsedItem]:
    """Yield each distinct answer with all its places."""
    # by identity first: an answer is long to compare, and most places share one
    spots: dict[int, tuple[ItemLookup, list[Spot]]] = {}
    for package in packages:
        for one in package.paths:
            lookup = _settled(one, package, docket)
            if lookup is not None:
                spot = Spot(str(one.file), one.path.line, one.path.column)
                spots.setdefault(id(lookup), (lookup, []))[1].append(spot)
    uses: dict[ItemLookup, list[Spot]] = {}
    for lookup, places in spots.values():
        uses.setdefault(lookup, []).extend(places)
    for lookup, places in uses.items():
        yield UsedItem(lookup, tuple(dict.fromkeys(places)))


def _order(one: UsedItem) -> tuple[int, str, str]:
    return _WORST_FIRST[one.lookup.verdict], one.lookup.crate, one.lookup.path


def _keys(package: PackageUses) -> Iterator[_Key]:
    for one in package.paths:
        if one.meaning.root is Root.EXTERNAL:
            for path in one.meaning.paths:
                yield _key(one, package, path)
            for probe in one.meaning.probes:
                yield _key(one, package, probe.name, Namespace.TYPE)
                yield _key(one, package, probe.path)


def _key(
    one: FoundPath, package: PackageUses, path: Segments, namespace: Namespace | None = None
) -> _Key:
    wanted = Namespace.TYPE if one.path.is_glob else one.path.namespace
    return id(package), one.is_build_script, path, namespace or wanted


def _unknown_names(package: PackageUses) -> Iterator[str]:
    for one in package.paths:
        if one.meaning.root is Root.UNDECLARED and _is_judged(one, package):
            yield one.meaning.paths[0][0]


def _is_judged(one: FoundPath, package: PackageUses) -> bool:
    """Say whether a name that nothing brings is a crate's, and not one that was not seen made."""
    name = one.meaning.paths[0][0]
    is_readable = one.path.is_import or one.module.uses.error is None
    is_alone = one.file.name not in package.included
    is_code = one.path.is_certain and not one.path.is_attribute
    return is_code and is_readable and is_alone and name == name.lower()


def _settled(one: FoundPath, package: PackageUses, docket: _Docket) -> ItemLookup | None:
    """Return what is known of one path; None for what is counted only."""
    root = one.meaning.root
    if root is Root.EXTERNAL:
        found = _looked_up(one, package, docket)
    elif root is Root.UNDECLARED and _is_judged(one, package):
        found = _undeclared(one, package, docket)
    else:
        docket.places[Root.UNDECIDED if root is Root.UNDECLARED else root] += 1
        return None
    if found is None:
        docket.places[Root.UNDECIDED] += 1
    return found


def _looked_up(one: FoundPath, package: PackageUses, docket: _Docket) -> ItemLookup | None:
    plain = [docket.lookups[_key(one, package, path)] for path in one.meaning.paths]
    brought = list(_brought(one, package, docket))
    if not plain and not brought:
        return None
    best = min((*plain, *brought), key=_by_goodness)
    if best.verdict is ItemVerdict.ABSENT and _may_be_there(one, best, package, docket):
        return None
    return best if one.path.is_certain or best.verdict is ItemVerdict.EXISTS else None


def _by_goodness(found: ItemLookup) -> tuple[int, int]:
    return _BEST_FIRST.index(found.verdict), found.path.count(_SEPARATOR)


def _may_be_there(one: FoundPath, found: ItemLookup, package: PackageUses, docket: _Docket) -> bool:
    """Say whether own code or a glob import may bring what the crate itself does not have."""
    is_below_item = found.path.count(_SEPARATOR) > 1
    is_own = is_below_item and one.path.segments[-1] in package.associated
    names = (_key(one, package, probe.name, Namespace.TYPE) for probe in one.meaning.probes)
    return is_own or any(docket.lookups[name].verdict is ItemVerdict.UNKNOWN for name in names)


def _brought(one: FoundPath, package: PackageUses, docket: _Docket) -> Iterator[ItemLookup]:
    """Yield what is known of a path through those glob imports that do bring its first name."""
    for probe in one.meaning.probes:
        name = docket.lookups[_key(one, package, probe.name, Namespace.TYPE)]
        if name.verdict in _FOUND:
            yield docket.lookups[_key(one, package, probe.path)]


def _undeclared(one: FoundPath, package: PackageUses, docket: _Docket) -> ItemLookup:
    path = one.meaning.paths[0]
    found = docket.undeclared.lookup(
        path, package.manifest, package.crates, build_script=one.is_build_script
    )
    doubts = list(_doubts(one, package, docket))
    if not doubts:
        return found
    return replace(found, verdict=ItemVerdict.UNKNOWN, reasons=(*found.reasons, *doubts))


def _doubts(one: FoundPath, package: PackageUses, docket: _Docket) -> Iterable[str]:
    """Yield why a name may be a crate's all the same."""
    if package.untold:
        names = ", ".join(package.untold)
        yield f"not known is what the library of {names} calls itself"
    if one.module.kind is None and not docket.is_named:
        yield "no target of the package reaches this file"
