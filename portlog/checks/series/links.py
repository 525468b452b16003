"""Links of posts, and of the built site, against what is there."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from urllib.parse import unquote, urljoin, urlsplit

from portlog.checks.series import rules
from portlog.records.diagnostic import Diagnostic, Severity
from portlog.records.post import LeftOut, Link, Post, PostFolder, Posts
from portlog.records.spot import Spot

_REFERENCE = "ref:"
_PAGE = re.compile(r"index\.html\Z")
_MARKDOWN = (".md", ".markdown", ".mdown")


@dataclass(slots=True)
class Unasked:
    """What this check does not ask: links to other sites, and to parts of the blog unknown here."""

    external: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of the built site: its ids, and its links with their lines."""

    ids: frozenset[str]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """A built site: its folder for people, its pages and all its files by path, its address."""

    folder: str
    pages: Mapping[str, BuiltPage]
    files: frozenset[str]
    base_url: str | None = None

    def from_top(self, target: str) -> str:
        """Return a link to this site's own address as one from its top; any other as it is."""
        if self.base_url is None:
            return target
        own = f"{self.base_url.rstrip('/')}/"
        path = urlsplit(own).path
        if target.startswith(own):
            return f"/{target.removeprefix(own)}"
        return f"/{target.removeprefix(path)}" if target.startswith(path) else target


def link_trouble(posts: Posts, unasked: Unasked) -> Iterator[Diagnostic]:
    """Return the links of posts that lead to nothing, or to what is not published."""
    known = _Known(posts)
    for post in posts.posts:
        for link in post.links:
            yield from known.trouble(post, link, unasked)


class _Known:
    """All that a blog is known to have, by path and by file."""

    def __init__(self, posts: Posts) -> None:
        self._folder: PostFolder = posts.folder
        self._posts: dict[str, Post] = {}
        self._files: dict[str, str] = {}
        self._hidden: dict[str, LeftOut] = {}
        for post in posts.posts:
            self._posts.update(dict.fromkeys(map(_folded, (post.path, *post.aliases)), post))
            self._files[_file_key(post.file)] = post.path
        for one in posts.left_out:
            self._hidden.update(dict.fromkeys(map(_folded, one.paths), one))
            self._files[_file_key(one.file)] = one.paths[0] if one.paths else ""
        self._paths = frozenset(map(_folded, self._folder.paths))
        self._tops = {path.split("/")[1] for path in self._posts if path.count("/") > 1}

    def trouble(self, post: Post, link: Link, unasked: Unasked) -> Iterator[Diagnostic]:
        try:
            parts = urlsplit(self._relative(link.target))
        except ValueError:
            yield _broken(post, link, "is no address")
            return
        if parts.scheme == "ref":
            yield from self._reference(post, link)
        elif parts.scheme or parts.netloc:
            unasked.external += parts.scheme in {"http", "https", ""}
        elif not parts.path:
            yield from _fragment(post, post, link, parts.fragment)
        else:
            yield from self._path(post, link, parts.path, parts.fragment, unasked)

    def _relative(self, target: str) -> str:
        """Return an address within the blog as a path; any other as it is."""
        base = (self._folder.base_url or "\0").rstrip("/")
        return target.removeprefix(base) or "/" if target.startswith((f"{base}/", base)) else target

    def _reference(self, post: Post, link: Link) -> Iterator[Diagnostic]:
        target, _, fragment = link.target.removeprefix(_REFERENCE).partition("#")
        named = self._named(post, target) if target else post.path
        if named is None:
            yield _broken(post, link, "names no file of the blog")
        else:
            yield from self._at(post, link, named, fragment)

    def _named(self, post: Post, target: str) -> str | None:
        """Return the path of a post that a reference or a link names by its file."""
        folder = post.file.rpartition("/")[0]
        exact = _file_key(normpath(f"{folder}/{target}"))
        if exact in self._files:
            return self._files[exact]
        end = f"/{_file_key(target.strip('/'))}"
        return next((path for file, path in self._files.items() if f"/{file}".endswith(end)), None)

    def _path(
        self, post: Post, link: Link, path: str, fragment: str, unasked: Unasked
    ) -> Iterator[Diagnostic]:
        plain = unquote(path)
        if plain.lower().endswith(_MARKDOWN) and (named := self._named(post, plain)) is not None:
            yield from self._at(post, link, named, fragment)
            return
        whole = urljoin(post.path, plain)
        if self._is_there(post, plain, whole):
            yield from self._at(post, link, whole, fragment)
        elif (hidden := self._hidden.get(_folded(whole))) is not None:
            yield _unpublished(post, link, hidden)
        elif self._is_known_here(plain, whole):
            yield _broken(post, link, "leads to nothing")
        else:
            unasked.unknown[whole] += 1

    def _is_there(self, post: Post, plain: str, whole: str) -> bool:
        if _folded(whole) in self._paths or _folded(whole) in self._posts:
            return True
        beside = normpath(f"{post.file.rpartition('/')[0]}/{plain}")
        return beside in self._folder.files

    def _is_known_here(self, plain: str, whole: str) -> bool:
        """Say whether all is known of the part of the blog that a link leads into."""
        if whole.startswith(self._folder.unlisted):
            return False
        is_ours = whole.count("/") > 1 and whole.split("/")[1] in self._tops
        return self._folder.is_whole or not plain.startswith("/") or is_ours

    def _at(self, post: Post, link: Link, path: str, fragment: str) -> Iterator[Diagnostic]:
        hidden = self._hidden.get(_folded(path))
        there = self._posts.get(_folded(path))
        if hidden is not None and there is None:
            yield _unpublished(post, link, hidden)
        elif fragment and there is not None:
            yield from _fragment(post, there, link, fragment)


