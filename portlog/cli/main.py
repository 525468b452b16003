"""The command line: finds the command, runs it, and turns errors into one line and an exit code."""

import os
import sys
from typing import Annotated, Any

import typer
from typer._click.exceptions import NoArgsIsHelpError

from portlog import __version__
from portlog.cli.commands import COMMANDS
from portlog.cli.lazy import lazy
from portlog.errors import ExitCode, PortlogError
from portlog.present.text import printable

_INTERRUPTED = 130

app = typer.Typer(
    cls=lazy(COMMANDS),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def portlog(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Record what porting code with language models really cost, and check what the models said."""
    if version:
        typer.echo(f"portlog {__version__}")
        raise typer.Exit


def run(arguments: list[str]) -> int:
    """Run one command line; returns its exit code."""
    try:
        code = typer.main.get_command(app)(
            arguments, prog_name="portlog", standalone_mode=False, obj=tuple(arguments)
        )
        sys.stdout.flush()
        return int(code or ExitCode.CLEAN)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.CLEAN
    except Exception as error:  # noqa: BLE001  the one place where errors become messages
        return _ended(error)
    except KeyboardInterrupt:
        return _told("interrupted", None, _INTERRUPTED)


def _ended(error: Exception) -> int:
    if isinstance(error, PortlogError):
        return _told(error.message, error.hint, error.exit_code)
    if isinstance(error, NoArgsIsHelpError):
        typer.echo(error.format_message(), err=True)
        return ExitCode.UNUSABLE
    if isinstance(error, typer.TyperException):
        return _told(error.format_message(), _usage_hint(error), ExitCode.UNUSABLE)
    if isinstance(error, typer.Abort):
        return _told("interrupted", None, _INTERRUPTED)
    return _bug(error)


def _told(message: str, hint: str | None, code: int) -> int:
    typer.echo(f"portlog: {printable(message)}", err=True)
    for line in (hint or "").splitlines():
        typer.echo(f"   hint: {printable(line)}", err=True)
    return code


def _usage_hint(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return f"see `{context.command_path if context else 'portlog'} --help`"


def _bug(error: Exception) -> int:
    if os.environ.get("PORTLOG_TRACEBACK"):
        raise error
    what = f"a bug in portlog: {type(error).__name__}: {error}"
    return _told(what, "run it again with PORTLOG_TRACEBACK=1 and report it", ExitCode.BUG)
