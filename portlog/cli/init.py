"""`portlog init`: make an experiment."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.jobs.start_experiment import between, named, refuse_inside_another, start_experiment
from portlog.workspace import Settings


def init(
    *,
    name: Annotated[str | None, typer.Option(help="Its name; the folder's if not given.")] = None,
    original: Annotated[str, typer.Option(help="The language ported from.")] = "python",
    port: Annotated[str, typer.Option(help="The language ported to.")] = "rust",
    time_zone: Annotated[str, typer.Option(help="Whose calendar days the log uses.")] = "UTC",
) -> None:
    """Make an experiment in this folder; what is there already stays as it is."""
    folder = Path.cwd()
    refuse_inside_another(folder)
    settings = Settings(named(name or folder.name), between(original, port), time_zone)
    started = start_experiment(folder, settings)
    for made in started.made:
        typer.echo(f"made {made}")
    if not started.made:
        typer.echo(
            f"{started.workspace.settings.name} is an experiment already; nothing was changed"
        )
    typer.echo(
        "   next: portlog session add --llm claude --model opus-4.6 --module agent/loop", err=True
    )
