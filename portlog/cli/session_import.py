"""`portlog session import`: take sessions from elsewhere into the log."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.errors import ExitCode
from portlog.present.text import printable
from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.import_csv import CsvImport


def from_csv(
    file: Annotated[Path, typer.Argument(help="A CSV file with the public columns.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")
    ] = False,
) -> None:
    """Add the sessions of a CSV file; its columns may stand in any order."""
    from portlog.jobs.import_csv import import_csv

    done = import_csv(here(Path.cwd()), file, datetime.now(UTC), dry_run=dry_run)
    for session in done.added:
        typer.echo(session.session_id)
    _tell(done, file, dry_run=dry_run)
    if done.unreadable:
        raise typer.Exit(ExitCode.FOUND)


def _tell(done: "CsvImport", file: Path, *, dry_run: bool) -> None:
    for row in done.unreadable:
        cell = f":{row.cell}" if row.cell else ""
        where = printable(f"{file}:{row.line}{cell}: {row.why}")
        typer.echo(f"portlog: {where}", err=True)
        typer.echo(f"   hint: accepted is {printable(row.accepted)}", err=True)
    added = f"{len(done.added)} {'would be' if dry_run else ''} added".replace("  ", " ")
    typer.echo(f"{added}, {done.known} known, {len(done.unreadable)} unreadable", err=True)
