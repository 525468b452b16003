"""What the `cfg`s on the way to an item ask of whoever uses its crate."""

from collections.abc import Sequence

from portlog.checks.items.cfgs import Settings, Truth, needed, switches, truth
from portlog.checks.items.features import enabled_features, spoken_name
from portlog.checks.items.open_crate import Gate, OpenCrate


def platforms(gates: Sequence[Gate]) -> tuple[str, ...]:
    """Return on which platforms alone gates hold, as a sentence; nothing where they all do."""
    only = [gate.text for gate in gates if gate.truth is Truth.PLATFORM]
    return (f"only where cfg({' and '.join(dict.fromkeys(only))})",) if only else ()


def needed_features(crate: OpenCrate, gates: Sequence[Gate]) -> str | None:
    """Return the features of the asked crate that all gates rest on."""
    own = [gate for gate in gates if gate.crate.source is crate.source]
    words = (needed(gate.predicate, gate.crate.settings) for gate in own)
    parts = [_spoken(crate, part) for text in words for part in text.split(" + ") if part]
    return " + ".join(dict.fromkeys(parts)) or None


def switch(crate: OpenCrate, gates: Sequence[Gate]) -> str | None:
    """Return what the user would have to switch on, None where that is not theirs to do."""
    wanted: list[str] = []
    for gate in gates:
        if gate.truth is not Truth.NO:
            continue
        one = _switch_of(crate, gate)
        if not one:
            return None
        wanted.extend(_spoken(crate, part) for part in one.split(" + "))
    return " + ".join(dict.fromkeys(wanted)) or None


def _spoken(crate: OpenCrate, wanted: str) -> str:
    choices = wanted.split(" or ")
    return " or ".join(dict.fromkeys(spoken_name(crate.manifest, one) for one in choices))


def _switch_of(crate: OpenCrate, gate: Gate) -> str | None:
    if gate.crate.source is crate.source:
        return switches(gate.predicate, gate.crate.settings)
    dependency = gate.crate.dependency
    if (
        gate.crate.parent is None
        or dependency is None
        or gate.crate.parent.source is not crate.source
    ):
        return None
    for feature in sorted(set(crate.manifest.features) - crate.features.own):
        asked = (*crate.features.own, feature)
        on = enabled_features(crate.manifest, asked, defaults=False).asked_of(dependency)
        inner = enabled_features(gate.crate.manifest, on, defaults=dependency.default_features)
        if truth(gate.predicate, Settings(inner.own)) is Truth.YES:
            return feature
    return None
