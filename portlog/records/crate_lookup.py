"""A crate that somebody named, and what its registry says about it."""

from dataclasses import dataclass
from datetime import datetime

from portlog.records.crate_warning import CrateWarning
from portlog.records.outcome import Outcome
from portlog.records.registry import CRATES_IO, Release, Sighting
from portlog.records.verdict import REGISTERED, Verdict


@dataclass(frozen=True, slots=True)
class CrateClaim:
    """A crate as it was named: a requirement of None accepts any version."""

    name: str
    requirement: str | None = None
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the sentences that explain it, and what may have been meant.

    `resolved_version` is what cargo would take; `about` is the release that the verdict is
    about, whether cargo would take it or not.
    """

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    resolved_version: str | None = None
    suggestions: tuple[str, ...] = ()
    about: Release | None = None


@dataclass(frozen=True, slots=True)
class CrateDetails:
    """What only a registry's web API tells about a crate; None is what nobody answered."""

    downloads: int | None = None
    recent_downloads: int | None = None
    owners: tuple[str, ...] | None = None
    description: str | None = None
    repository: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    yank_message: str | None = None


@dataclass(frozen=True, slots=True)
class CrateLookup:
    """The whole answer about one claimed crate.

    `missing` names the details that could not be asked for; a detail that is None and not
    missing is one that the registry itself does not have. No warning changes the verdict.
    """

    claim: CrateClaim
    judgement: Judgement
    sighting: Sighting
    registry: str = CRATES_IO
    details: CrateDetails = CrateDetails()
    missing: tuple[str, ...] = ()
    first_published_at: datetime | None = None
    warnings: tuple[CrateWarning, ...] = ()

    @property
    def name(self) -> str:
        """The name as it was typed."""
        return self.claim.name

    @property
    def verdict(self) -> Verdict:
        """The one word."""
        return self.judgement.verdict

    @property
    def is_registered(self) -> bool:
        """Whether the registry was seen to have a crate of just this name."""
        return self.verdict in REGISTERED

    @property
    def outcome(self) -> Outcome:
        """What this look-up means for the whole command."""
        return self.verdict.outcome
