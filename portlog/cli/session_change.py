"""`portlog session edit`, `remove`, `start` and `stop`."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import (
    COLUMNS,
    FIRST_COLUMNS,
    LATER_COLUMNS,
    NameArgument,
    column_options,
    typed_cells,
)
from portlog.errors import InputError
from portlog.jobs.change_session import edit_session, remove_session
from portlog.jobs.show_sessions import named
from portlog.jobs.time_session import start_timer, stop_timer
from portlog.present.text import printable
from portlog.workspace import here


@column_options(*COLUMNS)
def edit(
    name: NameArgument,
    *,
    options: Mapping[str, str | None],
    clear: Annotated[
        list[str] | None, typer.Option(help="A column that nobody knows after all.")
    ] = None,
) -> None:
    """Put other values into a session; its name stays as it is."""
    workspace = here(Path.cwd())
    typed = typed_cells(workspace, options)
    if not typed and not clear:
        raise InputError("nothing to change", "name a column, such as --cost-usd 1.20")
    session = edit_session(workspace, name, typed, clear or (), datetime.now(UTC))
    typer.echo(session.session_id)


def remove(
    name: NameArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
) -> None:
    """Take a session out of the log; an imported one stays out."""
    workspace = here(Path.cwd())
    if not yes:
        [figures] = named(workspace, name).sessions
        _confirm(" ".join(figure.text for figure in figures if figure.text))
    typer.echo(remove_session(workspace, name).session_id)


def _confirm(row: str) -> None:
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to ask on", "give --yes to remove it")
    if not typer.confirm(f"remove {printable(row)}?", err=True):
        raise typer.Abort


@column_options(*FIRST_COLUMNS)
def start(*, options: Mapping[str, str | None]) -> None:
    """Begin a session: `stop` records it with the minutes between."""
    workspace = here(Path.cwd())
    timer = start_timer(workspace, typed_cells(workspace, options), datetime.now(UTC))
    typer.echo(f"{timer.llm} since {timer.started_at:%Y-%m-%dT%H:%M:%SZ}")


@column_options(*LATER_COLUMNS)
def stop(*, options: Mapping[str, str | None]) -> None:
    """End the session that runs and record it; print its name."""
    workspace = here(Path.cwd())
    session = stop_timer(workspace, typed_cells(workspace, options), datetime.now(UTC))
    typer.echo(session.session_id)
