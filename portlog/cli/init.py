"""`portlog init`: make an experiment."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.jobs.start_experiment import (
    between,
    licensed,
    named,
    refuse_inside_another,
    start_experiment,
)
from portlog.workspace import Settings, Workspace


def init(
    *,
    name: Annotated[str | None, typer.Option(help="Its name; the folder's if not given.")] = None,
    original: Annotated[str, typer.Option(help="The language ported from.")] = "python",
    port: Annotated[str, typer.Option(help="The language ported to.")] = "rust",
    time_zone: Annotated[str, typer.Option(help="Whose calendar days the log uses.")] = "UTC",
    licence: Annotated[
        str, typer.Option(help="The data's licence by its SPDX name, such as CC-BY-4.0.")
    ] = "",
) -> None:
    """Make an experiment in this folder; what is there already stays as it is."""
    folder = Path.cwd()
    refuse_inside_another(folder)
    settings = Settings(
        named(name or folder.name),
        between(original, port),
        time_zone,
        licence=licensed(licence),
    )
    started = start_experiment(folder, settings)
    for made in started.made:
        typer.echo(f"made {made}")
    if not started.made:
        typer.echo(
            f"{started.workspace.settings.name} is an experiment already; nothing was changed"
        )
    _tell_surroundings(started.workspace)
    typer.echo(
        "   next: portlog session add --llm claude --model opus-4.6 --module agent/loop", err=True
    )


def _tell_surroundings(workspace: Workspace) -> None:
    from portlog.jobs.set_up_merging import set_up_driver
    from portlog.sources.file_system import network_type

    if workspace.format == 0:
        typer.echo("   `portlog upgrade` describes the log that was here before", err=True)
    if set_up_driver(workspace.root):
        typer.echo("   git in this clone now merges data/*.csv row by row", err=True)
    network = network_type(workspace.root)
    if network:
        typer.echo(f"   this folder is on {network}: write to it from one machine", err=True)
