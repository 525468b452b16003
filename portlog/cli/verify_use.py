"""`portlog verify-use`: hold the paths in Rust files against the crates that they name."""

import re
import sys
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
from portlog.cli.lookup_place import lookup_place
from portlog.cli.report import echo_report
from portlog.errors import ExitCode
from portlog.present.diagnostics import ReportFormat
from portlog.workspace import Workspace, find

if TYPE_CHECKING:
    from portlog.jobs.verify_uses.declared import FeatureChoice
    from portlog.records.claim_context import ClaimContext
    from portlog.records.path_use import UseReport

_SEPARATORS = re.compile(r"[,\s]+")


def verify_use(
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="A Rust file, a folder, or - for stdin.")
    ] = ".",
    *,
    manifest_path: Annotated[
        Path | None, typer.Option(help="The Cargo.toml; else the nearest above each file.")
    ] = None,
    features: Annotated[
        list[str] | None, typer.Option(help="The package's own features that are on, a,b.")
    ] = None,
    default_features: Annotated[
        bool,
        typer.Option(
            "--default-features/--no-default-features", help="With the package's default ones."
        ),
    ] = True,
    offline: OfflineOption = False,
    claimed_at: ClaimedAtOption = None,
    suggested_by: SuggestedByOption = None,
    session: SessionOption = None,
    record: RecordOption = True,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Hold every path of another crate in Rust files against that crate's source."""
    from portlog.jobs.verify_uses.verify import UseOptions, verify_uses
    from portlog.present.uses import path_uses, use_report

    workspace = find(Path.cwd())
    context = told_context(workspace, claimed_at, suggested_by, session)
    choice = _choice(features, default=default_features)
    options = UseOptions(offline, manifest_path, choice, context.claimed)
    report = verify_uses(path, options, lookup_place(workspace), sys.stdin.buffer.read)
    echo_report(form, lambda listing: path_uses(report, listing), lambda: use_report(report))
    if record and workspace is not None:
        _record(workspace, report, context)
    raise typer.Exit(ExitCode[report.outcome.name])


def _choice(features: list[str] | None, *, default: bool) -> "FeatureChoice":
    """Return which own features are on: all where nothing is said of them."""
    from portlog.jobs.verify_uses.declared import FeatureChoice

    named = tuple(filter(None, _SEPARATORS.split(",".join(features or ()))))
    return FeatureChoice(named, default, every=default and not named)


def _record(workspace: Workspace, report: "UseReport", context: "ClaimContext") -> None:
    from portlog.jobs.record_lookups import record_items

    items = [one.lookup for one in report.items if one.lookup.crate]
    recorded = record_items(workspace, items, context)
    if recorded:
        typer.echo(f"recorded in data/crates.csv: {recorded}", err=True)
