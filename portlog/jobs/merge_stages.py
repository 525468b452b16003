"""Merge the log from git's three stages, in a clone that had no merge driver when git merged."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portlog.errors import StoreError
from portlog.jobs.merge_adopted_log import merge_adopted_log
from portlog.jobs.read_log import read_text, shown, tracked
from portlog.present.conflicts import conflict_line
from portlog.records.table import Table
from portlog.sources.git_merging import BASE, OURS, THEIRS, add_to_index, staged, unmerged
from portlog.store.merge import Merged, ThreeTexts, merge
from portlog.store.text import MERGE_MARKERS
from portlog.store.upkeep import rewriting
from portlog.workspace import Workspace


def merge_stages(workspace: Workspace) -> Iterator[str]:
    """Merge each table that git left with markers, and tell git of those without a conflict.

    A file that somebody has worked on since, or that one side removed, is left as it is.
    """
    merged: dict[Path, Merged] = {}
    with rewriting(workspace.store) as contents:
        for path, result in _mergeable(workspace):
            merged[path] = result
            contents[path] = result.content.encode(errors="surrogateescape")
    for path, result in merged.items():
        name = shown(workspace, path)
        if not result.conflicts and add_to_index(workspace.root, name):
            yield f"merged {name} from git's three stages and staged it"
        for conflict in result.conflicts:
            yield f"merged {name} but for one row: {conflict_line(conflict)}"


def _mergeable(workspace: Workspace) -> Iterator[tuple[Path, Merged]]:
    left = unmerged(workspace.root, *tracked(workspace))
    for table in workspace.log.tables:
        path = workspace.store.path(table)
        name = shown(workspace, path)
        content = read_text(workspace, table)
        if content is None or not left.get(name, frozenset()) >= {OURS, THEIRS}:
            continue
        versions = _versions(workspace.root, name)
        try:
            result = _merged(workspace, versions, table, name)
        except StoreError:
            continue
        if result.content != content and _is_as_git_left_it(content, versions):
            yield path, result


def _merged(workspace: Workspace, versions: ThreeTexts, table: Table[Any], name: str) -> Merged:
    if workspace.store.texts.is_adopted(table):
        return merge_adopted_log(workspace, versions, workspace.root)
    return merge(versions, table, name)


def _versions(root: Path, name: str) -> ThreeTexts:
    base, ours, theirs = (
        staged(root, name, one).decode(errors="surrogateescape") for one in (BASE, OURS, THEIRS)
    )
    return ThreeTexts(base, ours, theirs)


def _is_as_git_left_it(content: str, versions: ThreeTexts) -> bool:
    """Say whether a file has markers, all that either side added, and nothing of its own."""
    lines = content.split("\n")
    own = {line for line in lines if not line.startswith(MERGE_MARKERS)}
    base, ours, theirs = (
        set(text.split("\n")) for text in (versions.base, versions.ours, versions.theirs)
    )
    added = (ours | theirs) - base
    return len(own) < len(set(lines)) and added <= own <= base | ours | theirs
