"""The stack of a port: what takes the place of what."""

from dataclasses import dataclass, field

from portlog.records.spoken import Spoken


@dataclass(frozen=True, slots=True)
class StackLayer:
    """One layer: what the original uses for it, what the port does, its crates, and why."""

    name: Spoken
    original: Spoken = field(default_factory=Spoken)
    port: Spoken = field(default_factory=Spoken)
    crates: tuple[str, ...] = ()
    why: Spoken = field(default_factory=Spoken)


@dataclass(frozen=True, slots=True)
class Stack:
    """All layers, and the author's words over them."""

    layers: tuple[StackLayer, ...] = ()
    standfirst: Spoken = field(default_factory=Spoken)
