"""A post's file as it is written: its head and its text, whatever folder it lies in."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from portlog.records.post import Link
from portlog.sources.kept_file import keep_file
from portlog.sources.posts.front_matter import BrokenHead, Head, read_head
from portlog.sources.posts.markdown_text import read_markdown
from portlog.sources.posts.reading_time import is_cjk, plain_text, word_count

MOST_BYTES = 1024 * 1024
_LONGEST_LINE = 64 * 1024
_FORMAT = "1"
_MOST_TEXTS = 5_000


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a file says; `lines` are those of the head's names.

    `words` are counted by spaces, `cjk_words` by letters of Chinese, Japanese and Korean, where
    `is_cjk` says that there are such.
    """

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    has_head: bool = False
    heading: str = ""
    html: str = ""
    links: tuple[Link, ...] = ()
    ids: tuple[str, ...] = ()
    words: int = 0
    cjk_words: int = 0
    is_cjk: bool = False


class UnreadableFile(Exception):
    """A file that is no readable post: the line, 0 for all of it, why, and what would be."""

    def __init__(self, line: int, why: str, accepted: str, *, is_wrong: bool = True) -> None:
        """Keep the place, the reason and the remedy."""
        super().__init__(why)
        self.is_wrong = is_wrong
        self.line = line
        self.why = why
        self.accepted = accepted


def content_of(path: Path) -> bytes:
    """Return a file's bytes; `UnreadableFile` for one that is too large or cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
        raise UnreadableFile(0, why, "a file that may be read", is_wrong=False) from None
    if len(content) > MOST_BYTES:
        why = f"larger than {MOST_BYTES:,} bytes, so it was not read"
        raise UnreadableFile(0, why, "a post of text; pictures lie beside it")
    return content


def read_manuscript(content: bytes) -> Manuscript:
    """Return what a file says; `UnreadableFile` for what is not UTF-8 or has a broken head."""
    _refuse_long_lines(content)
    try:
        text = content.decode()
        head = read_head(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(line, "not UTF-8", "save the file as UTF-8") from None
    except BrokenHead as error:
        raise UnreadableFile(error.line, error.why, "front matter in YAML, TOML or JSON") from None
    return _manuscript(head)


def _refuse_long_lines(content: bytes) -> None:
    """Refuse what no person writes: a parser's time grows with the square of some lines."""
    for number, line in enumerate(content.split(b"\n"), 1):
        if len(line) > _LONGEST_LINE:
            why = f"a line of more than {_LONGEST_LINE:,} bytes"
            raise UnreadableFile(number, why, "paragraphs of a length that is read")


def _manuscript(head: Head) -> Manuscript:
    body = read_markdown(head.body, head.body_line)
    text = plain_text(body.html)
    return Manuscript(
        dict(head.values),
        dict(head.lines),
        head.is_there,
        body.heading,
        body.html,
        body.links,
        body.ids,
        word_count(text, as_cjk=False),
        word_count(text, as_cjk=True),
        is_cjk(text),
    )


class Manuscripts:
    """Manuscripts by the digest of their files, so that none is parsed twice."""

    def __init__(self, folder: Path | None) -> None:
        """Read what is kept below a folder; one that cannot be used is empty."""
        self._path = None if folder is None else folder / "posts.msgpack"
        self._known = _read(self._path)
        self._has_more = False

    def read(self, content: bytes) -> Manuscript:
        """Return what a file says, as `read_manuscript` does."""
        key = sha256(_terms() + content).hexdigest()
        found = self._known.pop(key, None)
        if found is None:
            found, self._has_more = read_manuscript(content), True
        self._known[key] = found
        return found

    def keep(self) -> None:
        """Write what was read since; where that cannot be done it is only slower."""
        if self._path is None or not self._has_more:
            return
        latest = dict(list(self._known.items())[-_MOST_TEXTS:])
        with suppress(TypeError, OverflowError):  # what a head may hold and msgpack may not
            keep_file(self._path, msgspec.msgpack.encode(latest))


def _read(path: Path | None) -> dict[str, Manuscript]:
    try:
        content = b"" if path is None else path.read_bytes()
        return msgspec.msgpack.decode(content, type=dict[str, Manuscript])
    except (OSError, msgspec.DecodeError):
        return {}


@cache
def _terms() -> bytes:
    """Return what a reading depends on beside the file."""
    packages = ("markdown-it-py", "ruamel.yaml")
    return "\0".join((_FORMAT, *map(version, packages), "")).encode()
