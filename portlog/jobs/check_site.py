"""Check the series of an experiment, and the site that was built from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from os.path import relpath
from pathlib import Path

from portlog.checks.series.case import Case, Promise
from portlog.checks.series.links import BuiltPage, BuiltSite, Unasked, built_trouble
from portlog.checks.series.whole import outcome_of, series_report
from portlog.jobs.read_posts import read_posts
from portlog.records.diagnostic import Diagnostic, Report
from portlog.records.outcome import Outcome
from portlog.records.spot import Spot
from portlog.sources.built_site import read_built_site
from portlog.sources.site_settings import SiteSettings, read_site_settings
from portlog.sources.toml_document import TomlDocument, read_document
from portlog.workspace import Workspace

SETTINGS = "site/site.toml"
BUILT = "site/dist"


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What a check says, and of how many posts and built pages; None where none were built."""

    report: Report
    outcome: Outcome
    posts: int
    pages: int | None


def check_site(workspace: Workspace, now: datetime, built: Path | None = None) -> SiteCheck:
    """Check the posts at this time and the site that was last built, `site/dist` if not told.

    Raises `ConfigError` for settings that cannot be read or name a place that is not there.
    """
    path = workspace.root / SETTINGS
    told = read_site_settings(path)
    posts = read_posts(workspace, told, now)
    unasked = Unasked()
    found, pages = _built(workspace, built, told.base_url, unasked)
    document = read_document(path)
    case = Case(
        posts,
        told.languages,
        tuple(_promises(told, document)),
        told.series.lists,
        _spot(document, ("series", "lists")),
    )
    report = series_report(case, found, unasked)
    return SiteCheck(report, outcome_of(report), len(posts.posts), pages)


def _built(
    workspace: Workspace, built: Path | None, base_url: str | None, unasked: Unasked
) -> tuple[list[Diagnostic], int | None]:
    site = read_built_site(built or workspace.root / BUILT)
    if site is None:
        return [], None
    pages = {path: BuiltPage(ids, links) for path, (ids, links) in site.pages.items()}
    shown = Path(relpath(built, workspace.root)).as_posix() if built else BUILT
    whole = BuiltSite(shown, pages, site.files, base_url)
    return list(built_trouble(whole, unasked)), len(pages)


def _promises(told: SiteSettings, document: TomlDocument | None) -> Iterable[Promise]:
    """Return what the author says over the index, each text with its place."""
    first = told.languages[0]
    for language, words in told.series.words.items():
        for name, text in (("title", words.title), ("tagline", words.tagline)):
            if text:
                own = ("series", language, name)
                path = own if _has(document, own) or language != first else ("series", name)
                yield Promise(text, language, _spot(document, path))


def _has(document: TomlDocument | None, path: tuple[str, ...]) -> bool:
    if document is None:
        return False
    found = document.content
    for name in path[:-1]:
        found = found.get(name, {})
    return path[-1] in found


def _spot(document: TomlDocument | None, path: tuple[str, ...]) -> Spot:
    spot = document.value_spot(path) if document else None
    return Spot(SETTINGS, spot.line if spot else 0, 0)
