"""What several verifiers take: who claimed it and when, and how to look it up and tell it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.present.diagnostics import ReportFormat
from portlog.workspace import Workspace

if TYPE_CHECKING:
    from portlog.records.claim_context import ClaimContext

ClaimedAtOption = Annotated[
    str | None,
    typer.Option(metavar="DATE|TIME", help="When it was suggested; what came later is found out."),
]
SuggestedByOption = Annotated[
    str | None, typer.Option(metavar="MODEL", help="The model that suggested it.")
]
SessionOption = Annotated[
    str | None, typer.Option(metavar="ID", help="The session in which it was suggested.")
]
RustVersionOption = Annotated[
    str | None,
    typer.Option(help="The Rust to build with; else rust-version, else what rustc says."),
]
OfflineOption = Annotated[
    bool, typer.Option("--offline", help="Ask nobody; take cached answers of any age.")
]
RecordOption = Annotated[bool, typer.Option(help="Keep a changed answer in the experiment.")]
ReportFormatOption = Annotated[
    ReportFormat, typer.Option("--format", help="How to write the answer.")
]


def told_context(
    workspace: Workspace | None,
    claimed_at: str | None,
    suggested_by: str | None,
    session: str | None,
) -> "ClaimContext":
    """Return what was typed about a claim, checked."""
    from portlog.jobs.claim_context import claim_context

    return claim_context(workspace, claimed_at, suggested_by, session, datetime.now(UTC))
