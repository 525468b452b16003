"""`portlog session`: record sessions and look at them."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_change import edit, remove, start, stop
from portlog.cli.session_import import app as importers
from portlog.cli.session_options import (
    COLUMNS,
    FormatOption,
    NameArgument,
    TokensInTextOption,
    TokensOutTextOption,
    column_options,
    texts_to_count,
    typed_cells,
)
from portlog.errors import InputError
from portlog.jobs.add_session import REQUIRED, SessionDraft, add_sessions, from_json
from portlog.present.tables import Format
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace, here

app = typer.Typer(
    help="Record sessions and look at them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command()
@column_options(*COLUMNS)
def add(
    *,
    options: Mapping[str, str | None],
    tokens_in_text: TokensInTextOption = None,
    tokens_out_text: TokensOutTextOption = None,
    json_file: Annotated[
        str | None, typer.Option("--from-json", help="Read sessions from a file; - is stdin.")
    ] = None,
) -> None:
    """Add a session to the log and print its name.

    The date is today if it is not given. What nobody knows stays empty.
    """
    workspace = here(Path.cwd())
    typed = typed_cells(workspace, options)
    texts = texts_to_count(typed, tokens_in_text, tokens_out_text)
    if json_file is not None:
        _refuse_both(typed, texts)
        drafts = from_json(_read(json_file), workspace.log.sessions)
    else:
        drafts = [SessionDraft(_asked(workspace, typed), texts)]
    for session in add_sessions(workspace, drafts, datetime.now(UTC)):
        typer.echo(session.session_id)


def _refuse_both(typed: Mapping[str, str], texts: Mapping[str, Path]) -> None:
    if typed or texts:
        raise InputError("--from-json goes with no other option", "put all cells into the JSON")


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8 text") from error


def _asked(workspace: Workspace, typed: dict[str, str]) -> dict[str, str]:
    """Ask for what is missing, on a terminal only, offering the last session's values."""
    missing = [name for name in REQUIRED if not typed.get(name)]
    if not missing or not sys.stdin.isatty():
        return typed
    from portlog.jobs.show_sessions import last_session

    last = last_session(workspace)
    asked = {
        name: typer.prompt(name, default=getattr(last, name, None), err=True) for name in missing
    }
    return typed | asked


@app.command("list")
def list_sessions(
    *,
    llm: Annotated[str | None, typer.Option(help="Only this agent's.")] = None,
    module: Annotated[str | None, typer.Option(help="Only this module's.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")
    ] = None,
    last: Annotated[int | None, typer.Option(min=1, help="Only the newest so many.")] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the sessions, oldest first."""
    from portlog.jobs.show_sessions import listed
    from portlog.present.sessions import session_rows

    day = since.date() if since else None
    shown = listed(here(Path.cwd()), llm=llm, module=module, since=day, last=last)
    _print(session_rows(shown.sessions, form, len(shown.unread)), shown.unread)


@app.command()
def show(
    name: NameArgument,
    *,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one session, and where each of its figures comes from."""
    from portlog.jobs.show_sessions import named
    from portlog.present.sessions import session_card

    shown = named(here(Path.cwd()), name)
    _print(session_card(shown.sessions[0], form), shown.unread)


def _print(text: str, unread: Sequence[UnreadRow]) -> None:
    from portlog.cli.notices import tell_unread

    typer.echo(text, nl=False)
    tell_unread(unread)


app.command()(edit)
app.command()(remove)
app.command()(start)
app.command()(stop)
app.add_typer(importers, name="import")
