"""What was brought to this machine of a crate, so that it can be looked at without a network."""

from dataclasses import dataclass
from enum import StrEnum


class Stock(StrEnum):
    """How it stands with something that was to be kept."""

    FETCHED = "fetched"
    KEPT = "kept"
    ABSENT = "absent"
    FAILED = "failed"
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, slots=True)
class FetchedCrate:
    """A crate's index entry and the archive of one version.

    `absent` is what the registry was seen not to have. `packed_bytes` is None without an
    archive; `why` says what failed or is absent.
    """

    name: str
    registry: str
    index: Stock
    version: str | None = None
    archive: Stock = Stock.NOT_WANTED
    packed_bytes: int | None = None
    why: str = ""
