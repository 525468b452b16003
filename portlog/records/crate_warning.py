"""What should make somebody look twice at a crate, and is no verdict."""

from dataclasses import dataclass
from enum import StrEnum


class WarningKind(StrEnum):
    """The word for a warning."""

    REMOVED_AS_MALICIOUS = "removed_as_malicious"
    VULNERABLE = "vulnerable"
    UNSOUND = "unsound"
    UNMAINTAINED = "unmaintained"
    NOTICE = "notice"
    RESERVED_NAME = "reserved_name"
    LOOK_ALIKE = "look_alike"
    VERY_YOUNG = "very_young"
    SINGLE_VERSION = "single_version"
    ONLY_YANKED = "only_yanked"
    ONLY_PRE_RELEASES = "only_pre_releases"
    NO_REPOSITORY = "no_repository"


@dataclass(frozen=True, slots=True)
class CrateWarning:
    """One warning: its word, and a sentence with the reason."""

    kind: WarningKind
    reason: str
