"""`portlog loc`: count lines of code by one rule."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode
from portlog.jobs.count_totals import By, grouped
from portlog.present.tables import Format
from portlog.workspace import find


def loc(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders; this folder if none."),
    ] = None,
    *,
    by: Annotated[By, typer.Option(help="What one row is.")] = By.LANGUAGE,
    form: FormatOption = Format.TABLE,
) -> None:
    """Count code, tests, docs, comments and blank lines, beside all lines.

    What git ignores is left out.
    """
    from portlog.jobs.count_code import count_paths
    from portlog.present.loc import line_counts, not_counted_words

    workspace = find(Path.cwd())
    count = count_paths(Path.cwd(), paths or ["."], workspace.cache if workspace else None)
    totals = grouped(count, By.LANGUAGE)
    typer.echo(line_counts(count, grouped(count, by), totals, by, form), nl=False)
    for one in count.named:
        typer.echo(f"portlog: {not_counted_words(one)}", err=True)
    if not count.files:
        typer.echo("portlog: no code was found there", err=True)
    raise typer.Exit(ExitCode[count.outcome.name])
