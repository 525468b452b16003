"""The paths that Hugo gives to posts: sections, slugs, permalinks, languages.

Source: https://gohugo.io/content-management/urls/
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portlog.sources.posts.post_file import PostFile

_TOKEN = re.compile(r":(?P<name>[a-z]+)(?:\[(?P<cut>-?\d*(?::-?\d*)?)\])?")
_ALLOWED = frozenset("./\\_-#+~@")


@dataclass(frozen=True, slots=True)
class PathRules:
    """How a Hugo site makes paths: permalinks by section, and which languages have a folder."""

    permalinks: Mapping[str, str] = field(default_factory=dict)
    first: str = "en"
    first_has_folder: bool = False
    is_ugly: bool = False
    keeps_capitals: bool = False

    def path(self, file: PostFile, values: Mapping[str, Any], published: datetime | None) -> str:
        """Return a post's path from the top of its site: `/posts/a-post/`."""
        folder = self._folder(file.language)
        told = values.get("url")
        if isinstance(told, str) and told.strip():
            return told if told.startswith("/") else f"{folder}/{told}"
        pattern = self.permalinks.get(file.sections[0] if file.sections else "page")
        if pattern is None:
            inner = "/".join((*map(self._file, file.sections), self._slug(file, values)))
        else:
            inner = self._filled(pattern, file, values, published).strip("/")
        return f"{folder}/{inner}.html" if self.is_ugly else f"{folder}/{inner}/"

    def section(self, sections: str, language: str) -> str:
        """Return the path of a section's own page."""
        inner = self._file(sections) if sections != "." else ""
        return f"{self._folder(language)}/{inner}/".replace("//", "/")

    def _folder(self, language: str) -> str:
        is_first = language == self.first and not self.first_has_folder
        return "" if is_first else f"/{language}"

    def _plain(self, text: str) -> str:
        return self._cased(_sanitized(text))

    def _file(self, name: str) -> str:
        return self._cased(_file_part(name))

    def _cased(self, text: str) -> str:
        return text if self.keeps_capitals else text.lower()

    def _filled(
        self,
        pattern: str,
        file: PostFile,
        values: Mapping[str, Any],
        published: datetime | None,
    ) -> str:
        title = str(values.get("title") or file.stem)
        known: dict[str, Callable[[], str]] = {
            "section": lambda: self._file(file.sections[0]) if file.sections else "",
            "sections": lambda: "/".join(map(self._file, file.sections)),
            "title": lambda: self._plain(title),
            "slug": lambda: self._plain(str(values.get("slug") or title)),
            **dict.fromkeys(("filename", "contentbasename"), lambda: self._file(file.stem)),
            **dict.fromkeys(
                ("slugorfilename", "slugorcontentbasename"), lambda: self._slug(file, values)
            ),
        }

        def one(found: re.Match[str]) -> str:
            if found["name"] in known:
                return _cut(known[found["name"]](), found["cut"])
            return _of_date(found["name"], published) or found[0]

        return re.sub("/{2,}", "/", _TOKEN.sub(one, pattern))

    def _slug(self, file: PostFile, values: Mapping[str, Any]) -> str:
        slug = values.get("slug")
        return self._plain(str(slug)) if slug not in {None, ""} else self._file(file.stem)


def _cut(path: str, cut: str | None) -> str:
    if cut is None or not path:
        return path
    parts = path.split("/")
    if ":" not in cut:
        place = int(cut)
        return parts[place] if -len(parts) <= place < len(parts) else ""
    first, last = (int(one) if one else None for one in cut.split(":"))
    return "/".join(parts[first:last])


def _of_date(name: str, published: datetime | None) -> str:
    if published is None:
        return ""
    formats = {"year": "%Y", "month": "%m", "day": "%d", "yearday": "%j"}
    if name in formats:
        text = published.strftime(formats[name])
        return str(int(text)) if name == "yearday" else text
    words = {"monthname": "%B", "weekdayname": "%A", "weekday": "%w"}
    return published.strftime(words[name]).lower() if name in words else ""


def _sanitized(text: str) -> str:
    """Return a slug or title as a path's part; a hyphen for spaces where there is none beside.

    Source: https://github.com/gohugoio/hugo/blob/master/common/paths/url.go
    """
    kept: list[str] = []
    is_apart = False
    for letter in unicodedata.normalize("NFC", text):
        if _is_allowed(letter):
            if is_apart and letter != "-":
                kept.append("-")
            kept.append(letter)
            is_apart = False
        elif kept and kept[-1] != "-" and letter.isspace():
            is_apart = True
    return "".join(kept).rstrip("-")


def _file_part(text: str) -> str:
    """Return a file's or folder's name as a path's part: a hyphen for each space."""
    return "".join(filter(_is_allowed, unicodedata.normalize("NFC", text).replace(" ", "-")))


def _is_allowed(letter: str) -> bool:
    return letter in _ALLOWED or unicodedata.category(letter)[0] in "LMN"
