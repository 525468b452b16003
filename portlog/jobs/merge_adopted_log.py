"""Merge an adopted file: git knows which sidecar belongs to each of its versions."""

import os
from pathlib import Path

from portlog.records.session_tie import SESSION_IDS
from portlog.sources.git_versions import version_beside
from portlog.store.merge import MARKER_SIZE, Merged, ThreeTexts
from portlog.store.merge_adopted import ThreeTies, merge_adopted
from portlog.store.ties import Ties, ties_in
from portlog.workspace import Workspace


def merge_adopted_log(
    workspace: Workspace, texts: ThreeTexts, folder: Path, marker_size: int = MARKER_SIZE
) -> Merged:
    """Merge three versions of an experiment's adopted file.

    Git hands over one file at a time, so the sidecars are those of the commits that have these
    versions; where git finds none, as for a base that is itself a merge, what the others say
    must do. `folder` is where git runs. Raises `StoreError` for what cannot be merged by rows.
    """
    found = [_ties(workspace, folder, text) for text in (texts.base, texts.ours, texts.theirs)]
    known = [one for one in found if one is not None] or [workspace.store.texts.ties()]
    others = Ties(tuple(dict.fromkeys(line for ties in known for line in ties.every)))
    base, ours, theirs = (others if one is None else one for one in found)
    table = workspace.log.sessions
    name = workspace.store.texts.name(table)
    return merge_adopted(texts, ThreeTies(base, ours, theirs), table, name, marker_size)


def _ties(workspace: Workspace, folder: Path, content: str) -> Ties | None:
    texts, table = workspace.store.texts, workspace.log.sessions
    path, sidecar = (
        Path(os.path.relpath(texts.path(one), folder)).as_posix() for one in (table, SESSION_IDS)
    )
    there = version_beside(folder, path, content.encode(errors="surrogateescape"), sidecar)
    return None if there is None else ties_in(there, texts.name(SESSION_IDS))
