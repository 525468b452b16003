"""`portlog site build`: the report site."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portlog.present.text import printable
from portlog.present.wording import counted
from portlog.workspace import here

if TYPE_CHECKING:
    from portlog.jobs.site_order import BuiltSite

Out = Annotated[
    Path | None,
    typer.Option(help="The folder to build into; site/dist of the experiment by default."),
]
Lang = Annotated[str | None, typer.Option(metavar="en|es", help="Build this language alone.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(help="The address that the site will have, for the links that must name it."),
]
Drafts = Annotated[
    bool, typer.Option("--drafts", help="Show posts that are drafts or of a day to come as well.")
]


def build(
    *, out: Out = None, lang: Lang = None, base_url: BaseUrl = None, drafts: Drafts = False
) -> None:
    """Build the site from the log.

    Nothing in the folder is changed or removed that an earlier build did not make. Where nothing
    has changed since that build, nothing is done.
    """
    from portlog.jobs.renew_site import renew_site
    from portlog.jobs.site_order import SiteOrder

    order = SiteOrder(out, languages(lang), address(base_url), drafts)
    for line in summary(renew_site(here(Path.cwd()), order)):
        typer.echo(printable(line))


def languages(lang: str | None) -> tuple[str, ...]:
    """Return the language that was asked for alone, if any; refuses one that there is not."""
    from portlog.present.language import language_codes

    if lang is not None and lang not in language_codes():
        known = " or ".join(language_codes())
        raise typer.BadParameter(f"{lang!r} is not {known}", param_hint="'--lang'")
    return (lang,) if lang else ()


def address(base_url: str | None) -> str | None:
    """Return the site's address that was typed, if any; refuses what can be none."""
    from portlog.sources.site_settings import checked_base_url

    return None if base_url is None else checked_base_url(base_url, "--base-url")


def summary(built: "BuiltSite") -> list[str]:
    """Return what was built and what to open, as lines."""
    return [*changes(built), f"open {shown(built.folder / 'index.html')}"]


def changes(built: "BuiltSite") -> list[str]:
    """Return what was built, as lines."""
    sessions = counted(built.sessions, "session")
    unread = f", {counted(built.unread, 'row')} of the log unread" if built.unread else ""
    changed = f"{counted(built.put.written, 'file')} written, {built.put.unchanged} unchanged"
    removed = f", {built.put.removed} removed" if built.put.removed else ""
    return [
        f"built from {sessions}{unread}: {changed}{removed}",
        *(f"left as it is, because it was changed: {path}" for path in built.put.left),
        *built.notes,
    ]


def shown(path: Path) -> str:
    """Return a path as it is read from here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
