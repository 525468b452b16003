"""The words for what a registry says of a crate."""

from collections.abc import Mapping
from enum import StrEnum

from portlog.records.outcome import Outcome


class Verdict(StrEnum):
    """What a look-up says of one crate with its requirement and features."""

    EXISTS = "exists"
    NOT_FOUND = "not_found"
    WRONG_SPELLING = "wrong_spelling"
    NO_MATCHING_VERSION = "no_matching_version"
    YANKED = "yanked"
    NO_SUCH_FEATURE = "no_such_feature"
    FEATURE_ONLY_IN_OLDER_VERSION = "feature_only_in_older_version"
    INVALID_NAME = "invalid_name"
    INVALID_REQUIREMENT = "invalid_requirement"
    NEEDS_NEWER_RUST = "needs_newer_rust"
    INVALID_DEPENDENCY = "invalid_dependency"
    WRONG_CHECKSUM = "wrong_checksum"
    ELSEWHERE = "elsewhere"
    REGISTERED_AFTER_CLAIM = "registered_after_claim"
    UNVERIFIABLE = "unverifiable"

    @property
    def outcome(self) -> Outcome:
        """What this verdict means for the whole command."""
        return _OUTCOMES.get(self, Outcome.FOUND)


_OUTCOMES: Mapping[Verdict, Outcome] = {
    Verdict.EXISTS: Outcome.CLEAN,
    Verdict.ELSEWHERE: Outcome.CLEAN,
    Verdict.UNVERIFIABLE: Outcome.UNKNOWN,
}

# what is only said of a crate that the registry was seen to have under just this name
REGISTERED = frozenset(
    {
        Verdict.EXISTS,
        Verdict.NO_MATCHING_VERSION,
        Verdict.YANKED,
        Verdict.NO_SUCH_FEATURE,
        Verdict.FEATURE_ONLY_IN_OLDER_VERSION,
        Verdict.NEEDS_NEWER_RUST,
        Verdict.WRONG_CHECKSUM,
        Verdict.REGISTERED_AFTER_CLAIM,
    }
)
