"""`portlog provenance coverage`, `pin`, `skip` and `report`."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.provenance_options import occasion
from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode, InputError
from portlog.present.tables import Format
from portlog.present.text import printable
from portlog.records.port_coverage import Scope
from portlog.workspace import here


def coverage(
    *,
    by: Annotated[Scope, typer.Option(help="What one row is, below the whole.")] = Scope.MODULE,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show how much of the original is ported, left out on purpose, and open.

    A level of which nothing is recorded is not known, which is not 0.
    """
    from portlog.jobs.provenance.coverage import port_coverage
    from portlog.present.port_coverage import coverage_notes, coverage_text

    found, unread = port_coverage(here(Path.cwd()))
    typer.echo(coverage_text(found, by, form), nl=False)
    for note in coverage_notes(found):
        typer.echo(printable(note), err=True)
    tell_unread(unread)
    raise typer.Exit(ExitCode.UNKNOWN if found.uncounted else ExitCode.CLEAN)


def pin(
    *,
    original: Annotated[
        str | None, typer.Option(metavar="DIR", help="Its folder, where no setting names it yet.")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Record the original's repository, commit and size as they are now."""
    from portlog.jobs.provenance.pin import pin_original
    from portlog.present.provenance import pin_text

    pinned, is_new = pin_original(occasion(), original)
    typer.echo(pin_text(pinned, form), nl=False)
    if not is_new:
        typer.echo("as it was pinned before: nothing was recorded", err=True)
    if pinned.commit is None:
        typer.echo("not committed as it stands: no commit is recorded", err=True)


def skip(
    parts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH[::SYMBOLS]]...", help="Of the original; lists all if none."),
    ] = None,
    *,
    reason: Annotated[str | None, typer.Option(help="Why it is not to be ported.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Port it after all.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Leave parts of the original out on purpose; an agent only proposes it."""
    from portlog.jobs.provenance.skip import skip_parts, skips_of, take_back
    from portlog.present.provenance import skip_list

    start = occasion()
    if not parts:
        found = skips_of(start.workspace)
    elif remove:
        found = take_back(start.workspace, parts, start.here)
    elif reason is None:
        raise InputError("missing: --reason", "say why it is not to be ported")
    else:
        found = skip_parts(start, parts, reason)
    typer.echo(skip_list(found, form), nl=False)


def report(
    *,
    out: Annotated[
        Path | None, typer.Option(help="The folder; site/dist/progress by default.")
    ] = None,
) -> None:
    """Write report.json and badges of the progress for other programs."""
    from portlog.jobs.provenance.coverage import port_coverage
    from portlog.jobs.provenance.write_progress import write_progress

    workspace = here(Path.cwd())
    found, unread = port_coverage(workspace)
    for path in write_progress(workspace, found, out):
        typer.echo(printable(str(path)))
    tell_unread(unread)
    raise typer.Exit(ExitCode.UNKNOWN if found.uncounted else ExitCode.CLEAN)
