"""A `Cargo.toml` as far as dependencies go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portlog.records.dependency import Dependency
from portlog.records.spot import Spot


@dataclass(frozen=True, slots=True)
class Manifest:
    """One package's or workspace's dependencies in their order, and its own features.

    `is_root` says that its `[patch]` counts. `feature_spots` has the place of each entry by its
    feature and its place in the list, and that of the feature itself under None.
    """

    file: str
    dependencies: tuple[Dependency, ...]
    is_root: bool = False
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    feature_spots: Mapping[tuple[str, int | None], Spot] = field(default_factory=dict)
