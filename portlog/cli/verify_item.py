"""`portlog verify-item`: hold paths that somebody named against the source of their crate."""

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
from portlog.cli.lookup_place import lookup_place
from portlog.cli.report import echo_report
from portlog.errors import ExitCode
from portlog.present.diagnostics import ReportFormat
from portlog.records.outcome import Outcome
from portlog.workspace import Workspace, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portlog.records.claim_context import ClaimContext
    from portlog.records.item import ItemLookup

_SEPARATORS = re.compile(r"[,\s]+")


def verify_item(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Such as tokio::sync::mpsc::channel.")
    ],
    *,
    crate: Annotated[
        str, typer.Option(metavar="NAME[@REQ]", help="The crate, such as tokio@1.40.")
    ],
    features: Annotated[
        list[str] | None, typer.Option(help="Features of the crate that are on, a,b.")
    ] = None,
    default_features: Annotated[
        bool,
        typer.Option("--default-features/--no-default-features", help="The default ones too."),
    ] = True,
    registry: Annotated[
        str, typer.Option(help="Another registry of cargo's configuration.")
    ] = "crates-io",
    offline: OfflineOption = False,
    claimed_at: ClaimedAtOption = None,
    suggested_by: SuggestedByOption = None,
    session: SessionOption = None,
    record: RecordOption = True,
    form: ReportFormatOption = ReportFormat.TABLE,
) -> None:
    """Hold functions, types, macros and other items that a model named against their crate."""
    from portlog.jobs.verify_items.look_up import look_up_items
    from portlog.jobs.verify_items.typed import typed_claims
    from portlog.records.item import ItemOptions

    workspace = find(Path.cwd())
    context = told_context(workspace, claimed_at, suggested_by, session)
    wanted = tuple(filter(None, _SEPARATORS.split(",".join(features or ()))))
    claims = typed_claims(
        paths, crate, wanted, default_features=default_features, registry=registry
    )
    options = ItemOptions(offline=offline, claimed=context.claimed)
    items = look_up_items(claims, options, lookup_place(workspace))
    _echo(items, form)
    if record and workspace is not None:
        _record(workspace, items, context)
    raise typer.Exit(ExitCode[Outcome.worst(one.outcome for one in items).name])


def _echo(items: "Sequence[ItemLookup]", form: ReportFormat) -> None:
    from portlog.present.items import item_lookups, item_report

    echo_report(form, lambda listing: item_lookups(items, listing), lambda: item_report(items))


def _record(workspace: Workspace, items: "Sequence[ItemLookup]", context: "ClaimContext") -> None:
    from portlog.jobs.record_lookups import record_items

    recorded = record_items(workspace, items, context)
    if recorded:
        typer.echo(f"recorded in data/crates.csv: {recorded}", err=True)
