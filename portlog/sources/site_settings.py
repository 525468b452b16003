"""What the author of a series says on its site: `site/site.toml`."""

from pathlib import Path

import msgspec

from portlog.records.prose import Epigraph, Prose
from portlog.sources.toml_file import read_toml


class _Epigraph(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    by: str = ""


class _Settings(msgspec.Struct, forbid_unknown_fields=True):
    title: str = ""
    standfirst: str = ""
    epigraph: _Epigraph | None = None


def read_prose(path: Path) -> Prose:
    """Return the site's own words; `ConfigError` names file and line of what cannot be read."""
    told = read_toml(path, _Settings) or _Settings()
    epigraph = Epigraph(told.epigraph.text, told.epigraph.by) if told.epigraph else None
    return Prose(told.title, told.standfirst, epigraph)
