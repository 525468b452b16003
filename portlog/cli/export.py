"""`portlog export`: the log for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.errors import InputError
from portlog.jobs.export_log import Exported, Form, exported, put_file, put_folder
from portlog.present.text import printable
from portlog.workspace import Workspace, here


def export(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="One table; all if not given.")
    ] = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.CSV,
    out: Annotated[
        Path | None, typer.Option(help="The file of one table, or the folder of all.")
    ] = None,
) -> None:
    """Write the log's tables: all of them into a folder, or one of them to standard output."""
    workspace = here(Path.cwd())
    if table is not None and out is None and form is Form.PARQUET:
        raise InputError("Parquet is not for a terminal", f"give --out {table}.parquet")
    told = exported(workspace, form, table)
    if table is None:
        _put_all(workspace, told, form, out or Path("export"))
    elif out is None:
        typer.echo(told.contents[table].decode(), nl=False)
    else:
        put_file(workspace, out, told.contents[table])
    tell_unread(told.unread)


def _put_all(workspace: Workspace, told: Exported, form: Form, folder: Path) -> None:
    for path in put_folder(workspace, folder, form, told.contents):
        typer.echo(printable(str(path)))
