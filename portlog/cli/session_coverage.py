"""`portlog session coverage`: are the sessions that anybody knows of in the log."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.session_options import FormatOption, SinceOption, UntilOption
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.workspace import here


def coverage(
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    record: Annotated[bool, typer.Option(help="Keep changed figures in the experiment.")] = True,
    form: FormatOption = Format.TABLE,
) -> None:
    """Count the sessions logged of those that the agents' records and git know of.

    Sessions and commits that the log lacks are listed. A part of the time is not recorded.
    """
    from portlog.jobs.log_coverage.take_stock import Period, record_coverage, take_stock
    from portlog.present.coverage import coverage_listing, coverage_notes

    workspace, now = here(Path.cwd()), datetime.now(UTC).replace(microsecond=0)
    period = Period(since.date() if since else None, until.date() if until else None)
    report, unread = take_stock(workspace, period, os.environ, now)
    typer.echo(coverage_listing(report, form), nl=False)
    for line in coverage_notes(report):
        typer.echo(line, err=True)
    tell_unread(unread)
    rows = record_coverage(workspace, report, now) if record and period.is_whole else 0
    if rows:
        typer.echo(f"recorded in data/coverage.csv: {rows}", err=True)
    raise typer.Exit(ExitCode[report.outcome.name])
