"""`portlog demo`: a sample experiment from the first session to the built site."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.present.tables import Format
from portlog.present.text import printable


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder to make it in.")
    ] = Path("demo"),
) -> None:
    """Make a sample experiment and build its site; every session in it is invented.

    It needs no network: where crates.io does not answer, a recorded answer stands in, and the
    output says so.
    """
    from portlog.jobs.make_demo import make_demo
    from portlog.present.crates import crate_lookups

    made = make_demo(Path.cwd() / folder, os.environ, datetime.now(UTC))
    typer.echo(f"{made.sessions} invented sessions in {printable(str(folder / 'data'))}")
    typer.echo("")
    if made.recorded_at is not None:
        typer.echo(
            f"crates.io did not answer; what it said on {made.recorded_at:%Y-%m-%d}, recorded:"
        )
    typer.echo(crate_lookups(made.verification.lookups, made.verification.outcome, Format.TABLE))
    typer.echo(f"open {printable(str(folder / 'site' / 'dist' / 'index.html'))}")
