"""The verdict on a path, from the sources of the crate and of those that it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.checks.items.cfgs import Truth
from portlog.checks.items.found import Findings, Found, StdPath, Thing, Unsure
from portlog.checks.items.gating import needed_features, platforms, switch
from portlog.checks.items.listing import suggestions
from portlog.checks.items.members import Members
from portlog.checks.items.names import TooEntangled
from portlog.checks.items.open_crate import OpenCrate, Scope
from portlog.records.item import Definition, ItemVerdict, Namespace
from portlog.records.rust_source import RustKind
from portlog.records.spot import Spot

_MOST_DOUBTS = 3
_MOST_UNIFIED = 4


@dataclass(frozen=True, slots=True)
class PathJudgement:
    """What the source says of one path."""

    verdict: ItemVerdict
    reasons: tuple[str, ...] = ()
    feature: str | None = None
    definition: Definition | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Walk:
    """How far a path was followed: what stands before the segment at `at`, and what it means."""

    before: Findings
    found: Findings
    at: int


def judge_path(
    crate: OpenCrate, path: Sequence[str], namespace: Namespace, members: Members
) -> PathJudgement:
    """Return the verdict on a path whose first segment is the library's own name."""
    if crate.root is None:
        why = f"{crate.manifest.package} {crate.manifest.version} has no library to use"
        return PathJudgement(ItemVerdict.ABSENT, (why,))
    if path[0] != crate.manifest.library_name:
        return _other_name(crate, path)
    for in_circles in (False, True) if not members.names.is_circular else (True,):
        members.names.begin(in_circles=in_circles)
        try:
            return _judged(crate.root, tuple(path), namespace, members)
        except (TooEntangled, RecursionError):
            members.names.is_circular = True
    return PathJudgement(ItemVerdict.UNKNOWN, ("the crate's names are too entangled",))


def _other_name(crate: OpenCrate, path: Sequence[str]) -> PathJudgement:
    name = crate.manifest.library_name
    why = f"the library of {crate.manifest.package} is called {name} in code"
    return PathJudgement(ItemVerdict.ABSENT, (why,), suggestions=("::".join((name, *path[1:])),))


def _judged(
    root: Scope, path: tuple[str, ...], namespace: Namespace, members: Members
) -> PathJudgement:
    walk = _walked(root, path, namespace, members)
    for _ in range(_MOST_UNIFIED):
        if not _unified(root.crate, walk.found, members):
            break
        walk = _walked(root, path, namespace, members)
    shown = [one for one in walk.found.found if not _is_hidden(one)]
    there = [one for one in shown if one.truth > Truth.OPEN]
    if there:
        return _exists(root.crate, _best(there))
    unsure = [one for one in shown if one.truth is Truth.OPEN]
    if unsure:
        return _left_open(unsure[0])
    if shown:
        return _switched_off(root.crate, shown, walk.found.doubts)
    return _missing(root, path, walk, members)


def _unified(crate: OpenCrate, found: Findings, members: Members) -> bool:
    """Switch on in other crates what their other users ask; say if that changes anything."""
    if any(one.truth > Truth.NO for one in found.found):
        return False
    gates = (gate for one in found.found for gate in one.gates if gate.truth is Truth.NO)
    others = {id(gate.crate): gate.crate for gate in gates if gate.crate.source is not crate.source}
    changed = [one for one in others.values() if members.names.unify(one)]
    return bool(changed)


def _walked(root: Scope, path: tuple[str, ...], namespace: Namespace, members: Members) -> _Walk:
    """Follow a path as far as it goes."""
    before = Findings((Found(root),))
    found = before
    for at, name in enumerate(path[1:], 1):
        is_last = at == len(path) - 1
        found = Findings((), before.doubts)
        for one in before.found:
            wanted = namespace if is_last else Namespace.TYPE
            found |= members.names.step(one, name, wanted, None)
        if not found.found or is_last:
            return _Walk(before, found, at)
        before = found
    return _Walk(before, found, len(path) - 1)


def _is_hidden(one: Found) -> bool:
    return isinstance(one.target, Thing) and one.target.is_hidden


def _best(found: Sequence[Found]) -> Found:
    """Return the plainest of several: what every target has before what one platform has."""
    return max(found, key=lambda one: (one.truth, not isinstance(one.target, Unsure)))


def _exists(crate: OpenCrate, one: Found) -> PathJudgement:
    feature = needed_features(crate, one.gates)
    if isinstance(one.target, Unsure):
        return PathJudgement(ItemVerdict.UNKNOWN, (one.target.why,), feature)
    if isinstance(one.target, StdPath):
        return _in_std(one, one.target, feature)
    definition = definition_of(one)
    reasons = (*_route(one), *platforms(one.gates))
    return PathJudgement(ItemVerdict.EXISTS, reasons, feature, definition)


