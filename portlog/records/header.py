"""A provenance header: what the comment at the top of a ported file says of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from portlog.records.tally import Tally


class HeaderKey(StrEnum):
    """What a line of a header is about, in the words that are written, in their order."""

    FROM = "Ported from"
    BY = "Ported by"
    VERIFIED = "Verified"
    REVIEW = "Manual review"


@dataclass(frozen=True, slots=True)
class LineRange:
    """Lines of an original, the first and the last one included, counted from 1."""

    first: int
    last: int

    def __post_init__(self) -> None:
        """Refuse what no file has."""
        if not 1 <= self.first <= self.last:
            msg = f"there are no lines {self.first}-{self.last}"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Write it as headers do."""
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Original:
    """What was ported: a whole file, lines of it or symbols of it.

    `path` is as written, with `/` between folders. `commit` is as much of a commit's name as is
    written, None where the original is not committed, or nobody said.
    """

    path: str
    lines: LineRange | None = None
    symbols: tuple[str, ...] = ()
    commit: str | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a header says of its tests; `passed` is its mark, None where it has none."""

    kind: str | None = None
    tally: Tally | None = None
    passed: bool | None = None
    run_id: str | None = None
    day: date | None = None

    def __post_init__(self) -> None:
        """Refuse a mark of success beside a tally that is none."""
        if self.passed and self.tally is not None and not _all_passed(self.tally):
            msg = f"{self.tally} is no success"
            raise ValueError(msg)

    @classmethod
    def of_run(cls, kind: str, tally: Tally, run_id: str) -> Self:
        """Return what is written of a recorded run: marked only where all passed."""
        return cls(kind, tally, _all_passed(tally) or None, run_id)


@dataclass(frozen=True, slots=True)
class Review:
    """That a person has read the file: the day, and who it was where it is said."""

    day: date
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says; None is what it does not say.

    `model` and `session` are as written: the session may be an id, an alias or only a day.
    """

    originals: tuple[Original, ...]
    model: str | None = None
    session: str | None = None
    verification: Verification | None = None
    review: Review | None = None

    def reviewed(self, review: Review) -> "Header":
        """Return the header with another review."""
        return replace(self, review=review)


@dataclass(frozen=True, slots=True)
class PlacedHeader:
    """A header, the line of the file that it begins on, from 1, and those of its parts.

    There is one line for each original, in their order, and at least one for each of the others
    that the header has.
    """

    header: Header
    first_line: int
    lines: tuple[tuple[HeaderKey, int], ...]

    def line_of(self, key: HeaderKey) -> int:
        """Return the first line of a part; the header's first one where it has no such part."""
        return next(self._lines_of(key), self.first_line)

    def originals(self) -> Iterator[tuple[Original, int]]:
        """Yield each original with its line."""
        yield from zip(self.header.originals, self._lines_of(HeaderKey.FROM), strict=True)

    def _lines_of(self, key: HeaderKey) -> Iterator[int]:
        return (line for found, line in self.lines if found is key)


class TroubleKind(StrEnum):
    """What is wrong with a header as a text."""

    UNREADABLE = "unreadable"
    REPEATED = "repeated"
    NO_ORIGINAL = "no_original"
    TWO_HEADERS = "two_headers"
    CONFLICT = "conflict"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class HeaderTrouble:
    """A line of a header that cannot be taken as it stands, and why."""

    kind: TroubleKind
    line: int
    why: str


class ClaimKind(StrEnum):
    """Where a file says, outside of a header, what it was ported from."""

    PORT_STATUS = "port_status"
    DOC_LINE = "doc_line"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class PortClaim:
    """What a file says outside of a header; it is read, and never written or edited.

    `language` is that of the original, `line_count` how many lines it is said to have;
    `confidence`, `todos` and `notes` stand in a trailer `PORT STATUS`.
    """

    kind: ClaimKind
    line: int
    source: str
    original: Original | None = None
    language: str | None = None
    line_count: int | None = None
    confidence: str | None = None
    todos: int | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """All that a file says of where it comes from: usually one header and nothing else."""

    headers: tuple[PlacedHeader, ...] = ()
    claims: tuple[PortClaim, ...] = ()
    troubles: tuple[HeaderTrouble, ...] = ()


def _all_passed(tally: Tally) -> bool:
    return tally.passed == tally.total > 0
