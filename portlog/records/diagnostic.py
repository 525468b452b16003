"""What a check has to say about one place, whatever the format it is written in."""

from dataclasses import dataclass
from enum import StrEnum

from portlog.records.spot import Spot


class Severity(StrEnum):
    """How much a diagnostic weighs: an error is a finding, a warning and a note are not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of diagnostic: a name such as `not_found`, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One statement of a check: the rule that it comes from, the place, and what would be right.

    A `spot` of None is about no file; a line of 0 is the whole file and a column of 0 the line.
    """

    rule: Rule
    severity: Severity
    message: str
    spot: Spot | None = None
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a check has to say: what it found, what it could not check, and on what it rests.

    `unchecked` makes a run that did not succeed; `notes` are sentences such as how old the
    facts are.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    unchecked: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
