"""`portlog verify-deps`: hold a manifest, a lock file or a model's answer against crates.io."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.verify_crate import lookup_cache, record_changes
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.workspace import find


def verify_deps(
    path: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]", help="Cargo.toml, its folder, Cargo.lock, a text, or - for stdin."
        ),
    ] = ".",
    *,
    rust_version: Annotated[
        str | None,
        typer.Option(help="The Rust to build with; else rust-version, else what rustc says."),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody; take cached answers of any age.")
    ] = False,
    record: Annotated[bool, typer.Option(help="Keep a changed answer in the experiment.")] = True,
    form: Annotated[
        Format, typer.Option("--format", help="How to write the answer.")
    ] = Format.TABLE,
) -> None:
    """Hold every dependency of a manifest, a lock file or a model's answer against crates.io."""
    from portlog.jobs.open_registry import Place
    from portlog.jobs.verify_deps import DependencyOptions, verify_deps
    from portlog.present.dependencies import dependency_lookups

    workspace = find(Path.cwd())
    cache = lookup_cache(workspace, os.environ)
    place = Place(Path.cwd(), cache, os.environ, lambda: datetime.now(UTC))
    answer = verify_deps(path, DependencyOptions(offline, rust_version), place)
    typer.echo(dependency_lookups(answer.entries, answer.outcome, form), nl=False)
    if not answer.entries:
        typer.echo("portlog: no dependency was found in it", err=True)
    if record and workspace is not None:
        record_changes(workspace, answer.lookups)
    raise typer.Exit(ExitCode[answer.outcome.name])
