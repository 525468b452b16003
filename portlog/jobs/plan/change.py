"""Put modules into the plan, change them, take them out, and take in a plan made elsewhere."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.modules import as_word, plain
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.jobs.provenance.original_paths import typed_original
from portlog.jobs.provenance.places import Places
from portlog.jobs.provenance.stamp_map import text_of
from portlog.records.original_part import written
from portlog.records.plan import PlannedModule
from portlog.records.table import CellError, Table
from portlog.workspace import Workspace

_NAMES = "`portlog plan list` shows the modules"


def add_module(workspace: Workspace, cells: Mapping[str, str]) -> PlannedModule:
    """Put a module into the plan; `InputError` for one that it has."""
    table = workspace.log.plan
    module = _parsed(table, cells)
    with workspace.store.writing() as step:
        if step.database.holds(table, (module.module,)):
            raise InputError(
                f"the plan has {module.module} already", f"`portlog plan edit {module.module}`"
            )
        step.add(table, module)
    return module


def edit_module(
    workspace: Workspace, name: str, cells: Mapping[str, str], clear: Collection[str]
) -> PlannedModule:
    """Put other cells into a module of the plan and return it; cleared ones are unknown."""
    table = workspace.log.plan
    emptied = {_clearable(column, table): "" for column in clear}
    with workspace.store.writing() as step:
        before = _planned(step.database.every(table), name)
        there = dict(zip(table.header, table.cells(before), strict=True))
        module = _parsed(table, {**there, **emptied, **cells})
        if module.module != before.module:
            raise InputError("a module keeps its name", "remove it and add another")
        if module != before:
            step.replace(table, module)
    return module


def remove_module(workspace: Workspace, name: str) -> PlannedModule:
    """Take a module out of the plan and return it."""
    table = workspace.log.plan
    with workspace.store.writing() as step:
        module = _planned(step.database.every(table), name)
        step.remove(table, module)
    return module


def import_plan(workspace: Workspace, file: Path) -> tuple[int, int]:
    """Take in the modules of a CSV file, all or none; return how many are new and changed.

    A module that the plan has gets the cells of the columns that the file has.
    """
    table = workspace.log.plan
    rows = list(_rows(file, table))
    with workspace.store.writing() as step:
        there = {one.module: one for one in step.database.every(table)}
        added = changed = 0
        for line, cells in rows:
            before = there.get(cells["module"])
            old = dict(zip(table.header, table.cells(before), strict=True)) if before else {}
            module = _parsed(table, {**old, **cells}, f"{file}:{line}: ")
            if before is None:
                step.add(table, module)
                added += 1
            elif module != before:
                step.replace(table, module)
                changed += 1
    return added, changed


def original_words(workspace: Workspace, typed: Sequence[str], here: Path) -> str:
    """Return parts of the original as the plan's cell; `InputError` for what is not there."""
    places = Places.of(workspace)
    code = CodeFiles(workspace.cache)
    originals = OriginalFiles(places, code)
    parts = [typed_original(text, originals, here) for text in typed]
    code.keep()
    ranged = next((part for part in parts if part.lines), None)
    if ranged is not None:
        raise InputError(f"{written(ranged)} names lines", "a module has PATH or PATH::SYMBOL")
    return " ".join(dict.fromkeys(as_word(written(part)) for part in parts))


def _rows(file: Path, table: Table[PlannedModule]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text_of(file)), strict=True)
    header = reader.fieldnames or ()
    strange = next((name for name in header if name not in table.header), None)
    if strange is not None or "module" not in header:
        what = f'has a column "{strange}"' if strange else "has no column module"
        raise InputError(f"{file}:1: {what}", f"columns are {', '.join(table.header)}")
    seen: set[str] = set()
    try:
        for row in reader:
            if None in row or None in row.values():
                raise InputError(f"{file}:{reader.line_num}: not as many cells as columns")
            if row["module"] in seen:
                raise InputError(f'{file}:{reader.line_num}: "{row["module"]}" stands twice')
            seen.add(row["module"])
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"{file}:{reader.line_num}: {error}", "give a CSV file") from None


def _parsed(
    table: Table[PlannedModule], cells: Mapping[str, str], where: str = ""
) -> PlannedModule:
    try:
        module = table.parse(cells)
    except CellError as error:
        raise InputError(f"{where}{error}", f"write {error.accepted}") from None
    for word in module.originals or ():
        if not plain(word).partition("::")[0]:
            raise InputError(f'{where}originals has "{word}"', "write PATH or PATH::SYMBOL")
    return module


def _planned(plan: Sequence[PlannedModule], name: str) -> PlannedModule:
    found = next((one for one in plan if one.module == name), None)
    if found is None:
        raise InputError(f'the plan has no module "{name}"', _NAMES)
    return found


def _clearable(column: str, table: Table[PlannedModule]) -> str:
    name = column.replace("-", "_")
    if name not in table.header or name == "module":
        free = [one for one in table.header if one != "module"]
        raise InputError(f'--clear cannot empty "{column}"', f"it empties {', '.join(free)}")
    return name
