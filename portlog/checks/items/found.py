"""What a name was found to stand for, and what may hide it from us."""

from dataclasses import dataclass, replace

from portlog.checks.items.cfgs import Truth
from portlog.checks.items.open_crate import Gate, OpenCrate, Scope, is_in
from portlog.records.item import Namespace
from portlog.records.rust_source import RustItem, RustKind, RustUse

MOST_DOUBTS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A definition, the module that it stands in, and the type or trait that it belongs to.

    `through` is the trait that gives a type this item; `is_hidden` says that it is not public.
    """

    item: RustItem
    scope: Scope
    owner: RustItem | None = None
    through: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class StdPath:
    """A path into the standard library, whose source is not read."""

    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something that is there, and of which nobody here can tell what is in it."""

    why: str


Target = Scope | Thing | StdPath | Unsure


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One thing that a name stands for, the `cfg`s on the way to it, and the first `use` there."""

    target: Target
    gates: tuple[Gate, ...] = ()
    use: RustUse | None = None
    use_crate: OpenCrate | None = None

    def behind(self, gates: tuple[Gate, ...]) -> "Found":
        """Return the same behind further `cfg`s."""
        return replace(self, gates=gates + self.gates) if gates else self

    @property
    def truth(self) -> Truth:
        """How far it is there."""
        return min((gate.truth for gate in self.gates), default=Truth.YES)


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a name stands for, and why there may be more than was found."""

    found: tuple[Found, ...] = ()
    doubts: tuple[str, ...] = ()

    def __or__(self, other: "Findings") -> "Findings":
        """Return both together."""
        if not other.found and not other.doubts:
            return self
        doubts = tuple(dict.fromkeys(self.doubts + other.doubts))[:MOST_DOUBTS]
        return Findings(self.found + other.found, doubts)

    @property
    def is_there(self) -> bool:
        """Whether something was found that no `cfg` switches off."""
        return any(one.truth > Truth.NO for one in self.found)


def variants(sources: Findings, name: str, namespace: Namespace) -> Findings:
    """Return the variants of a name that a glob of these enums brings."""
    found = []
    for one in sources.found:
        enum = one.target
        if not isinstance(enum, Thing):
            continue
        for member in enum.item.members:
            is_meant = member.kind is RustKind.VARIANT and member.name == name
            if is_meant and is_in(member, namespace):
                gates = one.gates + enum.scope.crate.gates(member.gates)
                found.append(Found(Thing(member, enum.scope, enum.item), gates))
    return Findings(tuple(found))
