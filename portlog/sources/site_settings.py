"""What the author of a series says of its site, and on it: `site/site.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec

from portlog.errors import ConfigError
from portlog.records.prose import Epigraph, Prose
from portlog.sources.series_settings import SeriesSettings, SeriesTable, series_settings
from portlog.sources.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The languages of a site, the first at its top, the author's words in each, its address.

    `redirects` lead from paths that the site no longer has to where a reader is sent; `authors`
    are the names of those whose series and data these are.
    """

    languages: tuple[str, ...]
    proses: Mapping[str, Prose]
    base_url: str | None = None
    series: SeriesSettings = field(default_factory=SeriesSettings)
    redirects: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()


# a person's or a group's, as it is to stand in a citation
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^\S")]


class _Epigraph(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    by: str = ""


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    title: str = ""
    standfirst: str = ""
    epigraph: _Epigraph | None = None


class _Settings(msgspec.Struct, forbid_unknown_fields=True):
    languages: Annotated[list[Literal["en", "es"]], msgspec.Meta(min_length=1)] = msgspec.field(
        default_factory=lambda: ["en", "es"]
    )
    base_url: str | None = None
    title: str = ""
    standfirst: str = ""
    epigraph: _Epigraph | None = None
    en: _Words | None = None
    es: _Words | None = None
    series: SeriesTable | None = None
    redirects: dict[str, str] = msgspec.field(default_factory=dict)
    authors: list[_Name] = msgspec.field(default_factory=list)


def read_site_settings(path: Path) -> SiteSettings:
    """Return a site's settings; `ConfigError` names file and line of what cannot be read."""
    told = read_toml(path, _Settings) or _Settings()
    others = {code: words for code, words in (("en", told.en), ("es", told.es)) if words}
    proses: dict[str, _Settings | _Words] = {told.languages[0]: told, **others}
    return SiteSettings(
        tuple(dict.fromkeys(told.languages)),
        {code: _prose(words) for code, words in proses.items()},
        checked_base_url(told.base_url, str(path)) if told.base_url else None,
        series_settings(path, told.series, told.languages[0]),
        told.redirects,
        tuple(told.authors),
    )


def checked_base_url(address: str, place: str) -> str:
    """Return the address that a site will have; `ConfigError` for what can be none."""
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address or set(address) & set(" ?#<>\"'\\\r\n\t"):
        raise ConfigError(
            f"{place}: base_url is {address!r}, not a site's address",
            "write one such as https://example.org/port",
        )
    return address


def _prose(told: _Settings | _Words) -> Prose:
    epigraph = Epigraph(told.epigraph.text, told.epigraph.by) if told.epigraph else None
    return Prose(told.title, told.standfirst, epigraph)
