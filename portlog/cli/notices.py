"""What a command says beside its answer, on standard error."""

from collections.abc import Sequence

import typer

from portlog.present.text import printable
from portlog.store.database import UnreadRow

_SHOWN = 5


def tell_unread(unread: Sequence[UnreadRow]) -> None:
    """Name the rows of the log that could not be read, the first few one by one."""
    for row in unread[:_SHOWN]:
        cell = f":{row.cell}" if row.cell else ""
        place = f"{printable(row.file)}:{row.line}{cell}"
        typer.echo(f"portlog: {place}: {printable(row.why)}", err=True)
        typer.echo(f"   hint: accepted is {printable(row.accepted)}", err=True)
    if unread:
        rows = "1 row" if len(unread) == 1 else f"{len(unread)} rows"
        typer.echo(f"portlog: {rows} unread; no figure here counts them", err=True)
