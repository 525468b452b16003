"""Where posts are read: on their blog, or on pages of the report."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from posixpath import dirname, normpath
from urllib.parse import quote, unquote, urlsplit

from portlog.present.site.anchor import file_key
from portlog.records.post import Post, Posts

FOLDER = "posts"
_LINK = re.compile(r'(?P<name>href|src)="(?P<target>[^"]*)"')
_MARKDOWN = re.compile(r"(?:\.[a-z]{2})?\.(?:md|markdown|mdown)\Z")
Way = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PostPlaces:
    """The pages of a report's own posts by the posts' keys, and by their files and paths."""

    folder: str
    by_key: Mapping[str, str]
    by_name: Mapping[str, str]
    pictures: frozenset[str]

    def way(self, post: Post) -> str | None:
        """Return a post's address on its blog, its page's path in the report, or None."""
        return post.url or self.by_key.get(post.key)

    def text(self, post: Post, to: Way, shared: Way) -> str:
        """Return a post's text, which is clean HTML, its links leading to the pages of the report.

        `to` makes a link to a page in the same language, `shared` to a file of all languages.
        """

        def led(found: re.Match[str]) -> str:
            target = self._target(post, unescape(found["target"]), to, shared)
            return f'{found["name"]}="{escape(target)}"'

        return _LINK.sub(led, post.html)

    def _target(self, post: Post, target: str, to: Way, shared: Way) -> str:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path:
            return target
        path = unquote(parts.path)
        beside = normpath(f"{dirname(post.file)}/{path}").removeprefix(f"{self.folder}/")
        if beside in self.pictures:
            return shared(f"{FOLDER}/files/{beside}")
        page = self.by_name.get(_name(beside)) or self.by_name.get(path.strip("/"))
        fragment = f"#{quote(parts.fragment)}" if parts.fragment else ""
        return f"{to(page)}{fragment}" if page else target


def post_places(posts: Posts, first: str) -> PostPlaces:
    """Return where posts are read; `first` is the language whose slugs name the pages."""
    if not posts.are_own:
        return PostPlaces(posts.place, {}, {}, frozenset())
    versions: dict[str, list[Post]] = {}
    for post in posts.posts:
        versions.setdefault(post.key, []).append(post)
    by_key: dict[str, str] = {}
    for key, group in sorted(versions.items()):
        by_key[key] = _page(key, group, first, taken=frozenset(by_key.values()))
    by_name = {
        name: by_key[post.key]
        for post in posts.posts
        for name in (_name(post.file.removeprefix(f"{posts.place}/")), post.path.strip("/"))
    }
    return PostPlaces(posts.place, by_key, by_name, frozenset(posts.pictures))


def _page(key: str, group: Sequence[Post], first: str, taken: frozenset[str]) -> str:
    slug = next((post.slug for post in group if post.language == first), group[0].slug)
    page = f"{FOLDER}/{file_key(slug or key)}.html"
    return page if page not in taken else f"{FOLDER}/{file_key(f'{key} again')}.html"


def _name(file: str) -> str:
    return _MARKDOWN.sub("", file.lower()).removesuffix("/index")
