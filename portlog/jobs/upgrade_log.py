"""Move an older log to the format of this portlog, in one step."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from portlog.jobs.describe_log import outdated
from portlog.jobs.read_log import read_text, shown
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
        content = read_text(workspace, table)
        if content is not None:
            path = workspace.store.path(table)
            wanted = canonical(content, table, shown(workspace, path))
            if wanted != content:
                yield path, wanted


def _settings(workspace: Workspace) -> Mapping[Path, str]:
    path = workspace.root / SETTINGS
    content = path.read_bytes().decode()
    kept = _RETIRED_LINE.sub("", content)
    return {} if kept == content else {path: kept}
