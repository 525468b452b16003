"""Why a name may be there that was not seen: macros, derives and build scripts make names, too."""

from collections.abc import Iterable, Iterator

from portlog.checks.items.found import Findings
from portlog.checks.items.open_crate import OpenCrate, Scope
from portlog.checks.items.std_traits import KNOWN_DERIVES, STD_TRAITS
from portlog.records.rust_source import MacroCall, RustItem


def doubts_in(scope: Scope, name: str) -> Findings:
    """Return why a module may have a name all the same."""
    doubts = [f"{scope.module.file}: {why}" for why in scope.module.trouble]
    doubts += calls_with(scope.module.calls, name)
    for item in scope.module.items:
        made = makers(scope.crate, item) if _is_akin(item.name, name) else ()
        doubts += [f"{item.file}:{item.line}: {one} may make it" for one in made]
    return Findings((), tuple(doubts))


def calls_with(calls: Iterable[MacroCall], name: str) -> Iterator[str]:
    """Yield the macro calls from which a name may come."""
    for call in calls:
        if name in call.words:
            yield f"{call.file}:{call.line}: {call.name}! may make it"


def makers(crate: OpenCrate, item: RustItem) -> tuple[str, ...]:
    """Return the derives and attributes of an item of which nobody here knows what they make."""
    derives = [
        f"derive({one.path})"
        for one in item.derives
        if one.name not in STD_TRAITS and one.name not in KNOWN_DERIVES and crate.has(one)
    ]
    return (*derives, *(f"#[{one.path}]" for one in item.attributes if crate.has(one)))


def _is_akin(made_for: str, name: str) -> bool:
    """Say whether a name looks made from another one, as `FooBuilder` is from `Foo`."""
    return made_for != name and (name.startswith(made_for) or name.endswith(made_for))
