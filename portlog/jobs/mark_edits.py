"""Mark cells of imported sessions that somebody changed in the text as what they are: typed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from portlog.checks.figures import figures
from portlog.jobs.read_log import read_case
from portlog.records.origin import ORIGINS
from portlog.workspace import Workspace


def mark_edits(workspace: Workspace) -> Iterator[str]:
    """Say in each session's origins which of its cells are a person's, and say so."""
    changed = _changed(workspace)
    with workspace.store.writing() as step:
        for name, columns in changed.items():
            mine = {"session_id": name}
            for origin in step.database.records(ORIGINS, "session_own_origins", mine):
                own = columns & set(origin.columns)
                if own:
                    edited = tuple(sorted({*(origin.edited or ()), *own}))
                    step.replace(ORIGINS, replace(origin, edited=edited))
    for name, columns in changed.items():
        yield f"marked {' and '.join(sorted(columns))} of {name} as edited"


def _changed(workspace: Workspace) -> dict[str, set[str]]:
    case = read_case(workspace)
    lines = {row.line: row.cells["session_id"] for row in case.texts[0].rows}
    header = workspace.log.sessions.header
    changed: dict[str, set[str]] = defaultdict(set)
    for finding in figures(case.texts):
        changed[lines[finding.line]].add(header[finding.cell - 1])
    return changed
