"""The pages of a built site: what they hold and where they lead."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from portlog.records.post import Link

_LARGEST_PAGE = 50 * 1024 * 1024
# a site's own pages quote every attribute, and escape quotation marks everywhere else
_ATTRIBUTE = re.compile(r'\s(?P<name>id|href|src)="(?P<value>[^"]*)"')


@dataclass(frozen=True, slots=True)
class ReadSite:
    """Every file of a site by its path, and of each page the ids and the links."""

    files: frozenset[str]
    pages: dict[str, tuple[frozenset[str], tuple[Link, ...]]]


def read_built_site(folder: Path) -> ReadSite | None:
    """Return what a built site holds; None where there is none."""
    if not (folder / "index.html").is_file():
        return None
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    kept = {name: path for name, path in files.items() if path.is_file()}
    pages = {name: _page(path) for name, path in sorted(kept.items()) if name.endswith(".html")}
    return ReadSite(frozenset(kept), pages)


def _page(path: Path) -> tuple[frozenset[str], tuple[Link, ...]]:
    with path.open("rb") as file:
        text = file.read(_LARGEST_PAGE).decode(errors="replace")
    ids: set[str] = set()
    places: dict[str, int] = {}
    for found in _ATTRIBUTE.finditer(text):
        value = unescape(found["value"])
        if found["name"] == "id":
            ids.add(value)
        else:
            places.setdefault(value, found.start())
    links = (Link(target, text.count("\n", 0, at) + 1) for target, at in places.items())
    return frozenset(ids), tuple(links)
