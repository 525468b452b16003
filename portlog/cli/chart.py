"""`portlog chart`: the charts of the report, one by one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from portlog.cli.notices import tell_unread
from portlog.cli.session_options import FormatOption, SinceOption
from portlog.errors import InputError
from portlog.present.charts.colours import Scheme
from portlog.present.charts.forms import ChartForm
from portlog.present.tables import Format
from portlog.workspace import Workspace, here

LangOption = Annotated[
    str | None, typer.Option(metavar="en|es", help="The site's first language if not given.")
]


def list_charts(*, lang: LangOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the charts that have something to show, with what each finds."""
    from portlog.jobs.draw_charts import drawn_charts
    from portlog.present.chart_list import chart_list

    workspace = here(Path.cwd())
    drawn = drawn_charts(workspace, _language(workspace, lang))
    typer.echo(chart_list(drawn.charts, form), nl=False)
    tell_unread(drawn.unread)
    if not drawn.charts:
        typer.echo("portlog: no session has been logged yet", err=True)


def export(
    name: Annotated[str, typer.Argument(help="A chart's id, as `portlog chart list` says it.")],
    *,
    form: Annotated[ChartForm, typer.Option("--format", help="What to write.")] = ChartForm.SVG,
    since: SinceOption = None,
    module: Annotated[str | None, typer.Option(help="Sessions of this module.")] = None,
    lang: LangOption = None,
    scheme: Annotated[Scheme | None, typer.Option(help="A picture's ground.")] = None,
    size: Annotated[
        str | None, typer.Option(metavar="WIDTHxHEIGHT", help="In pixels; the height may be left.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A file; standard output if not given.")] = None,
) -> None:
    """Write one chart: a picture, a page, its figures, or the text that embeds it."""
    from portlog.jobs.draw_charts import Excerpt
    from portlog.jobs.export_chart import ChartOrder, Look, exported_chart, size_of

    workspace = here(Path.cwd())
    look = Look(scheme, size_of(size) if size else None)
    part = Excerpt(since.date() if since else None, module)
    order = ChartOrder(name, form, _language(workspace, lang), part, look)
    _refuse_terminal(form, out)
    exported = exported_chart(workspace, order)
    _put(workspace, exported.content, out)
    tell_unread(exported.unread)


def _refuse_terminal(form: ChartForm, out: Path | None) -> None:
    if form is ChartForm.PNG and out is None and sys.stdout.isatty():
        raise InputError("a PNG is not for a terminal", "give --out chart.png")


def _put(workspace: Workspace, content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    from portlog.jobs.export_log import put_file

    put_file(workspace, out, content)


def _language(workspace: Workspace, lang: str | None) -> str:
    from portlog.jobs.draw_charts import first_language
    from portlog.present.language import language_codes

    if lang is None:
        return first_language(workspace)
    if lang not in language_codes():
        raise InputError(f'--lang is "{lang}"', f"write {' or '.join(language_codes())}")
    return lang
