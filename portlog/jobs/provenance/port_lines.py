"""Count the lines of the port, module by module."""

from collections import defaultdict
from collections.abc import Mapping

from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.modules import Modules
from portlog.jobs.provenance.places import Places
from portlog.records.symbol import Code
from portlog.workspace import Workspace


def port_lines(workspace: Workspace) -> Mapping[str, int | None]:
    """Return the lines of code of each module's files, tests left out, by the rule `loc/1`.

    None is a module that has a file which cannot be read. Files of no module are in none.
    """
    places, code = Places.of(workspace), CodeFiles(workspace.cache)
    modules = Modules.of(workspace, ())
    found: dict[str, list[int | None]] = defaultdict(list)
    for path in places.port_files():
        module = modules.of_file(path)
        if module:
            read = code.read(places.root / path, path)
            found[module].append(read.lines.code if isinstance(read, Code) else None)
    code.keep()
    return {module: _sum(lines) for module, lines in found.items()}


def _sum(lines: list[int | None]) -> int | None:
    known = [one for one in lines if one is not None]
    return sum(known) if len(known) == len(lines) else None
