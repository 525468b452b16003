"""`portlog merge-driver`: what git runs to merge the log's files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.errors import ExitCode
from portlog.present.text import printable

if TYPE_CHECKING:
    from portlog.jobs.merge_texts import FileMerge


def merge_driver(
    base: Annotated[Path, typer.Argument(help="The version that both come from.")],
    ours: Annotated[Path, typer.Argument(help="Our version; the merged one takes its place.")],
    theirs: Annotated[Path, typer.Argument(help="Their version.")],
    path: Annotated[Path, typer.Argument(help="Where the file lies in the repository.")],
    marker_size: Annotated[int, typer.Argument(help="How long a conflict's marks are.")] = 7,
) -> None:
    """Merge three versions of a file of the log, row by row; git runs this."""
    from portlog.jobs.merge_texts import ThreeFiles, merge_files

    merged = merge_files(ThreeFiles(base, ours, theirs, path), marker_size)
    _tell(merged, path)
    if merged.has_conflicts:
        raise typer.Exit(ExitCode.FOUND)


def _tell(merged: "FileMerge", path: Path) -> None:
    from portlog.present.conflicts import conflict_line

    if merged.by_lines:
        typer.echo(printable(f"portlog: merged by lines: {merged.by_lines}"), err=True)
    for conflict in merged.conflicts:
        typer.echo(printable(f"portlog: {path}: {conflict_line(conflict)}"), err=True)
