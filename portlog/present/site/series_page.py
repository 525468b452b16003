"""The index of the series: every post once, by year and month, and in its ordered lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from portlog.analytics.module_figures import figures_by_module
from portlog.analytics.series import (
    Month,
    OrderedList,
    Series,
    by_topic,
    series_of,
)
from portlog.present.language import gettext, language, ngettext
from portlog.present.site.anchor import anchor
from portlog.present.site.linked_data import linked_blog
from portlog.present.site.post_place import PostPlaces, post_places
from portlog.present.site.post_row import PostRow, PostRows, minutes_words, modules_by_post
from portlog.present.wording import counted, of_all
from portlog.present.wording import minutes as spent
from portlog.present.wording import month as month_words
from portlog.records.post import Posts, SeriesWords
from portlog.sources.series_settings import SeriesSettings

PATH = "series/index.html"
_HOURS_FROM_MIN = 120


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month: its id, its name, how many posts it has, and they."""

    id: str
    name: str
    count: str
    rows: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class ShownYear:
    """A year: its id, its name, what it holds in words, and its months, newest first."""

    id: str
    name: str
    note: str
    months: tuple[ShownMonth, ...]


@dataclass(frozen=True, slots=True)
class ShownList:
    """An ordered list: its id, its name, how long it takes, and its members.

    Each has its place (`3/12`), its title, its way (None where it is planned) and its minutes.
    """

    id: str
    name: str
    note: str
    entries: tuple[tuple[str, str, str | None, str], ...]


def series_index(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return all that the index of the series shows, in the language that is spoken."""
    posts, settings, series, places = read_series(facts)
    words = settings.words.get(language().code)
    figures = figures_by_module(facts["log"])
    modules = modules_by_post(facts["plan"])
    row = PostRows(posts, places, figures, modules, facts.get("kept"))
    return {
        "heading": words.title if words else "",
        "tagline": words.tagline if words else "",
        "posts": len(series.rows),
        "summary": _summary(series),
        "remarks": tuple(_remarks(series, posts)),
        "start": _start(series, places),
        "lists": tuple(_list(one, places) for one in series.lists),
        "topics": tuple((name, _topic_id(name), count) for name, count in series.topics),
        "years": tuple(_years(series, row)),
        "by_topic": _by_topic(series),
        "has_figures": any(one.figures for one in row.made),
        "linked_data": partial(linked_blog, series.rows, places, words or SeriesWords()),
    }


def read_series(facts: Mapping[str, Any]) -> tuple[Posts, SeriesSettings, Series, PostPlaces]:
    """Return the posts that the build was given, as a series in the language that is spoken."""
    posts: Posts = facts.get("posts", Posts())
    settings: SeriesSettings = facts.get("series", SeriesSettings())
    series = series_of(posts.posts, settings.lists_in(language().code), language().code)
    return posts, settings, series, post_places(posts, facts.get("first_language", "en"))


def newest_posts(facts: Mapping[str, Any], most: int = 5) -> tuple[PostRow, ...]:
    """Return the newest posts as the index shows them, without figures of modules."""
    posts, _, series, places = read_series(facts)
    rows = PostRows(posts, places, {}, {})
    return rows.all(series.rows[:most])


def _summary(series: Series) -> str:
    """Return how many posts there are and how long they take together."""
    posts = counted(len(series.rows), "post")
    if series.without_minutes == len(series.rows):
        return gettext("%(posts)s.", posts=posts)
    if not series.without_minutes:
        time = _time_words(series.minutes)
        return gettext("%(posts)s, %(time)s to read.", posts=posts, time=time)
    return gettext(
        "%(posts)s; %(known)s take %(time)s to read.",
        posts=posts,
        known=of_all(len(series.rows) - series.without_minutes, len(series.rows), "post"),
        time=_time_words(series.minutes),
    )


def _time_words(minutes: int) -> str:
    """Return how long reading takes, from two hours on in hours: `90 minutes`, `7 h 5 min`."""
    return counted(minutes, "minute") if minutes < _HOURS_FROM_MIN else spent(Decimal(minutes))


def _remarks(series: Series, posts: Posts) -> Iterator[str]:
    if series.repeats:
        yield ngettext(
            "%(n)s post is there a second time and stands here once.",
            "%(n)s posts are there a second time and stand here once.",
            series.repeats,
            n=series.repeats,
        )
    if posts.unread:
        yield ngettext(
            "%(n)s file of the series could not be read.",
            "%(n)s files of the series could not be read.",
            len(posts.unread),
            n=len(posts.unread),
        )


def _start(series: Series, places: PostPlaces) -> tuple[str | None, str, str] | None:
    if series.start is None:
        return None
    post = series.start
    return places.way(post), post.title, minutes_words(post.minutes)


def _list(one: OrderedList, places: PostPlaces) -> ShownList:
    name = one.kind.name or one.kind.series or gettext("The course")
    entries = tuple(
        (
            f"{entry.number}/{one.of}",
            entry.title,
            places.way(entry.post) if entry.post else None,
            minutes_words(entry.post.minutes) if entry.post else gettext("planned"),
        )
        for entry in one.entries
    )
    written, all_of_it = len(one.posts), one.of
    note = gettext(
        "%(written)s of %(all)s, %(time)s.",
        written=written,
        all=all_of_it,
        time=_time_words(one.minutes),
    )
    return ShownList(anchor(f"list {one.kind.noun} {one.kind.series}"), name, note, entries)


def _years(series: Series, rows: PostRows) -> Iterator[ShownYear]:
    for year in series.years:
        note = gettext(
            "%(posts)s in %(months)s, newest first.",
            posts=counted(year.rows, "post"),
            months=counted(len(year.months), "month"),
        )
        months = tuple(_month(month, rows) for month in year.months)
        yield ShownYear(f"y-{year.year:04d}", f"{year.year:04d}", note, months)
    if series.undated:
        undated = rows.all(series.undated)
        count = counted(len(undated), "post")
        month = ShownMonth("undated", gettext("No date"), count, undated)
        note = gettext("Posts whose day nobody gave.")
        yield ShownYear("y-none", gettext("Undated"), note, (month,))


def _month(month: Month, rows: PostRows) -> ShownMonth:
    first = month.first_day
    count = counted(len(month.rows), "post")
    known = sum(row.post.minutes or 0 for row in month.rows)
    told = f"{count}, {minutes_words(known)}" if known else count
    return ShownMonth(f"m-{first:%Y-%m}", month_words(first), told, rows.all(month.rows))


def _topic_id(name: str) -> str:
    return anchor(f"topic {name}")


def _by_topic(
    series: Series,
) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Return each topic with its id and its posts: the anchor and title of each."""
    found = by_topic(series.rows, series.topics)
    return tuple(
        (name, _topic_id(name), tuple((anchor(row.post.key), row.post.title) for row in rows))
        for name, rows in found.items()
    )
