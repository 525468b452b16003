"""`portlog verify-crate`: hold crates that somebody named against crates.io."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.claim_options import (
    ClaimedAtOption,
    OfflineOption,
    RecordOption,
    ReportFormatOption,
    SessionOption,
    SuggestedByOption,
    told_context,
)
from portlog.cli.lookup_place import lookup_place, record_changes
from portlog.cli.report import echo_report
from portlog.errors import ExitCode
from portlog.present.diagnostics import ReportFormat
from portlog.present.tables import Format
from portlog.workspace import find

if TYPE_CHECKING:
    from portlog.jobs.verify_crates import Verification

_SEPARATORS = re.compile(r"[,\s]+")


def verify_crate(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME[@REQ]…", help="Such as serde or tokio@1.40.")
    ],
    *,
    features: Annotated[
        list[str] | None, typer.Option(help="Features, a,b or CRATE/a for one of several crates.")
    ] = None,
    rust_version: Annotated[
        str | None, typer.Option(help="The Rust to build with; else what rustc says.")
    ] = None,
    registry: Annotated[
        str, typer.Option(help="Another registry of cargo's configuration.")
    ] = "crates-io",
    offline: OfflineOption = False,
    details: Annotated[
        bool | None,
        typer.Option(help="Ask for downloads and owners; by default for up to five names."),
    ] = None,
    claimed_at: ClaimedAtOption = None,
    suggested_by: SuggestedByOption = None,
    session: SessionOption = None,
    record: RecordOption = True,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Hold crates, versions and features that a model named against crates.io."""
    from portlog.jobs.verify_crates import LookupOptions, verify_crates

    workspace = find(Path.cwd())
    context = told_context(workspace, claimed_at, suggested_by, session)
    wanted = tuple(filter(None, _SEPARATORS.split(",".join(features or ()))))
    options = LookupOptions(wanted, registry, offline, details, rust_version, context.claimed)
    answer = verify_crates(names, options, lookup_place(workspace))
    _echo(answer, form)
    if record and workspace is not None:
        record_changes(workspace, answer.lookups, context)
    raise typer.Exit(ExitCode[answer.outcome.name])


def _echo(answer: "Verification", form: ReportFormat) -> None:
    from portlog.present.crate_diagnostics import crate_report
    from portlog.present.crates import crate_lookups

    def listing(form: Format) -> str:
        return crate_lookups(answer.lookups, answer.outcome, form, answer.advisories)

    echo_report(form, listing, lambda: crate_report(answer.lookups, answer.advisories))
    if answer.details_trouble is not None:
        missing = dict.fromkeys(name for one in answer.lookups for name in one.missing)
        typer.echo(f"portlog: {answer.details_trouble}; not known: {', '.join(missing)}", err=True)
