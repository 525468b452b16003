"""`portlog site check`: what is wrong with the series and the built site."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.claim_options import ReportFormatOption
from portlog.cli.report import echo_report, named_from_here
from portlog.errors import ExitCode
from portlog.present.diagnostics import ReportFormat
from portlog.workspace import here


def check(
    *,
    built: Annotated[
        Path | None,
        typer.Option(help="The folder of the built site; site/dist of the experiment by default."),
    ] = None,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Check the posts of the series, and the links of the built site.

    Links to other sites are not asked.
    """
    from portlog.jobs.check_site import check_site
    from portlog.present.site_findings import site_findings, site_summary

    workspace = here(Path.cwd())
    done = check_site(workspace, datetime.now(UTC), built)
    echo_report(
        form,
        lambda form: site_findings(done.report, done.outcome, done.posts, done.pages, form),
        lambda: named_from_here(done.report, workspace.root),
    )
    for line in site_summary(done.report, done.posts, done.pages):
        typer.echo(line, err=True)
    raise typer.Exit(ExitCode[done.outcome.name])
