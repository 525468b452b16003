"""What `site/site.toml` says of the series: where its posts are, and what stands over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from portlog.errors import ConfigError
from portlog.records.post import Noun, SeriesList, SeriesWords, ShownFigures

_CODES = ("en", "es")


@dataclass(frozen=True, slots=True)
class SeriesSettings:
    """Where posts are read, where their blog stands, the author's words, the ordered lists.

    `posts` is a path from the experiment's folder; an empty one is `site/posts`. `lists` are in the
    site's first language, `translated` the same lists in others. `figures` says which ones stand
    beside posts that do not say it themselves.
    """

    posts: str = ""
    blog: str | None = None
    words: Mapping[str, SeriesWords] = field(default_factory=dict)
    lists: tuple[SeriesList, ...] = ()
    translated: Mapping[str, tuple[SeriesList, ...]] = field(default_factory=dict)
    figures: ShownFigures = ShownFigures.PUBLISHED

    def lists_in(self, language: str) -> tuple[SeriesList, ...]:
        """Return the ordered lists in a language, or in the site's first."""
        return self.translated.get(language, self.lists)


class SeriesText(msgspec.Struct, forbid_unknown_fields=True):
    """What stands over the index in one language."""

    title: str = ""
    tagline: str = ""


class _List(msgspec.Struct, forbid_unknown_fields=True):
    series: str
    name: str | dict[str, str] = ""
    noun: Noun = Noun.PART
    of: int | None = None
    planned: Sequence[str | dict[str, str]] = ()


class SeriesTable(msgspec.Struct, forbid_unknown_fields=True):
    """The table `[series]`."""

    posts: str = ""
    blog: str | None = None
    title: str = ""
    tagline: str = ""
    figures: ShownFigures = ShownFigures.PUBLISHED
    lists: list[_List] = msgspec.field(default_factory=list)
    en: SeriesText | None = None
    es: SeriesText | None = None


def series_settings(path: Path, told: SeriesTable | None, first: str) -> SeriesSettings:
    """Return what a table says, its own words being in the site's first language.

    `ConfigError` names the file for a blog's address that is none.
    """
    told = told or SeriesTable()
    if told.blog is not None and not _is_address(told.blog):
        raise ConfigError(
            f'{path}: [series] blog is "{told.blog}", not the address of a blog',
            'write blog = "https://example.org/"',
        )
    own = SeriesText(told.title, told.tagline)
    texts = {first: own, **{code: one for code, one in (("en", told.en), ("es", told.es)) if one}}
    return SeriesSettings(
        told.posts,
        told.blog,
        {code: SeriesWords(one.title, one.tagline) for code, one in texts.items()},
        _lists(told.lists, first, first),
        {code: _lists(told.lists, code, first) for code in _CODES},
        told.figures,
    )


def _lists(told: Sequence[_List], code: str, first: str) -> tuple[SeriesList, ...]:
    return tuple(
        SeriesList(
            one.series,
            _in_language(one.name, code, first),
            one.noun,
            one.of,
            tuple(_in_language(title, code, first) for title in one.planned),
        )
        for one in told
    )


def _in_language(told: str | Mapping[str, str], code: str, first: str) -> str:
    """Return a text in a language; one that lacks is taken from the site's first."""
    if isinstance(told, str):
        return told
    return told.get(code) or told.get(first) or next(iter(told.values()), "")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
