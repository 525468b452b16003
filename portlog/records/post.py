"""Posts of a series: what each says of itself, where it is read, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from portlog.records.spot import Spot


class Noun(StrEnum):
    """What a member of an ordered list of posts is called."""

    PART = "part"
    CHAPTER = "chapter"


class ShownFigures(StrEnum):
    """Which figures of its module stand beside a post: as it was published, or as they are now."""

    PUBLISHED = "published"
    LIVE = "live"


class Reason(StrEnum):
    """Why a post is not shown."""

    DRAFT = "draft"
    FUTURE = "future"
    EXPIRED = "expired"
    NOT_LISTED = "not listed"


@dataclass(frozen=True, slots=True)
class Membership:
    """The series or course that a post belongs to; `number` is None where nobody gave it one."""

    series: str
    noun: Noun
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link of a post leads, as it is written, and its line in the post's file."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Post:
    """One post in one language.

    `key` is the same in all languages, `file` is named from the experiment's folder; `lines` are
    those of what its head says, by name. `url` is where the post is read; None is a page of the
    report. `published` is aware; a post without a time is of its day's first moment. `words` and
    `minutes` are None where the text is not known. `html` is clean: it holds no script. `aliases`
    are other paths that lead to it. A live post shows the figures of its module as they are now,
    any other one those that it was published with.
    """

    key: str
    language: str
    slug: str
    title: str
    file: str
    url: str | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    published: datetime | None = None
    updated: datetime | None = None
    description: str = ""
    topics: tuple[str, ...] = ()
    kind: str = ""
    memberships: tuple[Membership, ...] = ()
    module: str | None = None
    is_start: bool = False
    words: int | None = None
    minutes: int | None = None
    html: str = ""
    links: tuple[Link, ...] = ()
    ids: frozenset[str] = frozenset()
    path: str = ""
    aliases: tuple[str, ...] = ()
    has_head: bool = True
    is_live: bool = False

    @property
    def day(self) -> date | None:
        """The day that it is dated, in the time zone that it is written in."""
        return self.published.date() if self.published else None

    def spot(self, name: str = "") -> Spot:
        """Return where the post says something of itself; the file where it does not."""
        return Spot(self.file, self.lines.get(name, self.lines.get("", 0)), 0)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A post that is not shown, the paths that it would have, and why."""

    file: str
    title: str
    language: str
    reason: Reason
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadPost:
    """A file that is no readable post: where, why, and what would be.

    It need not be wrong: some files cannot be read here.
    """

    spot: Spot
    why: str
    accepted: str
    is_wrong: bool = True


@dataclass(frozen=True, slots=True)
class PostFolder:
    """Where posts link to: the paths that are there, and whether those are all of them.

    `base_url` is where the blog stands, if that is known; `files` lie beside the posts, named from
    the experiment's folder; below `unlisted` paths there are pages that nobody lists here.
    """

    base_url: str | None = None
    paths: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    unlisted: tuple[str, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Posts:
    """All posts of one place, newest first, and what of it is not among them.

    `are_own` says that the report has a page for each; `pictures` are the files that those show, by
    their path from the folder of the posts.
    """

    place: str = ""
    posts: tuple[Post, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[UnreadPost, ...] = ()
    folder: PostFolder = PostFolder()
    pictures: Mapping[str, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    are_own: bool = False


@dataclass(frozen=True, slots=True)
class SeriesList:
    """An ordered list of posts: its name, the series that it shows, and what is to come.

    `of` is the number that the author promises; None promises what is listed and planned.
    """

    series: str
    name: str = ""
    noun: Noun = Noun.PART
    of: int | None = None
    planned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """What the author says over the index of the series in one language."""

    title: str = ""
    tagline: str = ""
