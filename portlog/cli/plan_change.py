"""`portlog plan add`, `edit` and `remove`."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.errors import InputError
from portlog.workspace import Workspace, here

ModuleArgument = Annotated[str, typer.Argument(help="The module, such as agent/loop.")]
PhaseOption = Annotated[str | None, typer.Option(help="The phase that it belongs to, a number.")]
OrderOption = Annotated[str | None, typer.Option(help="Its place within the phase, a number.")]
OriginalOption = Annotated[
    list[str] | None,
    typer.Option("--original", metavar="PATH[::SYMBOLS]", help="What belongs to it; none: new."),
]
EstimateOption = Annotated[
    str | None, typer.Option("--loc-est", help="How many lines of the port you expect.")
]
IssueOption = Annotated[str | None, typer.Option("--issue", help="Where it is discussed.")]
PostOption = Annotated[str | None, typer.Option(help="The post that tells of it.")]


def add(
    module: ModuleArgument,
    *,
    phase: PhaseOption = None,
    order: OrderOption = None,
    original: OriginalOption = None,
    loc_est: EstimateOption = None,
    issue: IssueOption = None,
    post: PostOption = None,
) -> None:
    """Put a module into the plan; one without an original is new in the port."""
    from portlog.jobs.plan.change import add_module

    workspace = here(Path.cwd())
    typed = {"phase": phase, "order": order, "issue_url": issue, "post": post}
    cells = _cells(workspace, typed, loc_est, original)
    typer.echo(add_module(workspace, {"module": module, **cells}).module)


def edit(
    module: ModuleArgument,
    *,
    phase: PhaseOption = None,
    order: OrderOption = None,
    original: OriginalOption = None,
    loc_est: EstimateOption = None,
    issue: IssueOption = None,
    post: PostOption = None,
    clear: Annotated[
        list[str] | None, typer.Option(help="A column that is empty after all.")
    ] = None,
) -> None:
    """Put other values into a module of the plan; --original takes the place of all it had."""
    from portlog.jobs.plan.change import edit_module

    workspace = here(Path.cwd())
    typed = {"phase": phase, "order": order, "issue_url": issue, "post": post}
    cells = _cells(workspace, typed, loc_est, original)
    if not cells and not clear:
        raise InputError("nothing to change", "name a column, such as --phase 2")
    typer.echo(edit_module(workspace, module, cells, clear or ()).module)


def remove(module: ModuleArgument) -> None:
    """Take a module out of the plan; what was ported of it stays recorded."""
    from portlog.jobs.plan.change import remove_module

    typer.echo(remove_module(here(Path.cwd()), module).module)


def _cells(
    workspace: Workspace,
    typed: dict[str, str | None],
    loc_est: str | None,
    original: list[str] | None,
) -> dict[str, str]:
    from portlog.jobs.plan.change import original_words

    words = original_words(workspace, original, Path.cwd()) if original else None
    estimate = f"loc_{workspace.settings.languages.port}_est"
    told = {**typed, estimate: loc_est, "originals": words}
    return {name: text for name, text in told.items() if text is not None}
