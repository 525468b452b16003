"""`portlog session list` and `show`."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.session_options import FormatOption, NameArgument
from portlog.jobs.show_sessions import listed, whole
from portlog.present.session_card import session_card
from portlog.present.sessions import session_rows
from portlog.present.tables import Format
from portlog.store.database import UnreadRow
from portlog.workspace import here


def list_sessions(
    *,
    llm: Annotated[str | None, typer.Option(help="Only this agent's.")] = None,
    module: Annotated[
        str | None, typer.Option(help="Only this module's; '' for those of none.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="From this day on."),
    ] = None,
    last: Annotated[int | None, typer.Option(min=1, help="Only the newest so many.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the sessions, oldest first."""
    day = since.date() if since else None
    shown = listed(here(Path.cwd()), llm=llm, module=module, since=day, last=last)
    _print(session_rows(shown.sessions, form, len(shown.unread)), shown.unread)


def show(
    name: NameArgument,
    *,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one session with its usage, and where each of its figures comes from."""
    session, unread = whole(here(Path.cwd()), name)
    _print(session_card(session, form), unread)


def _print(text: str, unread: Sequence[UnreadRow]) -> None:
    typer.echo(text, nl=False)
    tell_unread(unread)
