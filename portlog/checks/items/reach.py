"""Whether code outside a crate can name something in it, by whatever way."""

from portlog.checks.items.found import Thing
from portlog.checks.items.open_crate import Scope
from portlog.records.rust_source import PUBLIC

# a re-export of all of these may bring anything
_ANYWHERE = frozenset({"crate", "self", "super", "$crate"})


def may_be_named(thing: Thing) -> bool:
    """Say whether a definition is public, and in public modules or re-exported by some name.

    Whether that re-export is itself in reach is not looked at: it says no only where it is sure.
    """
    if thing.item.visibility != PUBLIC:
        return False
    scope: Scope | None = thing.scope
    private = []
    while scope is not None and scope.parent is not None:
        private.extend([] if scope.module.visibility == PUBLIC else [scope.module.name])
        scope = scope.parent
    exported = thing.scope.crate.exported_names
    ways = {thing.item.name, *_ANYWHERE, *private}
    return not private or not ways.isdisjoint(exported) or _is_made(thing)


def _is_made(thing: Thing) -> bool:
    """Say whether macros may re-export it."""
    words = thing.scope.crate.calls_by_word
    return thing.item.name in words or thing.scope.module.name in words
