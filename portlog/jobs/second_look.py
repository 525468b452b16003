"""What is held against a verdict once it stands: the moment of the claim, and what warns."""

from dataclasses import dataclass, replace
from datetime import UTC

from portlog.checks.advisories import AdvisoryIndex
from portlog.checks.claim_time import judge_time
from portlog.checks.crate_warnings import with_warnings
from portlog.jobs.open_registry import Place
from portlog.records.advisory import SnapshotAge
from portlog.records.claim_context import ClaimMoment
from portlog.records.crate_lookup import CrateLookup
from portlog.records.registry import RegistryAnswer
from portlog.sources.advisories import newest_snapshot


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The advisories at hand, how old they are, and when the claims were made, if that is known."""

    advisories: AdvisoryIndex
    age: SnapshotAge
    claimed: ClaimMoment | None = None

    def at(self, one: CrateLookup, answer: RegistryAnswer | None) -> CrateLookup:
        """Return a look-up with the verdict that time leaves of it, and its warnings."""
        if answer is None:
            return one
        judgement = judge_time(one.judgement, one.claim, answer, self.claimed)
        return with_warnings(
            replace(one, judgement=judgement), answer, self.advisories, self.claimed
        )


def second_look(place: Place, claimed: ClaimMoment | None = None) -> SecondLook:
    """Return a second look with the newest copy of RustSec's database that is at hand."""
    today = place.clock().astimezone(UTC).date()
    snapshot = newest_snapshot(place.cache, today)
    age = SnapshotAge(snapshot.as_of, snapshot.age_days(today))
    return SecondLook(AdvisoryIndex(snapshot.advisories), age, claimed)
