"""An item of a crate that somebody named, such as `tokio::sync::mpsc`, and what its source says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portlog.records.claim_context import ClaimMoment
from portlog.records.outcome import Outcome
from portlog.records.registry import CRATES_IO, Sighting
from portlog.records.spot import Spot


class ItemVerdict(StrEnum):
    """What a look-up says of one path."""

    EXISTS = "exists"
    GATED = "gated"
    ABSENT = "absent"
    UNKNOWN = "unknown"

    @property
    def outcome(self) -> Outcome:
        """What this verdict means for the whole command."""
        return _OUTCOMES[self]


_OUTCOMES: Mapping[ItemVerdict, Outcome] = {
    ItemVerdict.EXISTS: Outcome.CLEAN,
    ItemVerdict.GATED: Outcome.FOUND,
    ItemVerdict.ABSENT: Outcome.FOUND,
    ItemVerdict.UNKNOWN: Outcome.UNKNOWN,
}


class Namespace(StrEnum):
    """Where Rust looks a name up: `any` where the place that uses it does not say.

    A module counts as a type, as it does for the compiler; a derive and an attribute as a macro.
    """

    ANY = "any"
    TYPE = "type"
    VALUE = "value"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class ItemClaim:
    """A path as it was named, and the dependency that it would be used through.

    `path` begins with the name that the crate's library has in code, such as `serde_json::Value`;
    `crate` is the package. `features` and `default_features` are those of the dependency;
    `locked` is the exact version that a lock file holds, which then counts before `requirement`.
    """

    path: str
    crate: str
    requirement: str | None = None
    features: tuple[str, ...] = ()
    default_features: bool = True
    namespace: Namespace = Namespace.ANY
    locked: str | None = None
    registry: str = CRATES_IO


@dataclass(frozen=True, slots=True)
class ItemOptions:
    """How to look items up: `offline` takes what is kept, of any age.

    `other_versions` says whether an item that is absent is looked for in other releases;
    `claimed` is when the items were claimed, if that is known.
    """

    offline: bool = False
    other_versions: bool = True
    claimed: ClaimMoment | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """Where an item is defined: the place within its crate, its kind and its first lines of code.

    `crate` and `version` are those of the defining crate, another than the asked one where the
    item is re-exported. `source` is the address that the code came from, `checksum` the SHA-256
    of the archive.
    """

    crate: str
    version: str
    spot: Spot
    kind: str
    signature: str
    source: str | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class ItemLookup:
    """The whole answer about one path.

    `feature` is what the item needs switched on, such as `net` or `rt + macros`; for `gated` it
    is off. `other_versions` are releases that have an item which is absent here.
    """

    path: str
    crate: str
    version: str | None
    verdict: ItemVerdict
    reasons: tuple[str, ...] = ()
    feature: str | None = None
    definition: Definition | None = None
    suggestions: tuple[str, ...] = ()
    other_versions: tuple[str, ...] = ()
    sighting: Sighting | None = None
    requirement: str | None = None
    features: tuple[str, ...] = ()
    registry: str = CRATES_IO

    @property
    def outcome(self) -> Outcome:
        """What this look-up means for the whole command."""
        return self.verdict.outcome
