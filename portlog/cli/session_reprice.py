"""`portlog session reprice`: what imported sessions cost by today's price list."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import FormatOption
from portlog.errors import ExitCode
from portlog.present.tables import Format
from portlog.present.wording import counted
from portlog.records.outcome import Outcome
from portlog.workspace import here


def reprice(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SESSION]...", help="Names of sessions; without any, all."),
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the differences, and change nothing.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Price imported sessions by the list of this portlog, and show each difference.

    A cost that was typed stays. A session whose calls are not known on this machine is named.
    """
    from portlog.jobs.import_logs.repricing import reprice as price_anew
    from portlog.present.repricing import repricing_listing

    done = price_anew(here(Path.cwd()), names or (), dry_run=dry_run)
    outcome = Outcome.UNKNOWN if done.unknown else Outcome.CLEAN
    typer.echo(repricing_listing(done, outcome, form), nl=False)
    for name in done.unknown:
        typer.echo(f"{name}: its calls are not known on this machine", err=True)
    changed = sum(one.is_changed and not one.is_kept for one in done.sessions)
    would = "would cost" if dry_run else "costs" if changed == 1 else "cost"
    told = f"{counted(changed, 'session')} of {len(done.sessions)} {would} something else now"
    typer.echo(told, err=True)
    raise typer.Exit(ExitCode[outcome.name])