def _in_std(one: Found, path: StdPath, feature: str | None) -> PathJudgement:
    """Judge what a `use` takes from the standard library: it exists where it is named in full."""
    full = "::".join(path.segments)
    use, crate = one.use, one.use_crate
    if use is None or crate is None or use.path[-1:] != path.segments[-1:]:
        why = f"it leads to {full}, and the standard library's source is not read"
        return PathJudgement(ItemVerdict.UNKNOWN, (why,), feature)
    spot = Spot(use.file, use.line, use.column)
    manifest = crate.manifest
    definition = Definition(manifest.package, manifest.version, spot, "use", f"pub use {full}")
    return PathJudgement(ItemVerdict.EXISTS, (f"a re-export of {full}",), feature, definition)


def definition_of(one: Found) -> Definition | None:
    """Return where a thing is defined and its first lines."""
    target = one.target
    if isinstance(target, Scope):
        manifest, module = target.crate.manifest, target.module
        spot = Spot(module.file, module.line, module.column)
        signature = f"mod {module.name}" if target.parent else f"crate {manifest.library_name}"
        return Definition(manifest.package, manifest.version, spot, "mod", signature)
    if not isinstance(target, Thing):
        return None
    manifest, item = target.scope.crate.manifest, target.item
    spot = Spot(item.file, item.line, item.column)
    return Definition(manifest.package, manifest.version, spot, _kind(target), item.signature)


def _kind(thing: Thing) -> str:
    is_method = thing.item.kind is RustKind.FUNCTION and thing.owner is not None
    return "method" if is_method else str(thing.item.kind)


def _route(one: Found) -> tuple[str, ...]:
    """Return what is worth knowing of the way: the trait that must be in scope, the macro."""
    target = one.target
    if not isinstance(target, Thing):
        return ()
    through = (f"through the trait {target.through}",) if target.through else ()
    made = (f"made by {target.item.made_by}!",) if target.item.made_by else ()
    return (*through, *made)


def _left_open(one: Found) -> PathJudgement:
    texts = [gate.text for gate in one.gates if gate.truth is Truth.OPEN]
    why = f"the crate's build script decides about cfg({', '.join(dict.fromkeys(texts))})"
    return PathJudgement(ItemVerdict.UNKNOWN, (why,), definition=definition_of(one))


def _switched_off(
    crate: OpenCrate, found: Sequence[Found], doubts: tuple[str, ...]
) -> PathJudgement:
    """Judge what is there and behind a `cfg` that does not hold."""
    for one in found:
        wanted = switch(crate, one.gates)
        if wanted:
            reasons = (f"it needs {wanted}, which is off", *_route(one))
            return PathJudgement(ItemVerdict.GATED, reasons, wanted, definition_of(one))
    if doubts:
        return PathJudgement(ItemVerdict.UNKNOWN, doubts[:_MOST_DOUBTS])
    return _never(crate, found[0])


def _never(crate: OpenCrate, one: Found) -> PathJudgement:
    """Judge what no feature of the asked crate switches on."""
    closed = [gate for gate in one.gates if gate.truth is Truth.NO]
    foreign = [gate for gate in closed if gate.crate.source is not crate.source]
    texts = ", ".join(dict.fromkeys(gate.text for gate in closed))
    if foreign:
        other = foreign[0].crate.manifest.package
        why = f"{other} has it behind cfg({texts}), which another crate of the build may set"
        return PathJudgement(ItemVerdict.UNKNOWN, (why,), definition=definition_of(one))
    return PathJudgement(ItemVerdict.ABSENT, (f"it is there only for cfg({texts})",))


def _missing(root: Scope, path: tuple[str, ...], walk: _Walk, members: Members) -> PathJudgement:
    """Judge what was not found: private, doubtful, or not there."""
    doubts = walk.found.doubts
    hidden = next(iter(walk.found.found), None) or _private(root, path, members)
    if doubts:
        return PathJudgement(ItemVerdict.UNKNOWN, doubts[:_MOST_DOUBTS])
    if any(isinstance(one.target, StdPath | Unsure) for one in walk.before.found):
        return PathJudgement(ItemVerdict.UNKNOWN, ("the way there could not be followed",))
    parent, name = "::".join(path[: walk.at]), path[walk.at]
    near = suggestions(members.names, Found(root), walk.before.found[0], path, walk.at)
    why = f"{parent} has no {name}" if hidden is None else f"it is private to {_crate_of(hidden)}"
    return PathJudgement(
        ItemVerdict.ABSENT,
        (why,),
        definition=None if hidden is None else definition_of(hidden),
        suggestions=tuple(near),
    )


def _crate_of(one: Found) -> str:
    definition = definition_of(one)
    return definition.crate if definition else "its crate"


def _private(root: Scope, path: tuple[str, ...], members: Members) -> Found | None:
    """Return what a path would name if nothing in the crate were private."""
    found: Sequence[Found] = (Found(root),)
    for name in path[1:]:
        found = [hit for one in found for hit in _seen_from_inside(one, name, members)]
    return next((one for one in found if one.truth > Truth.NO), None)


def _seen_from_inside(one: Found, name: str, members: Members) -> Sequence[Found]:
    target = one.target
    if isinstance(target, Scope):
        return members.names.lookup(target, name, Namespace.ANY, target).found
    inside = target.scope if isinstance(target, Thing) else None
    return members.names.step(one, name, Namespace.ANY, inside).found
