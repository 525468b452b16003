"""How much of an original is ported, and how well that is known."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from portlog.records.pin import Pin


@dataclass(frozen=True, slots=True)
class Extent:
    """So many symbols, and lines of code in them and between them."""

    symbols: int = 0
    code: int = 0

    def __add__(self, other: "Extent") -> "Extent":
        """Return both together."""
        return Extent(self.symbols + other.symbols, self.code + other.code)

    def __sub__(self, other: "Extent") -> "Extent":
        """Return the rest."""
        return Extent(self.symbols - other.symbols, self.code - other.code)


class Scope(StrEnum):
    """What a line of the coverage is about."""

    ALL = "all"
    PHASE = "phase"
    MODULE = "module"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of one scope is what; `total` = `ported` + `left_out` + `open`.

    `changed` counts what is ported and has changed in the original since, `proposed` what an
    agent would leave out, which is open. A level of which no evidence is recorded is None:
    nobody knows, which is not 0. `name` is empty for all, and for what no module of the plan has.
    """

    scope: Scope
    name: str
    total: Extent
    ported: Extent
    left_out: Extent
    changed: Extent
    proposed: Extent
    compiles: Extent | None = None
    verified: Extent | None = None
    reviewed: Extent | None = None

    @property
    def open(self) -> Extent:
        """What is neither ported nor left out on purpose."""
        return self.total - self.ported - self.left_out

    @property
    def to_port(self) -> Extent:
        """What is not left out on purpose; where that is nothing there is no share."""
        return self.total - self.left_out


@dataclass(frozen=True, slots=True)
class Milestone:
    """What was ported up to a day, of the original as it is now."""

    day: dt.date
    ported: Extent


@dataclass(frozen=True, slots=True)
class PortCoverage:
    """The coverage of a port: all, by phase, module and file; the days, the pins, the new modules.

    `undated` is ported by headers of which nothing is recorded, `uncounted` are originals that
    could not be read.
    """

    rows: tuple[Covered, ...]
    history: tuple[Milestone, ...]
    undated: Extent
    pins: tuple[Pin, ...]
    new_modules: tuple[str, ...]
    rule: str
    open_symbols: tuple[tuple[str, str], ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def whole(self) -> Covered:
        """The coverage of all."""
        return self.rows[0]
