"""`portlog site`: the report site."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.present.text import printable
from portlog.present.wording import counted
from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.build_site import BuiltSite


def build(
    *,
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to build into; site/dist of the experiment by default."),
    ] = None,
) -> None:
    """Build the site from the log.

    Nothing in the folder is changed or removed that an earlier build did not make.
    """
    from portlog.jobs.build_site import build_site

    for line in summary(build_site(here(Path.cwd()), out)):
        typer.echo(printable(line))


def summary(built: "BuiltSite") -> list[str]:
    """Return what was built and what to open, as lines."""
    sessions = counted(built.sessions, "session")
    unread = f", {counted(built.unread, 'row')} of the log unread" if built.unread else ""
    changed = f"{counted(built.put.written, 'file')} written, {built.put.unchanged} unchanged"
    removed = f", {built.put.removed} removed" if built.put.removed else ""
    return [
        f"built from {sessions}{unread}: {changed}{removed}",
        *(f"left as it is, because it was changed: {path}" for path in built.put.left),
        f"open {_shown(built.folder / 'index.html')}",
    ]


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
