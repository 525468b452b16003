"""`portlog init`: make an experiment."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.jobs.languages_told import Told
from portlog.jobs.start_experiment import (
    Started,
    licensed,
    named,
    refuse_inside_another,
    start_experiment,
)
from portlog.records.session import Languages
from portlog.workspace import Settings, Workspace


def init(
    *,
    name: Annotated[str | None, typer.Option(help="Its name; the folder's if not given.")] = None,
    original: Annotated[
        str | None, typer.Option(help="The language ported from; python if not given.")
    ] = None,
    port: Annotated[
        str | None, typer.Option(help="The language ported to; rust if not given.")
    ] = None,
    time_zone: Annotated[str, typer.Option(help="Whose calendar days the log uses.")] = "UTC",
    licence: Annotated[
        str, typer.Option(help="The data's licence by its SPDX name, such as CC-BY-4.0.")
    ] = "",
    adopt: Annotated[
        Path | None, typer.Option(help="A CSV file of sessions, kept where it lies and as it is.")
    ] = None,
) -> None:
    """Make an experiment in this folder; what is there already stays as it is."""
    folder = Path.cwd()
    refuse_inside_another(folder)
    told = Told(original, port)
    languages = Languages() if adopt else told.languages
    settings = Settings(named(name or folder.name), languages, time_zone, licence=licensed(licence))
    started = (
        _adopted(folder, settings, adopt, told) if adopt else start_experiment(folder, settings)
    )
    _tell(started)
    _tell_surroundings(started.workspace)
    typer.echo(
        "   next: portlog session add --llm claude --model opus-4.6 --module agent/loop", err=True
    )


def _adopted(folder: Path, settings: Settings, path: Path, told: Told) -> Started:
    from portlog.jobs.adopt_log import adopt_log

    return adopt_log(folder, settings, path, told)


def _tell(started: Started) -> None:
    for name in _by_folder(started.made):
        typer.echo(f"made {name}")
    for name in started.changed:
        typer.echo(f"wrote {name}")
    if not started.made and not started.changed:
        typer.echo(
            f"{started.workspace.settings.name} is an experiment already; nothing was changed"
        )
    tell_unread(started.unread)


def _by_folder(names: Iterable[str]) -> Iterator[str]:
    """Yield each name, the files of a folder that has several in one line."""
    for folder, among in groupby(names, lambda name: name.rpartition("/")[0]):
        found = list(among)
        yield from found if len(found) == 1 or not folder else [f"{folder}/, {len(found)} files"]


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
