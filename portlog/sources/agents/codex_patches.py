"""The lines that Codex's patches added and removed, from what it logged or from their text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from portlog.sources.agents.codex_rows import Change

BEGIN = "*** Begin Patch"
_FILE = re.compile(r"\*\*\* (Add|Update|Delete) File: (.+)")
_MOVE = "*** Move to: "


class Lines(NamedTuple):
    """A file's path, and the lines that a patch added to it and removed from it."""

    path: str
    added: int = 0
    removed: int = 0


def lines_of(path: str, change: Change) -> Lines:
    """Return what a logged change did to a file; a file that moved is named by its new path."""
    if change.type is not None:
        return _lines(path, change.type, change)
    for kind in ("add", "delete", "update"):
        inner = getattr(change, kind)
        if inner is not None:
            return _lines(path, kind, inner)
    return _lines(path, "", change)


def lines_in(patch: str) -> Iterator[Lines]:
    """Yield what the text of a patch does to each file; of a deletion it tells no lines."""
    found: Lines | None = None
    for line in patch[patch.find(BEGIN) :].split("\n"):
        named = _FILE.match(line)
        if named:
            yield from (found,) if found else ()
            found = Lines(named[2].strip())
        elif found and line.startswith("*** End Patch"):
            break
        elif found:
            found = _with(found, line)
    yield from (found,) if found else ()


def _with(found: Lines, line: str) -> Lines:
    if line.startswith(_MOVE):
        return found._replace(path=line.removeprefix(_MOVE).strip())
    added, removed = line.startswith("+"), line.startswith("-")
    return Lines(found.path, found.added + added, found.removed + removed)


def _lines(path: str, kind: str, change: Change) -> Lines:
    if change.unified_diff is not None and change.content is None:
        return Lines(change.move_path or path, *_counted(change.unified_diff))
    count = _line_count(change.content or "")
    if kind == "add":
        return Lines(path, added=count)
    return Lines(path, removed=count if kind == "delete" else 0)


def _counted(diff: str) -> tuple[int, int]:
    """Count the lines of a diff; what stands before its first hunk is its header."""
    hunk = 0 if diff.startswith("@@") else diff.find("\n@@")
    if hunk >= 0:
        return diff.count("\n+", hunk), diff.count("\n-", hunk)
    rows = [row for row in diff.split("\n") if not row.startswith(("+++ ", "--- "))]
    return sum(row[:1] == "+" for row in rows), sum(row[:1] == "-" for row in rows)


def _line_count(content: str) -> int:
    return content.count("\n") + (not content.endswith("\n") and content != "")
