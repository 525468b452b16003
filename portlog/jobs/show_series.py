"""Hand the posts of a series to the site that is built."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from portlog.jobs.kept_figures import kept_figures
from portlog.jobs.read_posts import read_posts
from portlog.jobs.site_order import SiteOrder
from portlog.present.site.edition import Edition
from portlog.present.site.feeds import feed_languages
from portlog.present.site.post_place import FOLDER
from portlog.records.post import Posts, ShownFigures
from portlog.sources.site_settings import read_site_settings
from portlog.workspace import Workspace


def with_series(edition: Edition, workspace: Workspace, order: SiteOrder) -> Edition:
    """Return an edition that has the posts of the series, its settings, and where feeds are.

    Raises `ConfigError` as `read_posts` does.
    """
    told = read_site_settings(workspace.root / "site" / "site.toml")
    posts = read_posts(workspace, told, drafts=order.drafts)
    is_kept = told.series.figures is ShownFigures.PUBLISHED
    facts = {
        "posts": posts,
        "series": told.series,
        "first_language": edition.languages[0],
        "kept": kept_figures(workspace, posts.posts) if is_kept else {},
    }
    feeds = feed_languages(posts, edition.languages, edition.base_url)
    return replace(edition, feeds=feeds, given={**edition.given, **facts})


def series_notes(edition: Edition) -> Iterator[str]:
    """Return what of the series the site does not show, as lines."""
    posts: Posts = edition.given["posts"]
    yield from posts.notes
    counts = Counter(one.reason for one in posts.left_out)
    if counts:
        told = ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items()))
        yield f"posts left out: {told}"
    if posts.unread:
        number = len(posts.unread)
        files = f"{number} file" if number == 1 else f"{number} files"
        yield f"{files} of the series not read: `portlog site check` says why"
    if posts.posts and not edition.base_url:
        yield "no feeds: they need base_url in site/site.toml"


def post_pictures(edition: Edition) -> dict[str, bytes]:
    """Return the pictures that the posts' own pages show, by their paths in the site."""
    posts: Posts = edition.given["posts"]
    return {f"{FOLDER}/files/{name}": path.read_bytes() for name, path in posts.pictures.items()}
