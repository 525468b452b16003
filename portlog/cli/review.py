"""`portlog review`: a person has read a ported file."""

from typing import Annotated

import typer

from portlog.cli.provenance_options import occasion
from portlog.present.text import printable


def review(
    file: Annotated[str, typer.Argument(help="A file of the port that has a header.")],
    *,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who read it; it will be public.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What there is to say of it.")] = None,
) -> None:
    """Record that you have read a file as it is now, and write it into its header.

    Where an agent runs this it is recorded as a proposal, and the header stays as it is.
    """
    from portlog.jobs.provenance.review import ReviewRequest, review_file

    done = review_file(occasion(), ReviewRequest(file, by, note))
    typer.echo(f"{done.standing if not done.counts else 'reviewed'} {printable(done.port_path)}")
