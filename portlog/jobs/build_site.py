"""Build the report site of an experiment into a folder."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from portlog import __version__
from portlog.analytics.extent import EXTENT, Extent
from portlog.analytics.question import Answers
from portlog.analytics.rows import Rows
from portlog.errors import SiteError
from portlog.jobs.paid import paid_in
from portlog.jobs.read_log import tracked
from portlog.jobs.show_history import history_notes, with_history
from portlog.jobs.show_series import post_pictures, series_notes, with_series
from portlog.jobs.site_facts import log_facts, log_files, other_files, port_facts
from portlog.jobs.site_order import BuiltSite, SiteOrder
from portlog.jobs.site_stamps import code_stamp, theme_stamp
from portlog.present.charts.kept_pictures import painter, painter_ahead
from portlog.present.site.build import Means, Site
from portlog.present.site.catalogue import CHARTS, PAGES, questions
from portlog.present.site.edition import Edition
from portlog.present.site.folder import put
from portlog.present.site.page_digest import page_digest
from portlog.sources.git import commit_of
from portlog.sources.own_files import own_files
from portlog.sources.site_settings import read_site_settings
from portlog.store.database import Database
from portlog.workspace import Workspace

_AS_IT_IS = SiteOrder()
# objects that are made until Python looks for cycles among them: pages make many, and few cycles
_BETWEEN_SWEEPS = 50_000


def build_site(workspace: Workspace, order: SiteOrder = _AS_IT_IS) -> BuiltSite:
    """Build the whole site into `site/dist` of the experiment, or into another folder.

    Raises `SiteError` if the folder cannot be used or the log changes meanwhile.
    """
    return build_in(workspace, order, {})[0]


def build_in(
    workspace: Workspace, order: SiteOrder, known: Mapping[str, str]
) -> tuple[BuiltSite, Site]:
    """Build the site, and return it as well; `known` are pages that stand in its folder.

    Each is known by the digest of what it shows. Raises `SiteError` as `build_site` does.
    """
    folder = order.folder(workspace)
    sessions_csv = _sessions_csv(workspace)
    files = log_files(workspace)
    with workspace.store.reading() as database:
        answers = _answers(database)
        unread = len(database.unread())
        facts = log_facts(workspace, database, files)
    facts |= port_facts(workspace)
    if log_files(workspace) != files:
        raise SiteError(
            "the log changed while the site was built", "run `portlog site build` again"
        )
    edition = _edition(workspace, order, sessions_csv, unread, answers[EXTENT])
    edition = with_series(replace(edition, given={**edition.given, **facts}), workspace, order)
    edition = with_history(edition, workspace)
    files |= post_pictures(edition)
    files |= other_files(
        workspace,
        edition.commit,
        questions(PAGES, CHARTS),
        edition.base_url,
        edition.given["authors"],
    )
    site = Site(answers, edition, files, _means(workspace, edition, known))
    with _seldom_swept():
        done = put(folder, site.files())
    notes = (*series_notes(edition), *history_notes(edition))
    return BuiltSite(folder, answers[EXTENT].sessions, unread, done, notes), site


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Have Python look for cycles seldom, and never among the answers: they have none."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_BETWEEN_SWEEPS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _means(workspace: Workspace, edition: Edition, known: Mapping[str, str]) -> Means:
    theme = workspace.root / "site" / "templates"
    pictures = workspace.cache / "pictures"
    return Means(
        painter=painter(pictures),
        ahead=painter_ahead(pictures),
        theme=theme if theme.is_dir() else None,
        own=own_files(workspace.root / "site" / "static"),
        known=known,
        ground=page_digest(code_stamp(), theme_stamp(workspace), edition.lasting),
    )


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
    return Answers({one: one.answer(Rows(database.named(one.query))) for one in asked})


def _edition(
    workspace: Workspace, order: SiteOrder, sessions_csv: bytes, unread: int, extent: Extent
) -> Edition:
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
        languages=order.languages or told.languages,
        proses=told.proses,
        base_url=order.base_url or told.base_url,
        is_served=order.is_served,
        redirects=told.redirects,
        given={
            "paid": paid_in(workspace, extent.first_day, extent.last_day),
            "authors": told.authors,
        },
    )
