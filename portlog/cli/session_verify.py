"""`portlog session verify`: hold the log's figures against others' figures."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.workspace import here


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SESSION]...", help="Sessions, or their last letters; else all."),
    ] = None,
    *,
    results: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="What `claude -p --output-format json` wrote."),
    ] = None,
    ccusage: Annotated[
        Path | None, typer.Option(metavar="PATH", help="The program ccusage; else that on PATH.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Hold sessions against the agents' own figures and against ccusage.

    A difference of more than 1 % is shown with both figures. What only one side tells is unknown.
    """
    from portlog.jobs.verify_sessions.reconcile import Wanted, reconcile
    from portlog.present.reconciliation import reconciliation_listing, reconciliation_notes

    wanted = Wanted(tuple(names or ()), tuple(results or ()), ccusage)
    done, unread = reconcile(here(Path.cwd()), wanted, os.environ, datetime.now(UTC))
    typer.echo(reconciliation_listing(done, form), nl=False)
    for line in reconciliation_notes(done):
        typer.echo(line, err=True)
    tell_unread(unread)
    raise typer.Exit(ExitCode[done.outcome.name])
