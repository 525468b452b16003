"""`portlog provenance stamp` and `unstamp`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.provenance_options import FilesArgument, occasion
from portlog.errors import InputError
from portlog.present.text import printable

if TYPE_CHECKING:
    from portlog.jobs.provenance.stamp import StampedFile


def stamp(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Files of the port.")
    ] = None,
    *,
    originals: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="ORIGINAL[:LINES|::SYMBOLS]", help="What was ported; repeatable."
        ),
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="The session that wrote it, by any name.")
    ] = None,
    many: Annotated[
        Path | None, typer.Option(metavar="MAP.csv", help="Columns file, from and session.")
    ] = None,
) -> None:
    """Write where files come from into their headers, and record it.

    Without --from or --session, what the header says stays, and is recorded as it is now.
    """
    from portlog.jobs.provenance.fill_lines import fill_lines
    from portlog.jobs.provenance.stamp import StampRequest, stamp
    from portlog.jobs.provenance.stamp_map import read_map

    if (many is None) == (not files) or (many is not None and originals):
        raise InputError("give files or --many, one of them", "a map has its own originals")
    typed = [StampRequest(file, tuple(originals or ()), session) for file in files or ()]
    start = occasion()
    done = stamp(start, typed if many is None else read_map(many, session))
    _tell(done, "stamped")
    for filled in fill_lines(start.workspace, {name for one in done for name in one.sessions}):
        typer.echo(f"{filled.session_id}: lines filled from what it ported", err=True)


def unstamp(files: FilesArgument) -> None:
    """Take headers out of files, and out of the log what was recorded of them."""
    from portlog.jobs.provenance.fill_lines import fill_lines
    from portlog.jobs.provenance.stamp import unstamp

    start = occasion()
    done = unstamp(start, files)
    _tell(done, "unstamped")
    fill_lines(start.workspace, {name for one in done for name in one.sessions})


def _tell(done: "list[StampedFile]", word: str) -> None:
    for one in done:
        typer.echo(f"{word if one.changed else 'unchanged'} {printable(one.path)}")
        for note in one.notes:
            typer.echo(f"   {printable(note)}", err=True)
