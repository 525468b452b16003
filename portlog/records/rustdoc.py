"""What rustdoc tells of a crate: the part of its JSON that a look-up of a path needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from portlog.records.item import ItemLookup
from portlog.records.registry import Sighting
from portlog.records.spot import Spot

UNREADABLE_KIND = "unreadable"


@dataclass(frozen=True, slots=True)
class RustdocUse:
    """A `pub use`: what it imports as it is written, and the id of that where rustdoc has one."""

    source: str
    name: str
    target: str | None
    is_glob: bool


@dataclass(frozen=True, slots=True)
class RustdocImpl:
    """An `impl` block: its trait, if any, and the trait's methods that it takes over unchanged."""

    trait_id: str | None
    trait: str | None
    provided: tuple[str, ...] = ()
    is_negative: bool = False
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class RustdocItem:
    """One item; `parts` and `impls` are the ids of what stands in it and of its `impl` blocks.

    `conditions` are the predicates of its `cfg`s, `unreadable()` for one not understood. `kind` is
    rustdoc's word in its latest format, `unreadable` for an item that was not understood; `aliased`
    is the id of the type that a type alias stands for. `may_derive_conditionally` says that a
    derive may depend on a feature.
    """

    id: str
    kind: str
    name: str | None = None
    is_public: bool = True
    conditions: tuple[str, ...] = ()
    spot: Spot | None = None
    signature: str = ""
    parts: tuple[str, ...] = ()
    impls: tuple[str, ...] = ()
    used: RustdocUse | None = None
    implemented: RustdocImpl | None = None
    aliased: str | None = None
    may_derive_conditionally: bool = False


@dataclass(frozen=True, slots=True)
class RustdocPlace:
    """Where an item is defined: `crate` is a library's name in code, None for the crate itself.

    `path` begins with the crate. Where `is_written` is true the crate itself names the item by
    this path; otherwise it may run through private modules.
    """

    crate: str | None
    version: str | None
    path: tuple[str, ...]
    kind: str
    is_written: bool = False


@dataclass(frozen=True, slots=True)
class RustdocCrate:
    """A documented release: its items and the places of all items it speaks of, by id.

    `package` and `version` are those that were asked for; `library` is its name in code,
    `libraries` those of the crates that it may speak of. Items are
    read when they are asked for, so a crate holds its whole JSON in memory.
    """

    package: str
    version: str
    library: str
    format_version: int
    root: str
    items: Mapping[str, RustdocItem]
    places: Mapping[str, RustdocPlace]
    libraries: frozenset[str]
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class NoRustdoc:
    """No usable JSON of a release, which says nothing about the crate; `why` is for people.

    `is_built` is false where docs.rs says that it has none, None where nobody knows.
    """

    package: str
    version: str
    why: str
    sighting: Sighting
    is_built: bool | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict from rustdoc's JSON, and whether the crate's source could still overrule it.

    Final is only `exists`. Something `absent` may be hidden from the documentation or be off in
    the documented build; something `gated` may have a twin under the opposite condition.
    """

    lookup: ItemLookup
    is_final: bool


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """The path leaves the crate: it exists if one of these places, in other crates, does.

    `feature` is what the way there needs switched on; `is_open` is None where nobody can tell.
    """

    places: tuple[RustdocPlace, ...]
    feature: str | None = None
    is_open: bool | None = True
