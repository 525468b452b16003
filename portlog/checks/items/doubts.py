"""Why a name may be there that was not seen: macros, derives and build scripts make names, too."""

from collections.abc import Iterable, Iterator

from portlog.checks.items.found import Findings
from portlog.checks.items.open_crate import OpenCrate, Scope
from portlog.checks.items.std_traits import KNOWN_DERIVES, STD_TRAITS
from portlog.records.rust_source import MacroCall, Marker, RustItem


def doubts_in(scope: Scope, name: str) -> Findings:
    """Return why a module may have a name all the same."""
    doubts = [f"{scope.module.file}: {why}" for why in scope.module.trouble]
    doubts += told(scope.calls_by_word.get(name, ()))
    for item in scope.marked:
        made = makers(scope, item) if _is_akin(item.name, name) else ()
        doubts += [f"{item.file}:{item.line}: {one} may make it" for one in made]
    return Findings((), tuple(doubts))


def calls_with(crate: OpenCrate, calls: Iterable[MacroCall], name: str) -> Iterator[str]:
    """Return of which macro calls a name may come."""
    return told(call for call in calls if name in call.words and crate.is_on(call.gates))


def told(calls: Iterable[MacroCall]) -> Iterator[str]:
    """Yield a sentence on each macro call that may make what is looked for."""
    for call in calls:
        yield f"{call.file}:{call.line}: {call.name}! may make it"


def makers(scope: Scope, item: RustItem) -> tuple[str, ...]:
    """Return the derives and attributes of an item of which nobody here knows what they make."""
    crate = scope.crate
    derives = [
        f"derive({one.path})"
        for one in item.derives
        if one.name not in STD_TRAITS and one.name not in KNOWN_DERIVES and crate.has(one)
    ]
    others = (one for one in item.attributes if crate.has(one) and not _is_tools(one, scope))
    return (*derives, *(f"#[{one.path}]" for one in others))


def _is_tools(marker: Marker, scope: Scope) -> bool:
    """Say whether an attribute is for some tool: nothing in reach has the first of its names."""
    first, separator, _ = marker.path.partition("::")
    in_reach = (scope.children, scope.uses, scope.root.uses)
    known = first in ("crate", "self", "super", "") or any(first in one for one in in_reach)
    return bool(separator) and not known and scope.crate.dependency_named(first) is None


def _is_akin(made_for: str, name: str) -> bool:
    """Say whether a name looks made from another one, as `FooBuilder` is from `Foo`."""
    return made_for != name and (name.startswith(made_for) or name.endswith(made_for))
