"""What an import of agents' logs found and did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portlog.records.session import Session


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of a log that could not be read; line 0 is the file."""

    agent: str
    file: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that a person has changed, and what the log tells; the person's stays."""

    session_id: str
    column: str
    kept: str
    logged: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A conversation that became no session, and why."""

    agent: str
    conversation: str
    why: str


@dataclass(slots=True)
class LogImport:
    """What was read, what it became, and what was not understood.

    `elsewhere` counts conversations of other projects, `removed` those whose sessions somebody
    removed, `drift` the rows by kinds and fields that no reader knows, `unpriced` the calls by
    models and tiers without a price.
    """

    files: dict[str, int] = field(default_factory=dict)
    looked_in: dict[str, list[str]] = field(default_factory=dict)
    added: list[Session] = field(default_factory=list)
    updated: list[Session] = field(default_factory=list)
    known: int = 0
    removed: int = 0
    elsewhere: int = 0
    differing: list[Difference] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unreadable: list[UnreadLine] = field(default_factory=list)
    drift: dict[str, int] = field(default_factory=dict)
    unpriced: dict[str, int] = field(default_factory=dict)


def count_up(counts: dict[str, int], more: Mapping[str, int]) -> None:
    """Add counts to others of the same names."""
    for name, count in more.items():
        counts[name] = counts.get(name, 0) + count
