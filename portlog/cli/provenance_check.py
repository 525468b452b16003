"""`portlog provenance check` and `list`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.claim_options import ReportFormatOption
from portlog.cli.notices import tell_unread
from portlog.cli.provenance_options import PathsArgument
from portlog.cli.report import echo_report, named_from_here
from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode
from portlog.present.diagnostics import ReportFormat
from portlog.present.tables import Format
from portlog.workspace import Workspace, here

if TYPE_CHECKING:
    from portlog.jobs.provenance.check import Ground


def check(
    paths: PathsArgument = None,
    *,
    record: Annotated[
        bool, typer.Option(help="Keep headers of which nothing is recorded in the experiment.")
    ] = True,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Hold the headers of ported files against the originals, git and the log."""
    from portlog.jobs.provenance.check import check_provenance
    from portlog.present.provenance import check_report, check_summary

    workspace = here(Path.cwd())
    done = check_provenance(workspace, paths or (), Path.cwd())
    echo_report(
        form,
        lambda form: check_report(done.report, done.outcome, done.counts, form),
        lambda: named_from_here(done.report, workspace.root),
    )
    typer.echo(check_summary(done.report, done.counts), err=True)
    tell_unread(done.unread)
    if record:
        _record(workspace, done.ground)
    raise typer.Exit(ExitCode[done.outcome.name])


def _record(workspace: Workspace, ground: "Ground") -> None:
    from portlog.jobs.provenance.fill_lines import fill_lines
    from portlog.jobs.provenance.record_claims import record_claims

    rows = record_claims(workspace, ground, workspace.today(datetime.now(UTC)))
    if rows:
        typer.echo(f"recorded in data/provenance.csv: {len(rows)}", err=True)
        fill_lines(workspace, {row.session_id for row in rows if row.session_id})


def list_headers(paths: PathsArgument = None, *, form: FormatOption = Format.TABLE) -> None:
    """List what the headers of the port say, each original on a line.

    What files say of their origin in other ways stands there as the claim that it is.
    """
    from portlog.jobs.provenance.check import headers_of
    from portlog.present.provenance import header_list

    told = headers_of(here(Path.cwd()), paths or (), Path.cwd())
    typer.echo(header_list(told.claims, told.files, told.logged.sessions, form), nl=False)
    tell_unread(told.logged.unread)
