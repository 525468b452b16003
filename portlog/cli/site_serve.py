"""`portlog site serve`: the report site while it is written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.cli.site import BaseUrl, Drafts, Lang, Out, address, changes, languages
from portlog.errors import PortlogError
from portlog.present.text import printable
from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.site_order import BuiltSite
    from portlog.jobs.site_server import SiteServer


def serve(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; any that is free by default.")
    ] = 0,
    out: Out = None,
    lang: Lang = None,
    base_url: BaseUrl = None,
    drafts: Drafts = False,
) -> None:
    """Show the site on this machine, and build it anew when something changes.

    Pages that are open come anew by themselves. Nobody else can reach it. Without --out it is
    built into the experiment's cache; the site to publish stays as it is.
    """
    from portlog.jobs.serve_site import serve_site
    from portlog.jobs.site_order import SiteOrder

    order = SiteOrder(out, languages(lang), address(base_url), drafts)
    try:
        serve_site(here(Path.cwd()), order, port, _ready, _told)
    except KeyboardInterrupt:
        typer.echo("stopped")


def _ready(server: "SiteServer", built: "BuiltSite") -> None:
    _told(built)
    typer.echo(f"open {server.address} (Ctrl-C ends it)")


def _told(event: "BuiltSite | PortlogError") -> None:
    if isinstance(event, PortlogError):
        typer.echo(f"portlog: {printable(event.message)}", err=True)
        for line in (event.hint or "").splitlines():
            typer.echo(f"   hint: {printable(line)}", err=True)
        return
    for line in changes(event):
        typer.echo(printable(line))
