"""Propose a plan: one module for each file of the original."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.coverage import named_symbols
from portlog.jobs.provenance.modules import as_word, plain
from portlog.jobs.provenance.places import Places
from portlog.records.original_part import part_of
from portlog.records.plan import PlannedModule
from portlog.records.symbol import Code
from portlog.workspace import Workspace

# a folder's own file is the folder's module
_OWN = frozenset({"__init__", "mod", "index", "lib"})


@dataclass(frozen=True, slots=True)
class SuggestedModule:
    """A module that the plan could have, and how large its original is by `loc/1`."""

    module: PlannedModule
    symbols: int
    code: int


def suggest_plan(workspace: Workspace, *, write: bool) -> list[SuggestedModule]:
    """Return a module for each file of the original that has code and is in no module yet.

    With `write` they are added to the plan.
    """
    with workspace.store.reading() as database:
        plan: Sequence[PlannedModule] = database.every(workspace.log.plan)
    found = list(_suggested(workspace, plan))
    if write and found:
        with workspace.store.writing() as step:
            step.add_all(workspace.log.plan, [one.module for one in found])
    return found


def _suggested(workspace: Workspace, plan: Sequence[PlannedModule]) -> Iterator[SuggestedModule]:
    places, code = Places.of(workspace), CodeFiles(workspace.cache)
    planned = {part_of(plain(word)).path for one in plan for word in one.originals or ()}
    names = {one.module for one in plan}
    for path in places.original_files():
        found = code.read(places.root / path, places.within_original(path))
        is_new = path not in planned and path.isprintable()
        if is_new and isinstance(found, Code) and found.lines.code:
            name = _free(_name(places, path), path, names)
            names.add(name)
            module = PlannedModule(name, originals=(as_word(path),))
            yield SuggestedModule(module, len(named_symbols(found.symbols)), found.lines.code)
    code.keep()


def _name(places: Places, path: str) -> str:
    within = PurePosixPath(places.within_original(path)).with_suffix("")
    module = within.parent if within.name in _OWN else within
    return str(module) if module.name else PurePosixPath(places.told.original).name


def _free(name: str, path: str, names: set[str]) -> str:
    """Return a name that no other module has: that of the file where the short one is taken."""
    return name if name not in names else f"{name}/{PurePosixPath(path).stem}"
