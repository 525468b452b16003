"""An item of a crate that somebody named, such as `tokio::sync::mpsc`, and what its source says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
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


@dataclass(frozen=True, slots=True)
class Definition:
    """Where an item is defined: the place within its crate, its kind and its first lines of code.

    `crate` and `version` are those of the defining crate, another than the asked one where the
    item is re-exported.
    """

    crate: str
    version: str
    spot: Spot
    kind: str
    signature: str


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

    @property
    def outcome(self) -> Outcome:
        """What this look-up means for the whole command."""
        return self.verdict.outcome
