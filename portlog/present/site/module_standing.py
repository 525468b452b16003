"""All that is known of each module: its plan, its sessions, its tests, its lines on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portlog.analytics.groups import Group, GroupScope, groups_of
from portlog.analytics.module_tests import TestedModules
from portlog.present.site.anchor import file_key
from portlog.records.plan import PlannedModule
from portlog.records.port_coverage import Covered, PortCoverage, Scope


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    """One module by name; None is what the plan, the log or the code does not tell of it.

    `covered` says how much of its original is ported, `port_code` how many lines of code the port
    has for it, 0 where no file is of the module.
    """

    name: str
    plan: PlannedModule | None = None
    group: Group | None = None
    tests: TestedModules | None = None
    covered: Covered | None = None
    port_code: int | None = None

    @property
    def page(self) -> str:
        """Where its page lies."""
        return f"modules/{file_key(self.name)}.html"

    @property
    def phase(self) -> int | None:
        """The phase of the plan that it belongs to."""
        return self.plan.phase if self.plan else None

    @property
    def sessions(self) -> int:
        """How many sessions it took."""
        return self.group.extent.sessions if self.group else 0


def module_standings(facts: Mapping[str, Any]) -> list[ModuleStanding]:
    """Return every module that the plan or a session names, in the plan's order, then by name."""
    plan: Sequence[PlannedModule] = facts["plan"]
    groups = {one.extent.name: one for one in groups_of(GroupScope.MODULE, facts)}
    planned = {one.module: one for one in plan}
    others = sorted(name for name in groups if name is not None and name not in planned)
    covered = _covered(facts.get("progress"))
    port_lines: Mapping[str, int | None] | None = facts.get("port_lines")
    return [
        ModuleStanding(
            name,
            planned.get(name),
            groups.get(name),
            facts["module_tests"].get(name),
            covered.get(name),
            None if port_lines is None else port_lines.get(name, 0),
        )
        for name in (*planned, *others)
    ]


def without_module(facts: Mapping[str, Any]) -> Group | None:
    """Return the sessions of no module, if there are any."""
    groups = groups_of(GroupScope.MODULE, facts)
    return next((one for one in groups if one.extent.name is None), None)


def _covered(progress: PortCoverage | None) -> dict[str, Covered]:
    rows = progress.rows if progress else ()
    return {row.name: row for row in rows if row.scope is Scope.MODULE and row.name}
