"""A post of the index in words: its day, its place, its versions, its module's figures."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portlog.analytics.module_figures import KeptFigures, ModuleFigures
from portlog.analytics.series import Place, Row, topics_of
from portlog.present.language import gettext, known_language, language
from portlog.present.site.anchor import anchor
from portlog.present.site.post_figures import PostFigures, post_figures, published_figures
from portlog.present.site.post_place import PostPlaces
from portlog.present.wording import long_day, short_day
from portlog.records.plan import PlannedModule
from portlog.records.post import Noun, Post, Posts


@dataclass(frozen=True, slots=True)
class Badge:
    """A post's place in a list in words, and the ways to the posts around it, with words."""

    words: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post as the index shows it; a way of None leads nowhere.

    `language` is given where it is not the page's; `others` are the ways to translations, each
    with its language and what that calls itself; `missing` says that there is none.
    """

    anchor: str
    way: str | None
    title: str
    language: str
    description: str
    day: date | None
    day_words: str
    minutes: str
    updated: str
    topics: tuple[str, ...]
    badges: tuple[Badge, ...]
    others: tuple[tuple[str, str, str], ...]
    missing: str
    figures: tuple[PostFigures, ...]


def modules_by_post(plan: Iterable[PlannedModule]) -> Mapping[str, tuple[str, ...]]:
    """Return the modules that the plan has a post tell of, by what the plan calls the post."""
    found: dict[str, tuple[str, ...]] = {}
    for one in plan:
        if one.post:
            found[one.post] = (*found.get(one.post, ()), one.module)
    return found


class PostRows:
    """Rows of posts in words."""

    def __init__(
        self,
        posts: Posts,
        places: PostPlaces,
        figures: Mapping[str, ModuleFigures],
        modules_by_post: Mapping[str, tuple[str, ...]],
        kept: KeptFigures | None = None,
    ) -> None:
        """Take all posts, where they are read, and what the log and the plan say of modules.

        `kept` are the figures that posts of a day were published with, where those are known.
        """
        self._languages = {post.language for post in posts.posts}
        self._places = places
        self._figures = figures
        self._modules = modules_by_post
        self._kept = kept or {}
        self.made: list[PostRow] = []

    def all(self, rows: Sequence[Row]) -> tuple[PostRow, ...]:
        """Return some posts in words."""
        return tuple(map(self._row, rows))

    def _row(self, one: Row) -> PostRow:
        post = one.post
        made = PostRow(
            anchor(post.key),
            self._places.way(post),
            post.title,
            post.language if one.is_foreign else "",
            post.description,
            post.day,
            short_day(post.day) if post.day else gettext("no date"),
            minutes_words(post.minutes),
            _updated(one),
            topics_of(post),
            tuple(map(_badge, one.places)),
            tuple(self._others(one)),
            self._missing(one),
            tuple(self._figures_of(post)),
        )
        self.made.append(made)
        return made

    def _others(self, one: Row) -> Iterator[tuple[str, str, str]]:
        for post in one.translations:
            way = self._places.way(post) if post.url else None
            if way and not one.is_foreign:
                yield way, post.language, _name_of(post.language)

    def _missing(self, one: Row) -> str:
        """Say that a post is missing in the language that is spoken, where there are others."""
        if one.is_foreign and language().code in self._languages:
            return gettext("not in English yet")
        return ""

    def _figures_of(self, post: Post) -> Iterator[PostFigures]:
        names = (post.key, post.slug, post.url or "", post.path, post.path.strip("/"), post.title)
        modules = [post.module] if post.module else []
        modules += [module for name in names for module in self._modules.get(name, ())]
        for module in dict.fromkeys(modules):
            now = self._figures.get(module)
            if post.is_live or post.day is None or post.day not in self._kept:
                yield post_figures(module, now)
            else:
                then = self._kept[post.day].get(module)
                yield published_figures(module, post.day, then, now)


def minutes_words(minutes: int | None) -> str:
    """Return how long a post takes to read; an empty text where nobody knows."""
    return "" if minutes is None else gettext("%(minutes)s min", minutes=str(minutes))


def _updated(one: Row) -> str:
    return gettext("updated %(day)s", day=long_day(one.updated)) if one.updated else ""


def _badge(place: Place) -> Badge:
    return Badge(
        place_words(place.noun, place.number, place.of),
        _around(place.noun, place.before),
        _around(place.noun, place.after),
    )


def place_words(noun: Noun, number: int, of: int) -> str:
    """Return a post's place in a list: `part 3 of 12`."""
    if noun is Noun.CHAPTER:
        return gettext("chapter %(number)s of %(all)s", number=number, all=of)
    return gettext("part %(number)s of %(all)s", number=number, all=of)


def _around(noun: Noun, entry: Any) -> tuple[str, str] | None:
    if entry is None or entry.post is None:
        return None
    told = (
        gettext("chapter %(number)s", number=entry.number)
        if noun is Noun.CHAPTER
        else gettext("part %(number)s", number=entry.number)
    )
    return f"#{anchor(entry.post.key)}", told


def _name_of(code: str) -> str:
    """Return what a language calls itself; its code where portlog does not speak it."""
    try:
        return known_language(code).name
    except KeyError:
        return code
