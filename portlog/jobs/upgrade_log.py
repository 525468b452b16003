"""Move an older log to the format of this portlog, in one step."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portlog.jobs.describe_log import outdated
from portlog.jobs.read_log import read_text, shown
from portlog.jobs.tie_rows import with_every_row
from portlog.records.table import Table
from portlog.store.revision import canonical
from portlog.store.upkeep import rewriting
from portlog.workspace import RETIRED, SETTINGS, Workspace

_RETIRED_LINE = re.compile(rf"^[ \t]*({'|'.join(RETIRED)})[ \t]*=[^\n]*\n", re.MULTILINE)


def upgrade(workspace: Workspace) -> tuple[str, ...]:
    """Write every file of the log as this portlog does; return those that were not so already.

    Rows without a name get the one that they have been shown under. Raises `StoreError`, with
    nothing written, for a row that cannot be read.
    """
    with rewriting(workspace.store) as contents:
        wanted = {**_tables(workspace), **outdated(workspace), **_settings(workspace)}
        contents.update(
            {path: text.encode(errors="surrogateescape") for path, text in wanted.items()}
        )
    return tuple(shown(workspace, path) for path in wanted)


def _tables(workspace: Workspace) -> Mapping[Path, str]:
    return dict(_rewritten(workspace))


def _rewritten(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    for table in workspace.log.tables:
        content, path = read_text(workspace, table), workspace.store.path(table)
        wanted = _wanted(workspace, table, content)
        if wanted != content and wanted is not None:
            yield path, wanted


def _wanted(workspace: Workspace, table: Table[Any], content: str | None) -> str | None:
    """Return a table's text in the one form; an adopted one has none, and its rows get names."""
    if workspace.store.texts.is_adopted(table):
        return content
    if table is workspace.log.ids:
        content = with_every_row(workspace)
    name = shown(workspace, workspace.store.path(table))
    return None if content is None else canonical(content, table, name)


def _settings(workspace: Workspace) -> Mapping[Path, str]:
    path = workspace.root / SETTINGS
    content = path.read_bytes().decode()
    kept = _RETIRED_LINE.sub("", content)
    return {} if kept == content else {path: kept}
