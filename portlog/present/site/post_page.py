"""A page for each post of a series that has no blog of its own."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from portlog.analytics.module_figures import figures_by_module
from portlog.analytics.series import Entry, Row
from portlog.present.site.post_place import PostPlaces
from portlog.present.site.post_row import PostRows, modules_by_post
from portlog.present.site.record import Record
from portlog.present.site.series_page import read_series
from portlog.present.wording import long_day


def post_pages(facts: Mapping[str, Any]) -> Iterator[Record]:
    """Return a page for each post that is read in the report, in the order of the index."""
    posts, _, series, places = read_series(facts)
    if not posts.are_own:
        return
    figures, modules = figures_by_module(facts["log"]), modules_by_post(facts["plan"])
    rows = PostRows(posts, places, figures, modules, facts.get("kept"))
    for place, one in enumerate(series.rows):
        later = series.rows[place - 1] if place else None
        earlier = series.rows[place + 1] if place + 1 < len(series.rows) else None
        around = _around(one, earlier, later, places)
        yield Record(_key(one, places), one.post.title, _page(one, rows, places, around))


def _page(
    one: Row, rows: PostRows, places: PostPlaces, around: Mapping[str, tuple[str, str] | None]
) -> Mapping[str, Any]:
    text: Callable[..., Any] = partial(places.text, one.post)
    day = long_day(one.post.day) if one.post.day else ""
    return {"row": rows.all([one])[0], "day": day, "text": text, **around}


def _key(one: Row, places: PostPlaces) -> str:
    return places.by_key[one.post.key].removeprefix("posts/").removesuffix(".html")


def _around(
    one: Row, earlier: Row | None, later: Row | None, places: PostPlaces
) -> dict[str, tuple[str, str] | None]:
    """Return the ways to the posts before and after: in its list, or else by day."""
    if one.places:
        first = one.places[0]
        return {"earlier": _way(first.before, places), "later": _way(first.after, places)}
    return {"earlier": _way(earlier, places), "later": _way(later, places)}


def _way(to: Row | Entry | None, places: PostPlaces) -> tuple[str, str] | None:
    post = to.post if to else None
    page = places.by_key.get(post.key) if post else None
    return (page, post.title) if page and post else None
