"""How much of an original is ported: each of its symbols is counted once, as one thing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from portlog.records.port_coverage import Covered, Extent, Milestone, Scope
from portlog.records.symbol import MODULE


@dataclass(frozen=True, slots=True)
class SymbolState:
    """One symbol of the original, its lines of code, and what is known of its port.

    `ported_on` is the day that is recorded, None where it is not ported or nobody recorded it.
    """

    path: str
    name: str
    code: int
    module: str = ""
    phase: str = ""
    is_ported: bool = False
    ported_on: dt.date | None = None
    has_changed: bool = False
    is_left_out: bool = False
    is_proposed: bool = False
    is_verified: bool = False
    is_reviewed: bool = False

    @property
    def extent(self) -> Extent:
        """How much it is; what stands in no symbol counts by its lines alone."""
        return Extent(int(self.name != MODULE), self.code)

    @property
    def is_open(self) -> bool:
        """Whether it is neither ported nor left out on purpose."""
        return not self.is_ported and not self.is_left_out


@dataclass(frozen=True, slots=True)
class KnownLevels:
    """Of which levels anything is recorded; of another nobody knows."""

    compiles: bool = False
    verified: bool = False
    reviewed: bool = False


def coverage_rows(states: Sequence[SymbolState], levels: KnownLevels) -> Iterator[Covered]:
    """Yield the coverage of all symbols, then by phase, by module and by file."""
    yield _covered(Scope.ALL, "", states, levels)
    for scope, name_of in _SCOPES.items():
        for name, some in sorted(_grouped(states, name_of).items()):
            yield _covered(scope, name, some, levels)


def milestones(states: Iterable[SymbolState]) -> Iterator[Milestone]:
    """Yield what was ported up to each day on which anything was."""
    days: dict[dt.date, Extent] = defaultdict(Extent)
    for state in states:
        if state.is_ported and state.ported_on is not None:
            days[state.ported_on] += state.extent
    ported = Extent()
    for day in sorted(days):
        ported += days[day]
        yield Milestone(day, ported)


def extent_of(states: Iterable[SymbolState]) -> Extent:
    """Return how much some symbols are together."""
    return reduce(Extent.__add__, (state.extent for state in states), Extent())


_SCOPES: Mapping[Scope, Callable[[SymbolState], str]] = {
    Scope.PHASE: lambda state: state.phase,
    Scope.MODULE: lambda state: state.module,
    Scope.FILE: lambda state: state.path,
}


def _grouped(
    states: Iterable[SymbolState], name_of: Callable[[SymbolState], str]
) -> Mapping[str, list[SymbolState]]:
    found: dict[str, list[SymbolState]] = defaultdict(list)
    for state in states:
        found[name_of(state)].append(state)
    return found


def _covered(
    scope: Scope, name: str, states: Sequence[SymbolState], levels: KnownLevels
) -> Covered:
    ported = [state for state in states if state.is_ported]
    verified = [state for state in ported if state.is_verified]
    reviewed = [state for state in ported if state.is_reviewed]
    left_out = [state for state in states if state.is_left_out and not state.is_ported]
    return Covered(
        scope,
        name,
        extent_of(states),
        extent_of(ported),
        extent_of(left_out),
        extent_of(state for state in ported if state.has_changed),
        extent_of(state for state in states if state.is_proposed and state.is_open),
        None,
        extent_of(verified) if levels.verified else None,
        extent_of(reviewed) if levels.reviewed else None,
    )
