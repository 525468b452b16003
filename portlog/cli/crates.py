"""`portlog crates fetch`: have on this machine what look-ups without a network need."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.lookup_place import lookup_place
from portlog.cli.progress import FetchProgress
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.workspace import find


def fetch(
    path: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]", help="Cargo.toml, its folder, Cargo.lock, a text, or - for stdin."
        ),
    ] = ".",
    *,
    sources: Annotated[bool, typer.Option(help="Fetch the source code as well.")] = True,
    form: Annotated[
        Format, typer.Option("--format", help="How to write the answer.")
    ] = Format.TABLE,
) -> None:
    """Fetch what `--offline` needs: index entries and source code of a file's crates."""
    from portlog.jobs.fetch_crates import fetch_crates
    from portlog.present.fetched_crates import fetched_crates, fetched_summary

    place = lookup_place(find(Path.cwd()))
    with FetchProgress(sys.stderr) as progress:
        fetching = fetch_crates(path, place, progress.tell, sources=sources)
    typer.echo(fetched_crates(fetching.crates, fetching.outcome, form), nl=False)
    typer.echo(f"portlog: {fetched_summary(fetching.crates, fetching.fetched_bytes)}", err=True)
    raise typer.Exit(ExitCode[fetching.outcome.name])
