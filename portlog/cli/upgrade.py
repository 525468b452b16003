"""`portlog upgrade`: bring an older log's format up to date."""

from pathlib import Path

import typer

from portlog.records.log_format import FORMAT
from portlog.workspace import here


def upgrade() -> None:
    """Write the log in the format of this portlog; a second time changes nothing."""
    from portlog.jobs.upgrade_log import upgrade as upgrade_log

    written = upgrade_log(here(Path.cwd()))
    for name in written:
        typer.echo(f"wrote {name}")
    if not written:
        typer.echo(f"the log has format {FORMAT} already; nothing was changed")
