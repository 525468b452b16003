"""What the commands about provenance share."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.provenance.occasion import Occasion

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of the port.")]
PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="Files and folders of the port; all if none."),
]


def occasion() -> "Occasion":
    """Return where, when and by whom the command was started."""
    from portlog.jobs.provenance.occasion import Occasion

    now = datetime.now(UTC).replace(microsecond=0)
    return Occasion(here(Path.cwd()), Path.cwd(), os.environ, now)
