"""Places in files as code hosts name them: by their path from the repository's root."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from portlog.records.diagnostic import Diagnostic, Report


def seen_from_repository(report: Report, folder: Path) -> Report:
    """Return a report on files named as seen from a folder, named as its repository does.

    Without a repository the folder itself counts as its root; a file outside keeps its name.
    """
    root = _root(folder)
    return replace(
        report,
        diagnostics=_moved(report.diagnostics, folder, root),
        unchecked=_moved(report.unchecked, folder, root),
    )


def _root(folder: Path) -> Path:
    above = (folder, *folder.parents)
    return next((one for one in above if (one / ".git").exists()), folder)


def _moved(diagnostics: Iterable[Diagnostic], folder: Path, root: Path) -> tuple[Diagnostic, ...]:
    return tuple(_at(one, folder, root) for one in diagnostics)


def _at(one: Diagnostic, folder: Path, root: Path) -> Diagnostic:
    if one.spot is None:
        return one
    path = Path(os.path.normpath(folder / one.spot.file))
    if not path.is_relative_to(root):
        return one
    return replace(one, spot=replace(one.spot, file=path.relative_to(root).as_posix()))
