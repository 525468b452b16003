"""A dependency as a file or a text names it, and where it stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portlog.records.crate_lookup import CrateClaim, CrateLookup
from portlog.records.outcome import Outcome
from portlog.records.registry import CRATES_IO
from portlog.records.spot import Spot


class Standing(StrEnum):
    """What keeps a dependency from being looked up."""

    REFUSED = "refused"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dependency:
    """One entry: the claim on its crate, and all that decides how the claim is judged.

    `key` is the name that the code uses, another than the crate's where it is renamed.
    `standing` and `because` say why a registry is not asked. `locked` is the exact version in
    a lock file, `checksum` the one beside it. `prefers_own_rust` is cargo's third resolver;
    `patched_by` is what `[patch]` may put in its place; `index` the address of a registry that
    is given by it, not by a name.
    """

    claim: CrateClaim
    key: str
    table: str
    spot: Spot
    version_spot: Spot | None = None
    feature_spots: Mapping[str, Spot] = field(default_factory=dict)
    registry: str = CRATES_IO
    optional: bool = False
    standing: Standing | None = None
    because: str = ""
    folder: str | None = None
    locked: str | None = None
    checksum: str | None = None
    rust_version: str | None = None
    prefers_own_rust: bool = False
    patched_by: str | None = None
    default_features: bool = True
    index: str | None = None


@dataclass(frozen=True, slots=True)
class DependencyLookup:
    """A dependency, what was found out about it, and the place that the verdict is about."""

    dependency: Dependency
    lookup: CrateLookup
    spot: Spot

    @property
    def outcome(self) -> Outcome:
        """What this means for the whole command."""
        return self.lookup.outcome
