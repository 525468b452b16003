"""The posts of a series for programs, in every language that each has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portlog.present.site.address import Address
from portlog.present.site.edition import Edition
from portlog.present.site.post_place import PostPlaces, post_places
from portlog.records.post import Post, Posts


def told_posts(edition: Edition) -> Mapping[str, Any]:
    """Return every post that is out, newest first; what is not known is None."""
    posts: Posts = edition.given.get("posts", Posts())
    places = post_places(posts, edition.languages[0])
    return {"posts": [dict(_told(post, places, edition.languages)) for post in posts.posts]}


def _page(post: Post, places: PostPlaces, languages: Sequence[str]) -> str | None:
    """Return the path of the page that shows a post in its own language, where there is one."""
    page = places.by_key.get(post.key)
    spoken = post.language if post.language in languages else languages[0]
    return Address(page, spoken, languages[0]).file if page else None


def _told(post: Post, places: PostPlaces, languages: Sequence[str]) -> Iterator[tuple[str, Any]]:
    yield "key", post.key
    yield "language", post.language
    yield "title", post.title
    yield "url", post.url
    yield "page", None if post.url else _page(post, places, languages)
    yield "published", post.published
    yield "updated", post.updated
    yield "description", post.description or None
    yield "topics", post.topics
    yield "kind", post.kind or None
    yield (
        "lists",
        [{"name": one.series, "noun": one.noun, "number": one.number} for one in post.memberships],
    )
    yield "module", post.module
    yield "words", post.words
    yield "minutes", post.minutes
