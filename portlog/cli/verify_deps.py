"""`portlog verify-deps`: hold a manifest, a lock file or a model's answer against crates.io."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.claim_options import (
    ClaimedAtOption,
    OfflineOption,
    RecordOption,
    ReportFormatOption,
    RustVersionOption,
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
    from portlog.jobs.verify_deps import DependencyVerification


def verify_deps(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]…",
            help="Cargo.toml, its folder, Cargo.lock, a text, - for stdin; else this folder.",
        ),
    ] = None,
    *,
    rust_version: RustVersionOption = None,
    offline: OfflineOption = False,
    claimed_at: ClaimedAtOption = None,
    suggested_by: SuggestedByOption = None,
    session: SessionOption = None,
    record: RecordOption = True,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Hold every dependency of a manifest, a lock file or a model's answer against crates.io."""
    from portlog.jobs.verify_dep_files import verify_files
    from portlog.jobs.verify_deps import DependencyOptions

    workspace = find(Path.cwd())
    context = told_context(workspace, claimed_at, suggested_by, session)
    options = DependencyOptions(offline, rust_version, context.claimed)
    answer = verify_files(paths or (), options, lookup_place(workspace))
    _echo(answer, form)
    if record and workspace is not None:
        record_changes(workspace, answer.lookups, context)
    raise typer.Exit(ExitCode[answer.outcome.name])


def _echo(answer: "DependencyVerification", form: ReportFormat) -> None:
    from portlog.present.crate_diagnostics import dependency_report
    from portlog.present.dependencies import dependency_lookups

    def listing(form: Format) -> str:
        return dependency_lookups(answer.entries, answer.outcome, form, answer.advisories)

    echo_report(form, listing, lambda: dependency_report(answer.entries, answer.advisories))
    if not answer.entries:
        typer.echo("portlog: no dependency was found in it", err=True)
