"""A post from its file: what its head says, as a series shows it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from portlog.records.post import LeftOut, Membership, Noun, Post, Reason, ShownFigures
from portlog.sources.posts.dates import moment
from portlog.sources.posts.manuscript import Manuscript
from portlog.sources.posts.reading_time import reading_minutes

# the names that Hugo looks for, in its order
_PUBLISHED = ("date", "publishdate", "pubdate", "published", "lastmod", "modified")
_SHOWN_FROM = ("publishdate", "pubdate", "published", "date")
_UPDATED = ("lastmod", "updated", "modified")
_EXPIRES = ("expirydate", "unpublishdate")
_NUMBERS = ("series_order", "part", "series_weight")
_BUILD = ("build", "_build")


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file of a folder of posts: its name for people, and its parts from the folder's top.

    `stem` is the name without language and suffix, of a bundle that of its folder.
    """

    shown: str
    sections: tuple[str, ...]
    stem: str
    language: str
    key: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """How a blog makes addresses: the path of a post, and its whole address where it is known.

    `is_cjk` says that letters of Chinese, Japanese and Korean count as words.
    """

    path: Callable[[PostFile, Mapping[str, Any], datetime | None], str]
    whole: Callable[[str], str | None]
    zone: tzinfo = UTC
    is_cjk: bool = False


def post_of(
    file: PostFile, written: Manuscript, addresses: Addresses, now: datetime, *, drafts: bool
) -> Post | LeftOut:
    """Return a post, or that it is left out at this time, and why."""
    values = written.values
    published = _moment(values, _PUBLISHED, addresses.zone)
    path = addresses.path(file, values, published)
    aliases = tuple(texts(values.get("aliases")))
    title = _text(values, "title") or written.heading or file.stem
    reason = _reason(values, addresses.zone, now, drafts=drafts)
    if reason is not None:
        return LeftOut(file.shown, title, file.language, reason, (path, *aliases))
    updated = _moment(values, _UPDATED, addresses.zone)
    return Post(
        key=_text(values, "translationkey") or file.key,
        language=file.language,
        slug=path.rstrip("/").rpartition("/")[2].removesuffix(".html"),
        title=title,
        file=file.shown,
        url=addresses.whole(path),
        lines=_lines(written),
        published=published,
        updated=updated if updated and published and updated > published else None,
        description=_text(values, "description") or _text(values, "summary"),
        topics=_topics(values),
        kind=_text(values, "kind"),
        memberships=tuple(_memberships(values)),
        module=_text(values, "module") or None,
        is_start=values.get("start_here") is True,
        html=written.html,
        links=written.links,
        ids=frozenset(written.ids),
        path=path,
        aliases=aliases,
        has_head=written.has_head,
        is_live=_text(values, "figures").lower() == ShownFigures.LIVE,
        **_length(written, addresses),
    )


def texts(value: Any) -> Iterator[str]:
    """Return the texts of a value that may be one or a list of them."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str | int | float) and not isinstance(one, bool) and str(one).strip():
            yield str(one).strip()


def _text(values: Mapping[str, Any], name: str) -> str:
    return " ".join(next(texts(values.get(name)), "").split())


def _topics(values: Mapping[str, Any]) -> tuple[str, ...]:
    told = values.get("topics", values.get("tags"))
    return tuple(dict.fromkeys(" ".join(one.split()) for one in texts(told)))


def _moment(values: Mapping[str, Any], names: tuple[str, ...], zone: tzinfo) -> datetime | None:
    found = (moment(text, zone) for name in names for text in texts(values.get(name)))
    return next((one for one in found if one is not None), None)


def _reason(
    values: Mapping[str, Any], zone: tzinfo, now: datetime, *, drafts: bool
) -> Reason | None:
    shown_from, expires = (_moment(values, names, zone) for names in (_SHOWN_FROM, _EXPIRES))
    if _is_hidden(values):
        return Reason.NOT_LISTED
    if expires is not None and expires <= now:
        return Reason.EXPIRED
    if drafts:
        return None
    if values.get("draft") is True or values.get("draft") == "true":
        return Reason.DRAFT
    return Reason.FUTURE if shown_from is not None and shown_from > now else None


def _is_hidden(values: Mapping[str, Any]) -> bool:
    builds = (values[name] for name in _BUILD if isinstance(values.get(name), dict))
    told: Mapping[str, Any] = next(builds, {})
    hidden = {str(told.get(name, "always")).lower() for name in ("list", "render")}
    return values.get("headless") is True or bool(hidden & {"never", "false", "local"})


def _memberships(values: Mapping[str, Any]) -> Iterator[Membership]:
    number = next(filter(None, (_number(values.get(name)) for name in _NUMBERS)), None)
    for series in dict.fromkeys(texts(values.get("series"))):
        yield Membership(series, Noun.PART, number)
    chapter = _number(values.get("chapter"))
    course = _text(values, "course")
    if course or chapter:
        yield Membership(course, Noun.CHAPTER, chapter)


def _number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isdecimal() and value.isascii():
        value = int(value[:9])
    return value if isinstance(value, int) and value > 0 else None


def _lines(written: Manuscript) -> dict[str, int]:
    """Return the lines of a head's names, those that mean the same under one name too."""
    lines = dict(written.lines)
    same = {"description": ("summary",), "date": _PUBLISHED, "topics": ("tags",), "slug": ("url",)}
    for name, others in same.items():
        found = next((lines[other] for other in (name, *others) if other in lines), None)
        if found is not None:
            lines[name] = found
    return {"": 1, **lines}


def _length(written: Manuscript, addresses: Addresses) -> dict[str, int]:
    told = written.values.get("iscjklanguage")
    as_cjk = told if isinstance(told, bool) else addresses.is_cjk and written.is_cjk
    words = written.cjk_words if as_cjk else written.words
    return {"words": words, "minutes": reading_minutes(words, as_cjk=as_cjk)}
