"""`portlog status`: where does the experiment stand."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import FormatOption
from portlog.errors import InputError
from portlog.jobs.show_status import glance, standing
from portlog.present.tables import Format
from portlog.workspace import here


def status(
    *,
    line: Annotated[
        bool, typer.Option("--line", help="One short line, for a shell prompt.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show where the experiment stands: totals, hallucinations, tests, what runs.

    Figures that are known in different ways are never added.
    """
    if line and form is not Format.TABLE:
        raise InputError("--line goes with no --format", "leave one of them out")
    workspace = here(Path.cwd())
    if line:
        from portlog.present.status_line import status_line

        typer.echo(status_line(glance(workspace)), nl=False)
        return
    from portlog.cli.notices import tell_unread
    from portlog.present.status import status_screen

    stands, unread = standing(workspace)
    typer.echo(status_screen(stands, form), nl=False)
    tell_unread(unread)
