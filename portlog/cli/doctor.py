"""`portlog doctor`: is the log whole, and can what is wrong be mended."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.present.text import printable
from portlog.records.outcome import Outcome
from portlog.workspace import here


def doctor(
    *,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended without losing anything.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Check the log: its text, its database, its folder and this clone."""
    from portlog.jobs.examine_log import examine
    from portlog.jobs.mend_log import Examination, examine_and_mend
    from portlog.present.findings import finding_list

    workspace = here(Path.cwd())
    examined = examine_and_mend(workspace) if fix else Examination(tuple(examine(workspace)))
    for line in examined.done:
        typer.echo(printable(line), err=True)
    outcome = Outcome.CLEAN if examined.is_clean else Outcome.FOUND
    typer.echo(finding_list(examined.findings, outcome, form), nl=False)
    if not examined.findings:
        typer.echo("nothing is wrong", err=True)
    raise typer.Exit(ExitCode[outcome.name])
