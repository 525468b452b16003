"""Build the report site of an experiment into a folder."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl

from portlog import __version__
from portlog.analytics.extent import EXTENT, Extent
from portlog.analytics.question import Answers
from portlog.errors import SiteError
from portlog.jobs.paid import paid_in
from portlog.jobs.read_log import tracked
from portlog.present.site.build import site_files
from portlog.present.site.catalogue import CHARTS, PAGES, questions
from portlog.present.site.edition import Edition
from portlog.present.site.folder import Put, put
from portlog.sources.git import commit_of
from portlog.sources.site_settings import read_site_settings
from portlog.store.database import Database
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A site that was built: where, from how many sessions, and what that changed."""

    folder: Path
    sessions: int
    unread: int
    put: Put


def build_site(workspace: Workspace, out: Path | None = None) -> BuiltSite:
    """Build the site into `site/dist` of the experiment, or into another folder.

    Raises `SiteError` if the folder cannot be used or the log changes meanwhile.
    """
    folder = out or workspace.root / "site" / "dist"
    sessions_csv = _sessions_csv(workspace)
    with workspace.store.reading() as database:
        answers = _answers(database)
        unread = len(database.unread())
    if _sessions_csv(workspace) != sessions_csv:
        raise SiteError(
            "the log changed while the site was built", "run `portlog site build` again"
        )
    edition = _edition(workspace, sessions_csv, unread, answers[EXTENT])
    site = site_files(answers, edition, {"data/sessions.csv": sessions_csv})
    return BuiltSite(folder, answers[EXTENT].sessions, unread, put(folder, site))


def _sessions_csv(workspace: Workspace) -> bytes:
    path = workspace.store.path(workspace.log.sessions)
    try:
        return path.read_bytes()
    except OSError as error:
        raise SiteError(
            f"cannot read {path}: {error.strerror}", "`portlog init` makes an empty log"
        ) from error


def _answers(database: Database) -> Answers:
    asked = questions(PAGES, CHARTS)
    return Answers({one: one.answer(pl.DataFrame(database.named(one.query))) for one in asked})


def _edition(workspace: Workspace, sessions_csv: bytes, unread: int, extent: Extent) -> Edition:
    settings = workspace.settings
    told = read_site_settings(workspace.root / "site" / "site.toml")
    return Edition(
        name=settings.name,
        original=settings.languages.original,
        port=settings.languages.port,
        version=__version__,
        digest=sha256(sessions_csv).hexdigest(),
        commit=commit_of(workspace.root, *tracked(workspace)),
        is_sample=settings.sample,
        unread=unread,
        languages=told.languages,
        proses=told.proses,
        base_url=told.base_url,
        given={"paid": paid_in(workspace, extent.first_day, extent.last_day)},
    )
