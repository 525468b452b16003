"""`portlog session add`."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.session_options import (
    COLUMNS,
    TokensInTextOption,
    TokensOutTextOption,
    column_options,
    texts_to_count,
    typed_cells,
)
from portlog.errors import InputError
from portlog.jobs.add_session import REQUIRED, SessionDraft, add_sessions, from_json
from portlog.workspace import Workspace, here


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
