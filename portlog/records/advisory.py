"""What RustSec's database says of a crate, and how old the copy of it is."""

from dataclasses import dataclass
from datetime import date

# the lowest version that there can be
FROM_THE_FIRST = "0.0.0-0"


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Versions from `introduced` up to, not including, `fixed`; None is no end.

    The order is that of Semantic Versioning, pre-releases included, as in OSV's ranges.
    """

    introduced: str
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Advisory:
    """One advisory that was not withdrawn, without its text.

    `informational` is empty for a vulnerability; `expect_deleted` says that crates.io has removed
    the crate.
    """

    name: str
    package: str
    published: date
    affected: tuple[VersionRange, ...]
    informational: str = ""
    categories: tuple[str, ...] = ()
    expect_deleted: bool = False

    @property
    def is_removal(self) -> bool:
        """Whether this is about a crate that was malicious as a whole."""
        whole = self.affected == (VersionRange(FROM_THE_FIRST),)
        return self.expect_deleted or ("malicious" in self.categories and whole)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """RustSec's database as of a day; `commit` names its state where that is known."""

    as_of: date
    advisories: tuple[Advisory, ...]
    commit: str | None = None
    is_packaged: bool = False

    def age_days(self, today: date) -> int:
        """Return how many days old it is; never negative."""
        return max((today - self.as_of).days, 0)


@dataclass(frozen=True, slots=True)
class SnapshotAge:
    """How old the copy is that an answer rests on."""

    as_of: date
    days: int
