"""Lines of code, counted by one named rule."""

from dataclasses import dataclass
from enum import StrEnum

from portlog.records.outcome import Outcome

LOC_RULE = "loc/1"


@dataclass(frozen=True, slots=True)
class LineCounts:
    """How many lines are what, by `LOC_RULE`; each line is counted once.

    `code` is without the code of tests, which is `test`. `unparsed` says that some of it is not
    the language that it was read as; its lines are counted all the same.
    """

    code: int = 0
    doc: int = 0
    comment: int = 0
    blank: int = 0
    test: int = 0
    unparsed: bool = False

    @property
    def raw(self) -> int:
        """All lines."""
        return self.code + self.doc + self.comment + self.blank + self.test

    def __add__(self, other: "LineCounts") -> "LineCounts":
        """Return the counts of both."""
        return LineCounts(
            self.code + other.code,
            self.doc + other.doc,
            self.comment + other.comment,
            self.blank + other.blank,
            self.test + other.test,
            self.unparsed or other.unparsed,
        )


class NotCounted(StrEnum):
    """Why a file has no counts."""

    LANGUAGE = "unknown language"
    BINARY = "binary"
    TOO_LARGE = "larger than 50 MB"
    UNREADABLE = "not readable"
    UNPARSABLE = "not parsable"
    LINK = "symbolic link"
    REPOSITORY = "a repository of its own"


# without such a file no total is whole
GAPS = frozenset(
    {
        NotCounted.BINARY,
        NotCounted.TOO_LARGE,
        NotCounted.UNREADABLE,
        NotCounted.UNPARSABLE,
    }
)


@dataclass(frozen=True, slots=True)
class CountedFile:
    """One file's counts; `file` is its path from the folder that was counted from."""

    file: str
    language: str
    lines: LineCounts


@dataclass(frozen=True, slots=True)
class UncountedFile:
    """A file without counts, which are not zero but unknown."""

    file: str
    reason: NotCounted


@dataclass(frozen=True, slots=True)
class CodeCount:
    """What was counted and what was not, each in the order of the paths."""

    files: tuple[CountedFile, ...]
    uncounted: tuple[UncountedFile, ...] = ()

    @property
    def named(self) -> tuple[UncountedFile, ...]:
        """What was not counted for another reason than its language."""
        return tuple(one for one in self.uncounted if one.reason is not NotCounted.LANGUAGE)

    @property
    def outcome(self) -> Outcome:
        """Unknown where a file in a known language was not counted: no total is whole then."""
        has_gap = any(one.reason in GAPS for one in self.uncounted)
        return Outcome.UNKNOWN if has_gap else Outcome.CLEAN


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Files that are counted together, or together not: `lines` is None then, for a `reason`.

    `unparsed` is how many of the files are not the language that they were read as in parts.
    """

    name: str
    language: str
    files: int
    unparsed: int
    lines: LineCounts | None
    reason: str = ""
