"""What the author of a series says of its site, and on it: `site/site.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from portlog.records.prose import Epigraph, Prose
from portlog.sources.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The languages of a site, the first at its top, the author's words in each, its address."""

    languages: tuple[str, ...]
    proses: Mapping[str, Prose]
    base_url: str | None = None


class _Epigraph(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    by: str = ""


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    title: str = ""
    standfirst: str = ""
    epigraph: _Epigraph | None = None


class _Settings(msgspec.Struct, forbid_unknown_fields=True):
    languages: Annotated[list[Literal["en", "es"]], msgspec.Meta(min_length=1)] = msgspec.field(
        default_factory=lambda: ["en"]
    )
    base_url: str | None = None
    title: str = ""
    standfirst: str = ""
    epigraph: _Epigraph | None = None
    en: _Words | None = None
    es: _Words | None = None


def read_site_settings(path: Path) -> SiteSettings:
    """Return a site's settings; `ConfigError` names file and line of what cannot be read."""
    told = read_toml(path, _Settings) or _Settings()
    others = {code: words for code, words in (("en", told.en), ("es", told.es)) if words}
    proses = {told.languages[0]: told, **others}
    return SiteSettings(
        tuple(dict.fromkeys(told.languages)),
        {code: _prose(words) for code, words in proses.items()},
        told.base_url,
    )


def _prose(told: _Settings | _Words) -> Prose:
    epigraph = Epigraph(told.epigraph.text, told.epigraph.by) if told.epigraph else None
    return Prose(told.title, told.standfirst, epigraph)
