"""`portlog plan list`, `import` and `suggest`."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.session_options import FormatOption
from portlog.present.tables import Format
from portlog.workspace import here


def list_plan(*, form: FormatOption = Format.TABLE) -> None:
    """List the modules by phase and order, with the code lines of their originals."""
    from portlog.jobs.plan.show import plan_of
    from portlog.present.plan import plan_list

    workspace = here(Path.cwd())
    shown, unread = plan_of(workspace)
    modules = [(one.module, one.code) for one in shown]
    typer.echo(plan_list(modules, workspace.settings.languages, form), nl=False)
    tell_unread(unread)


def import_csv(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns of data/plan.csv.")],
) -> None:
    """Take modules of a CSV file into the plan; known ones get the cells that the file has."""
    from portlog.jobs.plan.change import import_plan

    added, changed = import_plan(here(Path.cwd()), file)
    typer.echo(f"{added} added, {changed} changed")


def suggest(
    *,
    write: Annotated[bool, typer.Option("--write", help="Add them to the plan.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Propose a module for each file of the original that is in no module yet."""
    from portlog.jobs.plan.suggest import suggest_plan
    from portlog.present.plan import suggested_list

    workspace = here(Path.cwd())
    found = suggest_plan(workspace, write=write)
    modules = [(one.module, one.symbols, one.code) for one in found]
    typer.echo(suggested_list(modules, workspace.settings.languages, form), nl=False)
    done = "added to the plan" if write else "suggested; --write adds them"
    typer.echo(f"{len(found)} {done}", err=True)
