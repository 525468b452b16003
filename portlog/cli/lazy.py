"""Groups of commands that are imported when they are typed, not before."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from portlog.cli.commands import CommandEntry


class LazyCommands(TyperGroup):
    """A group whose commands are imported when they are asked for."""

    entries: tuple[CommandEntry, ...] = ()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  Typer's signature
        """Return the names of the commands that are shown."""
        return [entry.name for entry in self.entries if not entry.hidden]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import and return a command; None if there is none of that name."""
        named = (entry for entry in self.entries if entry.name == cmd_name)
        return next((load(entry) for entry in named), None)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(entry.name, entry.summary) for entry in self.entries if not entry.hidden]
            )


def lazy(commands: tuple[CommandEntry, ...]) -> type[LazyCommands]:
    """Return the class of a group that has these commands."""
    return type("LazyGroup", (LazyCommands,), {"entries": commands})


def load(entry: CommandEntry) -> Any:
    """Import a command, or make a group, and return it as Typer runs it."""
    command = typer.main.get_command(_group(entry) if entry.commands else _alone(entry))
    command.name = entry.name
    return command


def _group(entry: CommandEntry) -> typer.Typer:
    app = typer.Typer(
        cls=lazy(entry.commands), no_args_is_help=True, add_completion=False, rich_markup_mode=None
    )
    app.callback(help=entry.summary)(_no_options)
    return app


def _no_options() -> None:
    """Take no options of a group's own."""


def _alone(entry: CommandEntry) -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    module = import_module(f"portlog.cli.{entry.module}")
    app.command(entry.name)(getattr(module, entry.attribute))
    return app
