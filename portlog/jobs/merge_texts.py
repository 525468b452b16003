"""Merge three versions of one of the log's files, as git's merge driver or for `doctor`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portlog.errors import PortlogError, StoreError
from portlog.jobs.merge_adopted_log import merge_adopted_log
from portlog.records.log import Log
from portlog.records.session import Languages
from portlog.records.table import Table
from portlog.sources.git_merging import merge_by_lines
from portlog.store.files import replace_file
from portlog.store.merge import Conflict, ThreeTexts, merge
from portlog.workspace import Workspace, find


@dataclass(frozen=True, slots=True)
class ThreeFiles:
    """The three versions that git hands to a merge driver, and the path that they are of."""

    base: Path
    ours: Path
    theirs: Path
    path: Path


@dataclass(frozen=True, slots=True)
class FileMerge:
    """How a merge ended: rows and lines left to a person, and why it went by lines, if it did."""

    conflicts: tuple[Conflict, ...] = ()
    has_conflicts: bool = False
    by_lines: str = ""


def merge_files(files: ThreeFiles, marker_size: int) -> FileMerge:
    """Merge three versions into the file of ours.

    What is no table of the log is merged by lines, as git would without a driver. Raises
    `StoreError`, and leaves ours as it was, if that cannot be done either.
    """
    try:
        return _merge_rows(files, marker_size)
    except PortlogError as error:
        return _merge_lines(files, marker_size, error.message)


def _merge_rows(files: ThreeFiles, marker_size: int) -> FileMerge:
    texts = ThreeTexts(_text(files.base), _text(files.ours), _text(files.theirs))
    workspace = find(files.path.absolute().parent)
    if workspace is not None and files.path.absolute() == workspace.adopted:
        merged = merge_adopted_log(workspace, texts, Path.cwd(), marker_size)
    else:
        merged = merge(texts, _table(files.path, workspace), str(files.path), marker_size)
    replace_file(files.ours, merged.content.encode(errors="surrogateescape"))
    return FileMerge(merged.conflicts, bool(merged.conflicts))


def _merge_lines(files: ThreeFiles, marker_size: int, why: str) -> FileMerge:
    merged = merge_by_lines(files.base, files.ours, files.theirs, marker_size)
    if merged is None:
        raise StoreError(f"{files.path} could not be merged: {why}", "git has all three versions")
    replace_file(files.ours, merged.content)
    return FileMerge(has_conflicts=merged.has_conflicts, by_lines=why)


def _table(path: Path, workspace: Workspace | None) -> Table[Any]:
    log = workspace.log if workspace else Log.of(Languages())
    for table in log.tables:
        if path.name == f"{table.name}.csv":
            return table
    raise StoreError(f"{path} is no table of the log")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
