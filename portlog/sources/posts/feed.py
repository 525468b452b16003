"""The posts that a feed lists: RSS 2.0, Atom 1.0 or JSON Feed 1.

Formats: https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287,
https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from portlog.records.post import LeftOut, Post, Posts, Reason, UnreadPost
from portlog.records.spot import Spot
from portlog.sources.json_trouble import UNREADABLE
from portlog.sources.posts.blog import newest_first
from portlog.sources.posts.clean_html import absolute_link, clean_html
from portlog.sources.posts.dates import moment
from portlog.sources.posts.reading_time import is_cjk, plain_text, reading_minutes, word_count
from portlog.sources.posts.xml_tree import BrokenXml, Element, read_xml

MOST_BYTES = 20 * 1024 * 1024
_LONGEST_TEXT = 1024 * 1024
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/ encoded"
_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
_ACCEPTED = "RSS 2.0, Atom 1.0 or JSON Feed 1"


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    title: str
    link: str
    published: str
    updated: str
    summary: str
    content: str
    topics: tuple[str, ...]
    language: str = ""


def read_feed(
    path: Path, shown: str, language: str, now: datetime, *, drafts: bool = False
) -> Posts:
    """Return the posts of a feed's file at this time; without a language they are in this one."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _unread(shown, 0, f"cannot be read: {error.strerror}")
    if len(content) > MOST_BYTES:
        return _unread(shown, 0, f"larger than {MOST_BYTES:,} bytes, so it was not read")
    try:
        entries = list(_entries(content))
    except BrokenXml as trouble:
        return _unread(shown, trouble.line, trouble.why)
    except UNREADABLE as error:
        return _unread(shown, 1, f"not JSON Feed: {error}")
    posts = [_post(entry, shown, entry.language or language) for entry in entries]
    later = [] if drafts else [post for post in posts if post.published and post.published > now]
    out = newest_first(post for post in posts if post not in later)
    return Posts(shown, tuple(out), tuple(map(_left_out, later)))


def _left_out(post: Post) -> LeftOut:
    return LeftOut(post.file, post.title, post.language, Reason.FUTURE, (post.path,))


def _unread(shown: str, line: int, why: str) -> Posts:
    return Posts(shown, unread=(UnreadPost(Spot(shown, line, 0), why, _ACCEPTED),))


def _entries(content: bytes) -> Iterator[_Entry]:
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        yield from _json(content.removeprefix(b"\xef\xbb\xbf"))
        return
    root = read_xml(content.lstrip()).children[0]
    if root.name == "rss":
        yield from _rss(root)
    elif root.name == f"{_ATOM} feed":
        yield from _atom(root)
    else:
        raise BrokenXml(root.line, f"<{root.name.rpartition(' ')[2]}> is no feed")


def _rss(root: Element) -> Iterator[_Entry]:
    for channel in root.all("channel"):
        language = channel.said("language")[:2].lower()
        for item in channel.all("item"):
            topics = tuple(one.text for one in item.all("category", f"{_DC} subject") if one.text)
            yield _Entry(
                item.line,
                item.said("title"),
                item.said("link") or _permalink(item),
                item.said("pubDate", f"{_DC} date"),
                "",
                item.said("description"),
                item.said(_CONTENT),
                topics,
                language,
            )


def _permalink(item: Element) -> str:
    """Return the address in an item's guid, unless it says that it is none."""
    guids = (one for one in item.all("guid") if one.attributes.get("isPermaLink") != "false")
    return next((one.text for one in guids), "")


def _atom(root: Element) -> Iterator[_Entry]:
    names = {name: f"{_ATOM} {name}" for name in ("title", "published", "updated", "summary")}
    for entry in root.all(f"{_ATOM} entry"):
        categories = entry.all(f"{_ATOM} category")
        yield _Entry(
            entry.line,
            entry.said(names["title"]),
            _atom_link(entry),
            entry.said(names["published"], names["updated"]),
            entry.said(names["updated"]),
            entry.said(names["summary"]),
            _atom_content(entry),
            tuple(term for one in categories if (term := one.attributes.get("term", "").strip())),
            (entry.attributes.get(_XML_LANG) or root.attributes.get(_XML_LANG, ""))[:2].lower(),
        )


def _atom_link(entry: Element) -> str:
    links = (
        one.attributes.get("href", "")
        for one in entry.all(f"{_ATOM} link")
        if one.attributes.get("rel", "alternate") == "alternate"
    )
    return next(links, "")


def _atom_content(entry: Element) -> str:
    return next(
        (one.text for one in entry.all(f"{_ATOM} content") if one.attributes.get("type") == "html"),
        "",
    )


class _Item(msgspec.Struct):
    title: str = ""
    url: str = ""
    external_url: str = ""
    date_published: str = ""
    date_modified: str = ""
    summary: str = ""
    content_html: str = ""
    content_text: str = ""
    language: str = ""
    tags: list[str] = []


class _Feed(msgspec.Struct):
    version: str
    items: list[_Item]
    language: str = ""


def _json(content: bytes) -> Iterator[_Entry]:
    told = msgspec.json.decode(content, type=_Feed)
    for one in told.items:
        yield _Entry(
            _line_of(one, content),
            one.title,
            one.url or one.external_url,
            one.date_published,
            one.date_modified,
            one.summary,
            one.content_html or escape(one.content_text),
            tuple(one.tags),
            (one.language or told.language)[:2].lower(),
        )


def _line_of(item: _Item, content: bytes) -> int:
    """Return the line where an item's address is first written, or its title."""
    named = msgspec.json.encode(item.url or item.title)
    return content.count(b"\n", 0, max(content.find(named), 0)) + 1


def _post(entry: _Entry, shown: str, language: str) -> Post:
    link = absolute_link(entry.link, "") or ""
    url = link if urlsplit(link).scheme in {"http", "https"} else None
    path = urlsplit(link).path
    published, updated = moment(entry.published), moment(entry.updated)
    content = entry.content if len(entry.content) <= _LONGEST_TEXT else ""
    html = clean_html(content, url or "")
    return Post(
        key=link or f"{entry.title} {entry.line}",
        language=language,
        slug=path.rstrip("/").rpartition("/")[2],
        title=_one_line(entry.title),
        file=shown,
        url=url,
        lines={"": entry.line},
        published=published,
        updated=updated if updated and published and updated > published else None,
        description=_one_line(plain_text(clean_html(entry.summary[:_LONGEST_TEXT]))),
        topics=tuple(dict.fromkeys(map(_one_line, entry.topics))),
        html=html,
        path=path,
        **_length(html),
    )


def _one_line(text: str) -> str:
    return " ".join(unescape(text).split())


def _length(html: str) -> dict[str, Any]:
    text = plain_text(html)
    if not text.strip():
        return {}
    words = word_count(text, as_cjk=is_cjk(text))
    return {"words": words, "minutes": reading_minutes(words, as_cjk=is_cjk(text))}
