"""The posts of a series as feeds: Atom 1.0, RSS 2.0 and JSON Feed 1.1, in each language.

Formats: https://www.rfc-editor.org/rfc/rfc4287, https://www.rssboard.org/rss-specification,
https://www.jsonfeed.org/version/1.1/
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from portlog.analytics.series import Row, series_of
from portlog.present.language import language
from portlog.present.site.address import Address
from portlog.present.site.edition import Edition
from portlog.present.site.post_place import PostPlaces, Way, post_places
from portlog.present.site.series_page import PATH
from portlog.records.post import Post, Posts
from portlog.sources.posts.clean_html import clean_html
from portlog.sources.series_settings import SeriesSettings

MOST_ENTRIES = 50
ATOM, RSS, JSON = "feed.xml", "rss.xml", "feed.json"
_JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class _Item:
    url: str
    post: Post
    published: datetime
    updated: datetime
    content: str


@dataclass(frozen=True, slots=True)
class _Feed:
    """All that the three formats say: the series in words, its addresses, its newest posts."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    code: str
    page: str
    addresses: dict[str, str]
    version: str
    items: tuple[_Item, ...]

    @property
    def updated(self) -> datetime:
        """When the newest post was changed."""
        return max(item.updated for item in self.items)


def feed_languages(posts: Posts, languages: Sequence[str], base_url: str | None) -> tuple[str, ...]:
    """Return the languages that have a feed: an address to name, and a post that has a day."""
    if base_url is None:
        return ()
    return tuple(code for code in languages if any(_is_fed(post, code) for post in posts.posts))


def feed_files(edition: Edition) -> dict[str, bytes]:
    """Return the feeds in the language that is spoken, by their paths within it."""
    code = language().code
    if edition.base_url is None or code not in edition.feeds:
        return {}
    feed = _feed(edition, edition.base_url, code)
    return {
        ATOM: "".join(_atom(feed)).encode(),
        RSS: "".join(_rss(feed)).encode(),
        JSON: _json(feed),
    }


def _is_fed(post: Post, code: str) -> bool:
    return post.language == code and post.published is not None


def _feed(edition: Edition, base_url: str, code: str) -> _Feed:
    posts: Posts = edition.given.get("posts", Posts())
    settings: SeriesSettings = edition.given.get("series", SeriesSettings())
    words = settings.words.get(code)
    places = post_places(posts, edition.languages[0])
    series = series_of(posts.posts, settings.lists_in(code), code)
    fed = [row for row in series.rows if _is_fed(row.post, code)][:MOST_ENTRIES]

    def absolute(path: str) -> str:
        return Address(path, code, edition.languages[0]).absolute(base_url)

    return _Feed(
        title=_plain(words.title if words and words.title else edition.name),
        subtitle=_plain(words.tagline if words else ""),
        authors=tuple(map(_plain, edition.given.get("authors") or (edition.name,))),
        code=code,
        page=absolute(PATH),
        addresses={path: absolute(path) for path in (ATOM, RSS, JSON)},
        version=edition.version,
        items=tuple(_items(fed, places, absolute, base_url)),
    )


def _items(
    rows: Sequence[Row], places: PostPlaces, absolute: Way, base_url: str
) -> Iterator[_Item]:
    for row in rows:
        post = row.post
        way = places.way(post)
        if way is None or post.published is None:
            continue
        url = way if post.url else absolute(way)
        text = places.text(post, absolute, lambda path: f"{base_url.rstrip('/')}/{path}")
        moments = (post.published, post.updated, *(again.published for again in row.repeats))
        updated = max(one for one in moments if one is not None)
        yield _Item(url, post, post.published, updated, _plain(clean_html(text, url)))


