"""`portlog session import claude`, `codex` and `all`: take in what agents logged."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.commands import AGENTS
from portlog.cli.progress import ByteProgress
from portlog.cli.session_options import FormatOption, SinceOption, UntilOption
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.records.outcome import Outcome
from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.import_logs.request import Request
    from portlog.records.log_import import LogImport

ALL = "all"
PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Logs or folders of them, in place of the agent's own."
    ),
]


def __getattr__(name: str) -> Callable[..., None]:
    """Return the command that imports one agent's logs, or those of all."""
    if name not in {ALL, *AGENTS}:
        raise AttributeError(name)
    return _command(name)


def _command(name: str) -> Callable[..., None]:
    agents = AGENTS if name == ALL else (name,)

    def command(
        context: typer.Context,
        paths: PathsArgument = None,
        *,
        since: SinceOption = None,
        until: UntilOption = None,
        all_projects: Annotated[
            bool, typer.Option("--all-projects", help="Sessions held in other folders as well.")
        ] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
        ] = False,
        deep: Annotated[
            bool, typer.Option("--deep", help="Look at the names of all fields of all lines.")
        ] = False,
        strict: Annotated[
            bool, typer.Option("--strict", help="Exit 1 where a model has no price.")
        ] = False,
        form: FormatOption = Format.TABLE,
    ) -> None:
        from portlog.jobs.import_logs.request import Request

        request = Request(
            agents,
            tuple(paths or ()),
            since.date() if since else None,
            until.date() if until else None,
            dry_run,
            all_projects,
            deep,
        )
        _import(request, context.obj, form, strict=strict)

    whose = "every agent" if name == ALL else name
    command.__doc__ = f"""Add the sessions that {whose} logged, each once.

    Sub-agents are part of their session. A log that has grown brings its session up to date; a
    session that was removed stays removed, a cell that was edited stays as it is.
    """
    return command


def _import(request: "Request", words: Sequence[str], form: Format, *, strict: bool) -> None:
    """Import, and keep what is to be answered to the same words while nothing changes."""
    from portlog.jobs.import_logs.repeat import standing_of, told_again
    from portlog.jobs.import_logs.take_in import import_logs

    workspace = here(Path.cwd())
    standing = standing_of(workspace, request, os.environ, words)
    with ByteProgress(sys.stderr) as progress:
        done = import_logs(workspace, request, os.environ, datetime.now(UTC), progress.tell)
    if standing is not None and not request.dry_run:
        standing.keep(_said(told_again(done), form, strict=strict))
    out, err, code = _said(done, form, strict=strict, dry_run=request.dry_run)
    typer.echo(out, nl=False)
    typer.echo(err, nl=False, err=True)
    raise typer.Exit(code)


def _said(
    done: "LogImport", form: Format, *, strict: bool, dry_run: bool = False
) -> tuple[str, str, int]:
    """Return what goes to standard output and to standard error, and the exit code."""
    from portlog.present.log_imports import import_listing, import_notes

    is_found = bool(done.unreadable) or (strict and bool(done.unpriced))
    outcome = Outcome.FOUND if is_found else Outcome.CLEAN
    notes = "".join(f"{line}\n" for line in import_notes(done, dry_run=dry_run))
    return import_listing(done, outcome, form), notes, ExitCode[outcome.name]
