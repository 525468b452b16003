"""`portlog query`: ask the log a question in SQL."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.jobs.run_query import run_query
from portlog.present.tables import Format, Listing, written
from portlog.workspace import here


def query(
    sql: Annotated[str, typer.Argument(help="A query in DuckDB's SQL; - reads it from stdin.")],
    *,
    form: Annotated[
        Format, typer.Option("--format", help="How to write the answer.")
    ] = Format.TABLE,
) -> None:
    """Ask the log a question in SQL; the tables are named as the files in data/.

    The log is opened read-only, without access to other files, the network or settings.
    """
    answer = run_query(here(Path.cwd()), sys.stdin.read() if sql == "-" else sql)
    listing = Listing("rows", answer.columns, answer.rows, answer.numbers)
    typer.echo(written(listing, form), nl=False)
    tell_unread(answer.unread)