def _file_key(file: str) -> str:
    """Return a file's name as references give it: without language, suffix and `index`."""
    plain = file.lower()
    for suffix in _MARKDOWN:
        plain = plain.removesuffix(suffix)
    plain = re.sub(r"\.[a-z]{2}\Z", "", plain)
    return plain.removesuffix("/index").removesuffix("/_index")


def _folded(path: str) -> str:
    plain = _PAGE.sub("", unquote(path)).rstrip("/").lower()
    return plain if plain.startswith("/") else f"/{plain}"


def _fragment(post: Post, there: Post, link: Link, fragment: str) -> Iterator[Diagnostic]:
    named = unquote(fragment)
    if not named or named in there.ids or named == "top" or not there.html:
        return
    said = f"“{_written(link)}”: {there.file} has no heading #{named}"
    spot = Spot(post.file, link.line, 0)
    wanted = f"one of its headings: {', '.join(sorted(there.ids)[:5])}" if there.ids else ""
    yield Diagnostic(rules.BROKEN_FRAGMENT, Severity.ERROR, said, spot, wanted)


def _written(link: Link) -> str:
    return link.target.removeprefix(_REFERENCE)


def _broken(post: Post, link: Link, why: str) -> Diagnostic:
    said = f"“{_written(link)}” {why}"
    spot = Spot(post.file, link.line, 0)
    return Diagnostic(rules.BROKEN_LINK, Severity.ERROR, said, spot, "a page that is there")


def _unpublished(post: Post, link: Link, hidden: LeftOut) -> Diagnostic:
    said = f"“{_written(link)}” leads to {hidden.file}, which is not published: {hidden.reason}"
    spot = Spot(post.file, link.line, 0)
    wanted = "publish it first, or take the link out"
    return Diagnostic(rules.UNPUBLISHED_LINK, Severity.ERROR, said, spot, wanted)


def built_trouble(site: BuiltSite, unasked: Unasked) -> Iterator[Diagnostic]:
    """Return the links of a built site that lead to nothing."""
    for path, page in site.pages.items():
        for link in page.links:
            why = _built(path, link, site, unasked)
            if why:
                spot = Spot(f"{site.folder}/{path}", link.line, 0)
                rule = rules.BROKEN_FRAGMENT if "#" in why else rules.BROKEN_LINK
                said = f"“{link.target}” {why}"
                yield Diagnostic(rule, Severity.ERROR, said, spot, "build the site again")


def _built(path: str, link: Link, site: BuiltSite, unasked: Unasked) -> str:
    """Return what is wrong with a link of a page; an empty text where nothing is."""
    try:
        parts = urlsplit(site.from_top(link.target))
    except ValueError:
        return "is no address"
    if parts.scheme or parts.netloc:
        unasked.external += parts.scheme in {"http", "https", ""}
        return ""
    target = _target(path, unquote(parts.path))
    if target not in site.files:
        return "leads to nothing"
    page = site.pages.get(target)
    if parts.fragment and page and unquote(parts.fragment) not in page.ids:
        return f"names #{parts.fragment}, which {target} does not have"
    return ""


def _target(path: str, linked: str) -> str:
    """Return the file that a page's link leads to; one that begins with a slash is from the top."""
    if not linked:
        return path
    whole = linked if linked.startswith("/") else f"/{path.rpartition('/')[0]}/{linked}"
    target = normpath(f"/{whole.lstrip('/')}").lstrip("/")
    return f"{target}/index.html".lstrip("/") if whole.endswith("/") else target


def not_asked(unasked: Unasked) -> Sequence[str]:
    """Return what was not asked, as sentences."""
    told = []
    if unasked.external:
        told.append(f"{unasked.external:,} links to other sites were not asked")
    if unasked.unknown:
        some = ", ".join(sorted(unasked.unknown)[:3])
        number = sum(unasked.unknown.values())
        told.append(f"{number:,} links to parts of the blog that are not read here: {some}")
    return told
