"""Show the plan of a port with the size of what belongs to each module."""

from collections.abc import Sequence
from dataclasses import dataclass

from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.coverage import is_counted
from portlog.jobs.provenance.modules import Modules, plain
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.jobs.provenance.places import Places
from portlog.records.original_part import part_of
from portlog.records.plan import PlannedModule
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShownModule:
    """A module of the plan; `code` are the lines of its originals, None where one cannot be read.

    A part that a module names by its symbols is not counted for the module that has the file.
    """

    module: PlannedModule
    code: int | None


def plan_of(workspace: Workspace) -> tuple[list[ShownModule], Sequence[UnreadRow]]:
    """Return the plan by phase, order and name, and the rows that could not be read."""
    with workspace.store.reading() as database:
        plan: Sequence[PlannedModule] = database.every(workspace.log.plan)
        unread = database.unread()
    code = CodeFiles(workspace.cache)
    originals = OriginalFiles(Places.of(workspace), code)
    modules = Modules.of(workspace, plan)
    shown = [ShownModule(one, _code(one, modules, originals)) for one in sorted(plan, key=_turn)]
    code.keep()
    return shown, unread


def _turn(one: PlannedModule) -> tuple[bool, int, bool, int, str]:
    phase, order = one.phase, one.order
    return (phase is None, phase or 0, order is None, order or 0, one.module)


def _code(one: PlannedModule, modules: Modules, originals: OriginalFiles) -> int | None:
    if one.is_new:
        return None
    paths = {part_of(plain(word)).path for word in one.originals or ()}
    read = [(path, originals.read(path).symbols) for path in paths]
    if any(symbols is None for _, symbols in read):
        return None
    return sum(
        symbol.lines.code
        for path, symbols in read
        for symbol in symbols or ()
        if is_counted(symbol)
        and modules.of_original(path, symbols or ()).get(symbol.name) == one.module
    )
