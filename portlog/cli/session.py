"""`portlog session`: record sessions and look at them."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

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

FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answer.")]


@app.command()
def add(
    *,
    date: Annotated[str | None, typer.Option(help="YYYY-MM-DD; today if not given.")] = None,
    llm: Annotated[str | None, typer.Option(help="The agent, such as claude or codex.")] = None,
    model: Annotated[str | None, typer.Option(help="The model, as its provider names it.")] = None,
    module: Annotated[str | None, typer.Option(help="The module, such as agent/loop.")] = None,
    tokens_in: Annotated[str | None, typer.Option(help="All the model read.")] = None,
    tokens_out: Annotated[str | None, typer.Option(help="All it wrote.")] = None,
    cost_usd: Annotated[str | None, typer.Option(help="At list price, such as 1.20.")] = None,
    duration_min: Annotated[str | None, typer.Option(help="Minutes at it.")] = None,
    loc_original: Annotated[
        str | None,
        typer.Option(
            "--loc-original", "--loc-python", help="Lines of the original ported (loc_python)."
        ),
    ] = None,
    loc_port: Annotated[
        str | None,
        typer.Option("--loc-port", "--loc-rust", help="Lines of the port for them (loc_rust)."),
    ] = None,
    hallucinations: Annotated[str | None, typer.Option(help="How many you found.")] = None,
    tests_pass: Annotated[str | None, typer.Option(help="PASSED/TOTAL, such as 12/15.")] = None,
    tokens_in_text: Annotated[
        Path | None, typer.Option(help="Count --tokens-in in this file (an estimate).")
    ] = None,
    tokens_out_text: Annotated[
        Path | None, typer.Option(help="Count --tokens-out in this file (an estimate).")
    ] = None,
    json_file: Annotated[
        str | None, typer.Option("--from-json", help="Read sessions from a file; - is stdin.")
    ] = None,
) -> None:
    """Add a session to the log and print its name."""
    workspace = here(Path.cwd())
    typed = _typed(
        workspace,
        date=date,
        llm=llm,
        model=model,
        module=module,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_usd=cost_usd,
        duration_min=duration_min,
        loc_original=loc_original,
        loc_port=loc_port,
        hallucinations=hallucinations,
        tests_pass=tests_pass,
    )
    texts = _texts(typed, {"tokens_in": tokens_in_text, "tokens_out": tokens_out_text})
    if json_file is not None:
        _refuse_both(typed, texts)
        drafts = from_json(_read(json_file), workspace.log.sessions)
    else:
        drafts = [SessionDraft(_asked(workspace, typed), texts)]
    for session in add_sessions(workspace, drafts, datetime.now(UTC)):
        typer.echo(session.session_id)


def _typed(workspace: Workspace, **options: str | None) -> dict[str, str]:
    names = {column.attribute: column.name for column in workspace.log.sessions.columns}
    return {names[key]: value for key, value in options.items() if value is not None}


def _texts(typed: Mapping[str, str], given: Mapping[str, Path | None]) -> dict[str, Path]:
    texts = {column: path for column, path in given.items() if path is not None}
    both = next((column for column in texts if column in typed), None)
    if both:
        option = f"--{both.replace('_', '-')}"
        raise InputError(f"{option} and {option}-text are both given", "give one of them")
    return texts


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
    name: Annotated[str, typer.Argument(help="The session's name, or its last six letters.")],
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
