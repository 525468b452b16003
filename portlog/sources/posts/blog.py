"""The posts of a folder: of a Hugo site, of any other blog, or of the report itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from portlog.records.post import Post, PostFolder, Posts
from portlog.sources.posts.folder import FolderContent, PostFolderPlace, Reading, read_folder
from portlog.sources.posts.hugo_paths import PathRules
from portlog.sources.posts.hugo_settings import HugoSettings, settings_above
from portlog.sources.posts.manuscript import Manuscripts
from portlog.sources.posts.post_file import Addresses

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"})
_LARGEST_PICTURE = 10 * 1024 * 1024
_SAFE = "/%:@!$&'()*+,;=~"
# what Hugo makes beside the pages of its content
_MADE = ("index.xml", "sitemap.xml", "robots.txt", "404.html")


@dataclass(frozen=True, slots=True)
class Blog:
    """A folder of posts to read, its name for people, and what the report knows of it.

    `base_url` is where the blog stands, if its author says so; `languages` are the report's.
    `is_own` says that the report shows the posts itself, whatever stands in the folders above.
    """

    folder: Path
    shown: str
    languages: tuple[str, ...]
    base_url: str | None = None
    drafts: bool = False
    is_own: bool = False


def read_blog(blog: Blog, manuscripts: Manuscripts, now: datetime) -> Posts:
    """Return the posts of a folder at this time; `ConfigError` for settings that cannot be read."""
    settings = None if blog.is_own else settings_above(blog.folder)
    if settings is None:
        return _plain_folder(blog, manuscripts, now)
    return _hugo(blog, settings, manuscripts, now)


def _plain_folder(blog: Blog, manuscripts: Manuscripts, now: datetime) -> Posts:
    """Read a folder without Hugo's settings; without an address its posts are the report's."""
    rules = PathRules(first=blog.languages[0])
    place = PostFolderPlace(
        blog.folder, blog.folder, blog.shown, frozenset(blog.languages), blog.languages[0]
    )
    addresses = Addresses(rules.path, _whole(blog.base_url), is_cjk=True)
    found = read_folder(place, Reading(addresses, manuscripts, now, blog.drafts))
    paths = _paths([found], rules, blog.languages)
    is_whole = blog.base_url is None
    folder = PostFolder(blog.base_url, paths, _names([found], blog), is_whole=is_whole)
    if blog.base_url is not None:
        return _gathered(blog, [found], folder)
    return replace(_gathered(blog, [found], folder), pictures=_pictures(found, place), are_own=True)


def _hugo(blog: Blog, settings: HugoSettings, manuscripts: Manuscripts, now: datetime) -> Posts:
    base_url = blog.base_url or settings.base_url
    addresses = Addresses(settings.rules.path, _whole(base_url), is_cjk=settings.is_cjk)
    languages = frozenset((*settings.languages, *blog.languages))
    reading = Reading(addresses, manuscripts, now, blog.drafts)
    found = [read_folder(place, reading) for place in _places(blog, settings, languages)]
    paths = _paths(found, settings.rules, settings.languages) | _others(settings)
    is_whole = any(one == blog.folder.resolve() for one in (settings.root, *settings.contents))
    notes = () if base_url else (f"{blog.shown}: where the blog stands is not known",)
    unlisted = tuple(f"/{one}/" for one in sorted(settings.taxonomies))
    folder = PostFolder(base_url, paths, _names(found, blog), unlisted, is_whole)
    return _gathered(blog, found, folder, notes)


def _places(
    blog: Blog, settings: HugoSettings, languages: frozenset[str]
) -> Iterator[PostFolderPlace]:
    asked = blog.folder.resolve()
    for top, language in settings.contents.items():
        folder = asked if top in asked.parents else top
        if folder.is_dir() and asked in (folder, *folder.parents):
            inner = folder.relative_to(asked).as_posix()
            shown = str(PurePosixPath(blog.shown, inner))
            yield PostFolderPlace(folder, top, shown, languages, language or settings.rules.first)


def _gathered(
    blog: Blog,
    found: Iterable[FolderContent],
    folder: PostFolder,
    notes: tuple[str, ...] = (),
) -> Posts:
    contents = list(found)
    posts = [one for content in contents for one in content.posts]
    return Posts(
        blog.shown,
        tuple(newest_first(posts)),
        tuple(one for content in contents for one in content.left_out),
        tuple(one for content in contents for one in content.unread),
        folder,
        notes=notes,
    )


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """Return posts by their time, the newest first; those without a time last, by their files."""
    named = sorted(posts, key=lambda post: (post.file, -post.lines.get("", 0)))
    dated = [(post.published.timestamp(), post) for post in named if post.published is not None]
    oldest_first = [post for _, post in sorted(dated, key=lambda pair: pair[0])]
    return [*reversed(oldest_first), *(post for post in named if post.published is None)]


def _whole(base_url: str | None) -> Callable[[str], str | None]:
    def whole(path: str) -> str | None:
        quoted = quote(path.lstrip("/"), safe=_SAFE)
        return f"{base_url.rstrip('/')}/{quoted}" if base_url else None

    return whole


def _paths(
    found: Iterable[FolderContent], rules: PathRules, languages: Iterable[str]
) -> frozenset[str]:
    contents = list(found)
    posts = (post for content in contents for post in content.posts)
    own = {path for post in posts for path in (post.path, *post.aliases)}
    sections = {
        rules.section(above, language)
        for content in contents
        for one in content.sections
        for above in _with_parents(one)
        for language in languages
    }
    return frozenset(own | sections)


def _names(found: Iterable[FolderContent], blog: Blog) -> frozenset[str]:
    """Return all files by their names for people."""
    top = blog.folder.resolve()
    paths = (path.resolve() for content in found for path in content.files)
    return frozenset(
        str(PurePosixPath(blog.shown, path.relative_to(top).as_posix())) for path in paths
    )


def _with_parents(section: str) -> Iterator[str]:
    path = PurePosixPath(section)
    yield from (one.as_posix() for one in (path, *path.parents))


def _others(settings: HugoSettings) -> frozenset[str]:
    """Return the paths of a site's static files, and of what Hugo makes itself."""
    static = settings.root / "static"
    files = (
        f"/{path.relative_to(static).as_posix()}" for path in static.rglob("*") if path.is_file()
    )
    taxonomies = (f"/{one}/" for one in settings.taxonomies)
    return frozenset((*files, *taxonomies, *(f"/{one}" for one in _MADE)))


def _pictures(found: FolderContent, place: PostFolderPlace) -> dict[str, Path]:
    return {
        path.relative_to(place.top).as_posix(): path
        for path in sorted(found.files)
        if path.suffix.lower() in _PICTURES and path.stat().st_size <= _LARGEST_PICTURE
    }
