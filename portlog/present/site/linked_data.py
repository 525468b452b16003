"""What search engines read of a page: the data as a data set, the series as a blog, in JSON-LD.

The terms: https://schema.org/Dataset, https://schema.org/Blog. A page holds it as a block of data,
which no browser runs.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from portlog.analytics.series import Row
from portlog.present.datapackage import Dataset
from portlog.present.language import gettext, language
from portlog.present.site.address import Address
from portlog.present.site.edition import Edition
from portlog.present.site.post_place import PostPlaces
from portlog.records.post import SeriesWords

# as many posts as the feeds hold
MOST_POSTS = 50
Told = Mapping[str, Any]
# what would end the element that holds it, or begin another
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def linked_dataset(
    dataset: Dataset, paths: Sequence[str], edition: Edition, page: Address
) -> Markup:
    """Return what describes the data of an edition; `paths` are those of its files in the site.

    As `linked_blog`, it is empty where the site does not know its address.
    """
    return _block(_dataset(dataset, paths, edition, page), edition)


def linked_blog(
    rows: Sequence[Row], places: PostPlaces, words: SeriesWords, edition: Edition, page: Address
) -> Markup:
    """Return what describes the newest posts of a series."""
    return _block(_blog(rows[:MOST_POSTS], places, words, edition, page), edition)


def _block(told: Iterator[tuple[str, Any]], edition: Edition) -> Markup:
    if edition.base_url is None:
        return Markup()
    text = json.dumps({"@context": "https://schema.org", **dict(told)})
    return Markup(text.translate(_ESCAPED))  # noqa: S704  all that is markup is escaped


def _dataset(
    dataset: Dataset, paths: Sequence[str], edition: Edition, page: Address
) -> Iterator[tuple[str, Any]]:
    base_url = edition.base_url or ""
    yield "@type", "Dataset"
    yield "name", gettext("The log of %(name)s", name=edition.name)
    invented = gettext("A sample: every session in this log is invented.")
    yield (
        "description",
        (f"{invented} " if edition.is_sample else "")
        + gettext(
            "Every session of a port from %(original)s to %(port)s with language models: what it "
            "cost, how long it took, how often the model is said to have made things up.",
            original=edition.original.capitalize(),
            port=edition.port.capitalize(),
        ),
    )
    yield "url", page.absolute(base_url)
    yield "inLanguage", "en"
    yield "isAccessibleForFree", True
    yield from _authored(edition, "creator")
    if dataset.licence:
        yield "license", f"https://spdx.org/licenses/{dataset.licence}"
    if edition.commit is not None:
        yield "version", edition.commit.name
        yield "dateModified", edition.commit.day.isoformat()
    yield "distribution", [_download(path, base_url) for path in paths if path.endswith(".csv")]


def _download(path: str, base_url: str) -> Told:
    url = Address(path).absolute(base_url)
    return {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": url}


def _blog(
    rows: Sequence[Row],
    places: PostPlaces,
    words: SeriesWords,
    edition: Edition,
    page: Address,
) -> Iterator[tuple[str, Any]]:
    yield "@type", "Blog"
    yield "name", words.title or edition.name
    if words.tagline:
        yield "description", words.tagline
    yield "url", page.absolute(edition.base_url or "")
    yield "inLanguage", language().code
    yield from _authored(edition, "author")
    yield "blogPost", [dict(_posting(row, places, edition, page)) for row in rows]


def _posting(
    row: Row, places: PostPlaces, edition: Edition, page: Address
) -> Iterator[tuple[str, Any]]:
    post, way = row.post, places.way(row.post)
    yield "@type", "BlogPosting"
    yield "headline", post.title
    if way:
        yield "url", way if post.url else page.beside(way).absolute(edition.base_url or "")
    if post.day:
        yield "datePublished", post.day.isoformat()
    if row.updated:
        yield "dateModified", row.updated.isoformat()
    if row.is_foreign:
        yield "inLanguage", post.language


def _authored(edition: Edition, role: str) -> Iterator[tuple[str, Any]]:
    authors: Sequence[str] = edition.given.get("authors", ())
    if authors:
        yield role, [{"@type": "Person", "name": name} for name in authors]
