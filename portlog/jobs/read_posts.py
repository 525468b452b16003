"""Read the posts of an experiment's series from where its settings say they are."""

from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path

from portlog.errors import ConfigError
from portlog.records.post import Posts
from portlog.sources.site_settings import SiteSettings
from portlog.workspace import Workspace

OWN_FOLDER = "site/posts"


def read_posts(
    workspace: Workspace,
    told: SiteSettings,
    now: datetime | None = None,
    *,
    drafts: bool = False,
) -> Posts:
    """Return the posts of the series at this time, drafts and future ones too where asked.

    Raises `ConfigError` where the settings name a place that is not there.
    """
    series = told.series
    now = now or datetime.now(UTC)
    place = workspace.root / (series.posts or OWN_FOLDER)
    shown = _shown(place, workspace.root)
    if not place.exists():
        if series.posts:
            raise ConfigError(
                f'site/site.toml: [series] posts is "{series.posts}", which is not there',
                "name a folder of posts, or the file of a feed, from the experiment's folder",
            )
        return Posts(shown)
    if place.is_file():
        from portlog.sources.posts.feed import read_feed

        return read_feed(place, shown, told.languages[0], now, drafts=drafts)
    return _folder(workspace, told, place, now, drafts=drafts)


def _folder(
    workspace: Workspace, told: SiteSettings, place: Path, now: datetime, *, drafts: bool
) -> Posts:
    from portlog.sources.posts.blog import Blog, read_blog
    from portlog.sources.posts.manuscript import Manuscripts

    shown = _shown(place, workspace.root)
    is_own = not told.series.posts
    blog = Blog(place, shown, told.languages, told.series.blog, drafts=drafts, is_own=is_own)
    manuscripts = Manuscripts(workspace.cache)
    posts = read_blog(blog, manuscripts, now)
    manuscripts.keep()
    return posts


def _shown(place: Path, root: Path) -> str:
    return Path(relpath(place, root)).as_posix()