def _atom(feed: _Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.code)}>\n'
    yield f"<title>{escape(feed.title)}</title>\n"
    if feed.subtitle:
        yield f"<subtitle>{escape(feed.subtitle)}</subtitle>\n"
    yield f"<id>{escape(feed.addresses[ATOM])}</id>\n"
    self_link = quoteattr(feed.addresses[ATOM])
    yield f'<link rel="self" type="application/atom+xml" href={self_link}/>\n'
    yield f'<link rel="alternate" type="text/html" href={quoteattr(feed.page)}/>\n'
    yield f"<updated>{_iso(feed.updated)}</updated>\n"
    for author in feed.authors:
        yield f"<author><name>{escape(author)}</name></author>\n"
    yield f"<generator version={quoteattr(feed.version)}>portlog</generator>\n"
    for item in feed.items:
        yield from _atom_entry(item)
    yield "</feed>\n"


def _atom_entry(item: _Item) -> Iterator[str]:
    yield f"<entry>\n<title>{escape(_plain(item.post.title))}</title>\n"
    yield f"<id>{escape(item.url)}</id>\n"
    yield f'<link rel="alternate" type="text/html" href={quoteattr(item.url)}/>\n'
    yield f"<published>{_iso(item.published)}</published>\n"
    yield f"<updated>{_iso(item.updated)}</updated>\n"
    for topic in item.post.topics:
        yield f"<category term={quoteattr(_plain(topic))}/>\n"
    if item.post.description:
        yield f"<summary>{escape(_plain(item.post.description))}</summary>\n"
    if item.content:
        yield f'<content type="html">{escape(item.content)}</content>\n'
    yield "</entry>\n"


def _rss(feed: _Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    yield ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
    yield f"<title>{escape(feed.title)}</title>\n<link>{escape(feed.page)}</link>\n"
    yield f"<description>{escape(feed.subtitle or feed.title)}</description>\n"
    yield f"<language>{escape(feed.code)}</language>\n"
    yield f"<lastBuildDate>{_as_mail(feed.updated)}</lastBuildDate>\n"
    yield f"<generator>portlog {escape(feed.version)}</generator>\n"
    self_link = quoteattr(feed.addresses[RSS])
    yield f'<atom:link rel="self" type="application/rss+xml" href={self_link}/>\n'
    for item in feed.items:
        yield from _rss_item(item)
    yield "</channel>\n</rss>\n"


def _rss_item(item: _Item) -> Iterator[str]:
    yield f"<item>\n<title>{escape(_plain(item.post.title))}</title>\n"
    yield f'<link>{escape(item.url)}</link>\n<guid isPermaLink="true">{escape(item.url)}</guid>\n'
    yield f"<pubDate>{_as_mail(item.published)}</pubDate>\n"
    for topic in item.post.topics:
        yield f"<category>{escape(_plain(topic))}</category>\n"
    if item.post.description:
        yield f"<description>{escape(_plain(item.post.description))}</description>\n"
    if item.content:
        yield f"<content:encoded>{escape(item.content)}</content:encoded>\n"
    yield "</item>\n"


def _json(feed: _Feed) -> bytes:
    told = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.addresses[JSON],
        **({"description": feed.subtitle} if feed.subtitle else {}),
        "language": feed.code,
        "authors": [{"name": author} for author in feed.authors],
        "items": [dict(_json_item(item, feed.code)) for item in feed.items],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: _Item, code: str) -> Iterator[tuple[str, object]]:
    yield "id", item.url
    yield "url", item.url
    yield "title", _plain(item.post.title)
    if item.content:
        yield "content_html", item.content
    else:
        yield "content_text", _plain(item.post.description or item.post.title)
    if item.post.description:
        yield "summary", _plain(item.post.description)
    yield "date_published", _iso(item.published)
    if item.updated > item.published:
        yield "date_modified", _iso(item.updated)
    if item.post.topics:
        yield "tags", [_plain(topic) for topic in item.post.topics]
    yield "language", code


def _iso(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _as_mail(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _plain(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if _is_kept(letter))


def _is_kept(letter: str) -> bool:
    code = ord(letter)
    if letter in "\t\n":
        return True
    is_control = code < 0x20 or 0x7F <= code < 0xA0  # noqa: PLR2004 - control characters
    is_none = 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - surrogates and no characters
    return not (is_control or is_none)
