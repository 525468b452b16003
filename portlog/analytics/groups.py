"""What the sessions of one module, one phase or one model took together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portlog.analytics.extent import Extent
from portlog.analytics.method import Method
from portlog.analytics.question import Frame, Question
from portlog.analytics.sums import Sums
from portlog.analytics.totals import Part, Totals
from portlog.analytics.unpriced import Unpriced
from portlog.records.outcome import Basis


class GroupScope(StrEnum):
    """What sessions are grouped by."""

    MODULE = "module"
    PHASE = "phase"
    MODEL = "model"


# the scope, the llm of a model, the name; no name for sessions of no module or of no phase
GroupKey = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class GroupExtent:
    """How many sessions a group has, when, of which modules, models and tasks.

    `reviewed` counts those whose hallucinations somebody counted or typed.
    """

    scope: str
    llm: str | None
    name: str | None
    sessions: int
    first_day: date
    last_day: date
    modules: int
    without_module: int
    models: list[str]
    tasks: list[str]
    without_task: int
    reviewed: int
    unpriced: Unpriced

    @property
    def key(self) -> GroupKey:
        """What tells it from every other group."""
        return self.scope, self.llm, self.name

    @property
    def extent(self) -> Extent:
        """The group as a log of its own, which is of one module."""
        return Extent(
            self.sessions, self.first_day, self.last_day, len(self.models), 1, self.without_module
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A group's extent, and its sums by measure and method."""

    extent: GroupExtent
    totals: Totals = field(default_factory=dict)

    @property
    def sums(self) -> Sums:
        """The group's sums without its tests, which no two sessions share."""
        return Sums(self.totals, (), self.extent.unpriced, ())


def group_extents(frame: Frame) -> tuple[GroupExtent, ...]:
    """Return the rows of `group_extents`."""
    return tuple(_group_extent(row) for row in frame.iter_rows(named=True))


def _group_extent(row: dict[str, Any]) -> GroupExtent:
    unpriced = Unpriced(row.pop("unpriced_sessions"), row.pop("unpriced_calls"))
    return GroupExtent(**row, unpriced=unpriced)


def group_totals(frame: Frame) -> Mapping[GroupKey, Totals]:
    """Return the parts of each measure of each group of `group_totals`."""
    found: dict[GroupKey, dict[str, tuple[Part, ...]]] = {}
    for scope, llm, name, measure, basis, rule, sessions, overlapping, amount in frame.iter_rows():
        parts = found.setdefault((scope, llm, name), {})
        part = Part(Method(Basis(basis), rule), sessions, amount, overlapping)
        parts[measure] = (*parts.get(measure, ()), part)
    return found


def groups_of(scope: GroupScope, facts: Mapping[str, Any]) -> list[Group]:
    """Return the groups of one scope from the answers `extents` and `group_totals`."""
    totals: Mapping[GroupKey, Totals] = facts["group_totals"]
    return [Group(one, totals.get(one.key, {})) for one in facts["extents"] if one.scope == scope]


GROUP_EXTENTS = Question("group_extents", group_extents)
GROUP_TOTALS = Question("group_totals", group_totals)
