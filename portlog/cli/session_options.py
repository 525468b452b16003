"""The columns of a session as options, the same in every command that takes them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from portlog.errors import InputError
from portlog.present.tables import Format
from portlog.workspace import Workspace

_HELP = {
    "date": "YYYY-MM-DD.",
    "llm": "The agent, such as claude or codex.",
    "model": "The model, as its provider names it.",
    "module": "The module, such as agent/loop.",
    "tokens_in": "All the model read.",
    "tokens_out": "All it wrote.",
    "cost_usd": "At list price, such as 1.20.",
    "duration_min": "Minutes at it.",
    "loc_original": "Lines of the original ported.",
    "loc_port": "Lines of the port for them.",
    "hallucinations": "How many you found.",
    "tests_pass": "PASSED/TOTAL, such as 12/15.",
}
_ALSO = {"loc_original": ("--loc-python",), "loc_port": ("--loc-rust",)}
COLUMNS = tuple(_HELP)
LATER_COLUMNS = COLUMNS[1:]
FIRST_COLUMNS = ("llm", "model", "module")

TokensInTextOption = Annotated[
    Path | None,
    typer.Option("--tokens-in-text", help="Count --tokens-in in this file (an estimate)."),
]
TokensOutTextOption = Annotated[
    Path | None,
    typer.Option("--tokens-out-text", help="Count --tokens-out in this file (an estimate)."),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Sessions from this day on."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Sessions up to this day."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
NameArgument = Annotated[
    str, typer.Argument(metavar="SESSION", help="The session's name, or its last six letters.")
]


def column_options(*columns: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each column; it gets what was typed as `options`."""

    def decorated(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:
            command(options={name: given.pop(name) for name in columns}, **given)

        own = [one for one in signature(command).parameters.values() if one.name != "options"]
        options = [_option(name) for name in columns]
        parameters = sorted([*options, *own], key=lambda one: one.kind)
        run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
        return run

    return decorated


def _option(name: str) -> Parameter:
    flags = (f"--{name.replace('_', '-')}", *_ALSO.get(name, ()))
    told = Annotated[str | None, typer.Option(*flags, help=_HELP[name])]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=told)


def typed_cells(workspace: Workspace, options: Mapping[str, str | None]) -> dict[str, str]:
    """Return what was typed by column name; an option that was not given is left out."""
    names = {column.attribute: column.name for column in workspace.log.sessions.columns}
    return {names[key]: value for key, value in options.items() if value is not None}


def texts_to_count(
    typed: Mapping[str, str], tokens_in: Path | None, tokens_out: Path | None
) -> dict[str, Path]:
    """Return the files to count tokens in; `InputError` where a count was typed as well."""
    given = {"tokens_in": tokens_in, "tokens_out": tokens_out}
    texts = {column: path for column, path in given.items() if path is not None}
    both = next((column for column in texts if column in typed), None)
    if both:
        option = f"--{both.replace('_', '-')}"
        raise InputError(f"{option} and {option}-text are both given", "give one of them")
    return texts
