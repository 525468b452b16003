"""The names that can be used from outside: of a module, and of what belongs to a type."""

from collections import deque
from collections.abc import Iterator

from portlog.checks.items.found import Found, Thing
from portlog.checks.items.names import Names
from portlog.checks.items.open_crate import Scope
from portlog.checks.similar_names import edit_distance, nearest
from portlog.records.item import Namespace
from portlog.records.rust_source import PUBLIC

MOST_MODULES = 400
MOST_SUGGESTIONS = 3
_DEEPEST_GLOB = 6


def names_in(names: Names, target: object, depth: int = 0) -> Iterator[str]:
    """Yield the public names within a module, a type or a trait; some may come twice."""
    if isinstance(target, Scope):
        yield from _names_in_module(names, target, depth)
    elif isinstance(target, Thing):
        yield from _names_in_type(target)


def _names_in_module(names: Names, scope: Scope, depth: int) -> Iterator[str]:
    module = scope.module
    yield from (one.name for one in module.modules if one.visibility == PUBLIC)
    yield from (one.name for one in module.items if one.visibility == PUBLIC)
    yield from (use.name for use in module.uses if use.name and use.visibility == PUBLIC)
    if scope.parent is None:
        yield from scope.crate.exported_macros
    for use in scope.globs if depth < _DEEPEST_GLOB else ():
        if use.visibility == PUBLIC:
            for one in names.glob_sources(scope, use).found:
                yield from names_in(names, one.target, depth + 1)


def _names_in_type(thing: Thing) -> Iterator[str]:
    yield from (member.name for member in thing.item.members)
    for impl, _ in thing.scope.crate.impls_by_type.get(thing.item.name, ()):
        for member in impl.members:
            if impl.trait or member.visibility == PUBLIC:
                yield member.name


def suggestions(
    names: Names, root: Found, before: Found, path: tuple[str, ...], at: int
) -> list[str]:
    """Return real paths that may have been meant, where the segment at a place is not there."""
    known = sorted(set(names_in(names, before.target)))
    near = _alike(path[at], known)
    beside = ["::".join((*path[:at], one)) for one in near]
    others = [one for one in _elsewhere(names, root, path, at) if one not in beside]
    return list(dict.fromkeys(others[:1] + beside + others[1:]))[:MOST_SUGGESTIONS]


def _alike(name: str, known: list[str]) -> list[str]:
    import difflib  # noqa: PLC0415  only what is absent needs it

    near = nearest(name, known)
    close = difflib.get_close_matches(name, known, MOST_SUGGESTIONS, 0.6)
    return sorted(dict.fromkeys([*near, *close]), key=lambda one: edit_distance(name, one, 9))


def _elsewhere(names: Names, root: Found, path: tuple[str, ...], at: int) -> Iterator[str]:
    """Yield where else the crate has the last name of a path: other modules, nearest first."""
    wanted = path[-1]
    start = root.target
    if not isinstance(start, Scope) or at != len(path) - 1 or len(wanted) < len("abc"):
        return
    seen: set[int] = set()
    waiting = deque([(start, path[:1])])
    while waiting and len(seen) < MOST_MODULES:
        scope, place = waiting.popleft()
        if id(scope.module) in seen:
            continue
        seen.add(id(scope.module))
        if place != path[:at] and names.lookup(scope, wanted, Namespace.ANY, None).found:
            yield "::".join((*place, wanted))
        for child in _public_modules(scope):
            waiting.append((child, (*place, child.module.name)))


def _public_modules(scope: Scope) -> Iterator[Scope]:
    for same in scope.children.values():
        yield from (one for one in same if one.module.visibility == PUBLIC)
