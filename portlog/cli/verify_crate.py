"""`portlog verify-crate`: hold crates that somebody named against crates.io."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.workspace import Workspace, find

if TYPE_CHECKING:
    from portlog.jobs.verify_crates import Verification
    from portlog.records.crate_lookup import CrateLookup

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
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody; take cached answers of any age.")
    ] = False,
    details: Annotated[
        bool | None,
        typer.Option(help="Ask for downloads and owners; by default for up to five names."),
    ] = None,
    record: Annotated[bool, typer.Option(help="Keep a changed answer in the experiment.")] = True,
    form: Annotated[
        Format, typer.Option("--format", help="How to write the answer.")
    ] = Format.TABLE,
) -> None:
    """Hold crates, versions and features that a model named against crates.io."""
    from portlog.jobs.open_registry import Place
    from portlog.jobs.verify_crates import LookupOptions, verify_crates
    from portlog.present.crates import crate_lookups

    workspace = find(Path.cwd())
    wanted = tuple(filter(None, _SEPARATORS.split(",".join(features or ()))))
    options = LookupOptions(wanted, registry, offline, details, rust_version)
    place = Place(
        Path.cwd(), lookup_cache(workspace, os.environ), os.environ, lambda: datetime.now(UTC)
    )
    answer = verify_crates(names, options, place)
    typer.echo(crate_lookups(answer.lookups, answer.outcome, form), nl=False)
    _tell_missing(answer)
    if record and workspace is not None:
        record_changes(workspace, answer.lookups)
    raise typer.Exit(ExitCode[answer.outcome.name])


def lookup_cache(workspace: Workspace | None, environment: Mapping[str, str]) -> Path:
    """Return the experiment's own cache, or the user's where there is no experiment."""
    if workspace is not None:
        return workspace.cache / "crates"
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    caches = named if named.is_absolute() else Path(environment.get("HOME", "/")) / ".cache"
    return caches / "portlog" / "crates"


def _tell_missing(answer: "Verification") -> None:
    if answer.details_trouble is None:
        return
    missing = dict.fromkeys(name for one in answer.lookups for name in one.missing)
    typer.echo(f"portlog: {answer.details_trouble}; not known: {', '.join(missing)}", err=True)


def record_changes(workspace: Workspace, lookups: "Sequence[CrateLookup]") -> None:
    """Record the answers that are others than before, and say how many."""
    from portlog.jobs.record_lookups import record_lookups

    recorded = record_lookups(workspace, lookups)
    if recorded:
        typer.echo(f"recorded in data/crates.csv: {recorded}", err=True)
