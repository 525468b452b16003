"""A folder of posts in Markdown: single files, leaf bundles and sections, as Hugo has them.

Source: https://gohugo.io/content-management/page-bundles/
"""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from portlog.records.post import LeftOut, Post, UnreadPost
from portlog.records.spot import Spot
from portlog.sources.posts.manuscript import Manuscripts, UnreadableFile, content_of
from portlog.sources.posts.post_file import Addresses, PostFile, post_of

MOST_FILES = 20_000
_MARKDOWN = (".md", ".markdown", ".mdown")
_OTHER_FORMATS = (".html", ".htm", ".adoc", ".org", ".rst", ".pandoc")
_NAME = re.compile(r"(?P<stem>.+?)(?:\.(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?))?\Z")
_BUNDLE, _SECTION = "index", "_index"


@dataclass(frozen=True, slots=True)
class PostFolderPlace:
    """A folder to read, its name for people, and the languages that its files may name.

    `top` is the folder that sections count from; a file that names no language is in `first`.
    """

    folder: Path
    top: Path
    shown: str
    languages: Collection[str]
    first: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How posts are read: their addresses, what was read before, and what is shown at this time."""

    addresses: Addresses
    manuscripts: Manuscripts
    now: datetime
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class FolderContent:
    """What a folder holds: posts, what is left out, what cannot be read, sections, other files."""

    posts: Sequence[Post]
    left_out: Sequence[LeftOut]
    unread: Sequence[UnreadPost]
    sections: frozenset[str]
    files: frozenset[Path]


def read_folder(place: PostFolderPlace, reading: Reading) -> FolderContent:
    """Return what a folder holds; symbolic links are not followed."""
    found: list[Post | LeftOut | UnreadPost] = []
    files, sections = set(), set()
    for path in _walked(place.folder):
        files.add(path)
        stem, _ = _name(path, place.languages)
        if stem == _SECTION or path.suffix.lower() not in (*_MARKDOWN, *_OTHER_FORMATS):
            sections.add(path.parent.relative_to(place.top).as_posix())
        elif not _is_in_bundle(path, place):
            found.append(_read(path, place, reading))
            sections.update(_sections(path, place, stem))
    return FolderContent(
        [one for one in found if isinstance(one, Post)],
        [one for one in found if isinstance(one, LeftOut)],
        [one for one in found if isinstance(one, UnreadPost)],
        frozenset(sections),
        frozenset(files),
    )


def _walked(folder: Path) -> Iterator[Path]:
    number = 0
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(above, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            number += 1
            if number > MOST_FILES:
                return
            yield path


def _name(path: Path, languages: Collection[str]) -> tuple[str, str]:
    """Return a file's name without its suffix, and the language that it names."""
    found = _NAME.match(path.stem)
    language = (found["language"] or "").lower() if found else ""
    if found is None or language not in languages:
        return path.stem, ""
    return found["stem"], language


def _is_in_bundle(path: Path, place: PostFolderPlace) -> bool:
    """Say whether a file is a resource of a leaf bundle, and no post of its own."""
    stem, _ = _name(path, place.languages)
    inside = path.parent if stem != _BUNDLE else path.parent.parent
    while inside not in (place.top, place.top.parent) and inside != inside.parent:
        if _has_index(inside, place):
            return True
        inside = inside.parent
    return False


def _has_index(folder: Path, place: PostFolderPlace) -> bool:
    names = (_BUNDLE, *(f"{_BUNDLE}.{language}" for language in place.languages))
    return any((folder / f"{name}{suffix}").is_file() for name in names for suffix in _MARKDOWN)


def _sections(path: Path, place: PostFolderPlace, stem: str) -> Iterator[str]:
    inside = path.parent if stem != _BUNDLE else path.parent.parent
    yield from (one.as_posix() for one in (PurePosixPath(inside.relative_to(place.top)),))


def _read(path: Path, place: PostFolderPlace, reading: Reading) -> Post | LeftOut | UnreadPost:
    file = _post_file(path, place)
    try:
        written = reading.manuscripts.read(_content(path))
    except UnreadableFile as trouble:
        spot = Spot(file.shown, trouble.line, 0)
        return UnreadPost(spot, trouble.why, trouble.accepted, trouble.is_wrong)
    return post_of(file, written, reading.addresses, reading.now, drafts=reading.drafts)


def _content(path: Path) -> bytes:
    if path.suffix.lower() in _MARKDOWN:
        return content_of(path)
    why = f"{path.suffix} is not read, so it is not in the series"
    raise UnreadableFile(0, why, "a post in Markdown", is_wrong=False)


def _post_file(path: Path, place: PostFolderPlace) -> PostFile:
    stem, language = _name(path, place.languages)
    inside = path.parent
    if stem == _BUNDLE and inside != place.top:
        stem, inside = inside.name, inside.parent
    sections = inside.relative_to(place.top).parts
    shown = PurePosixPath(place.shown, path.relative_to(place.folder).as_posix())
    key = "/".join((*sections, stem)).lower()
    return PostFile(str(shown), sections, stem, language or place.first, key)
