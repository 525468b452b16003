"""The lines of a comment that belong to a header."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portlog.records.header import HeaderKey
from portlog.sources.headers.comments import CommentLine, Run

_LONGEST = 4096
_LONGEST_STATEMENT = 512
_PADDING = " " * 17
_KEY = re.compile(
    rb"(?P<key>ported[ _-]?from|ported[ _-]?by|(?:llm )?session|llm|model"
    rb"|verified|verification|differential tests?"
    rb"|manual(?:ly)?[ _-]?review(?:ed)?|reviewed)"
    rb"[ \t]*:(?!:)[ \t]*",
    re.IGNORECASE,
)
_WORDS: Mapping[str, HeaderKey] = {
    "ported from": HeaderKey.FROM,
    "ported by": HeaderKey.BY,
    "portedfrom": HeaderKey.FROM,
    "portedby": HeaderKey.BY,
    "llm session": HeaderKey.BY,
    "session": HeaderKey.BY,
    "llm": HeaderKey.BY,
    "model": HeaderKey.BY,
    "verified": HeaderKey.VERIFIED,
    "verification": HeaderKey.VERIFIED,
    "differential test": HeaderKey.VERIFIED,
    "differential tests": HeaderKey.VERIFIED,
}


class KeyLine(NamedTuple):
    """A line of a header: its key, where that begins, and the value where it is readable text.

    `word` is the key as it is written, in lower case.
    """

    line: CommentLine
    key: HeaderKey
    word: str
    key_start: int
    value: str | None


def key_lines(content: bytes, run: Run) -> tuple[KeyLine, ...]:
    """Return the lines of a run of comments that say what headers say; documentation says none."""
    return tuple(_key_lines(content, run))


def _key_lines(content: bytes, run: Run) -> Iterator[KeyLine]:
    for line in run:
        match = None if line.is_doc else _KEY.match(content, line.text_start, line.text_end)
        if match is None:
            continue
        word = match["key"].decode().lower().replace("_", " ").replace("-", " ")
        key = _WORDS.get(word, HeaderKey.REVIEW)
        value = value_in(content[match.end() : line.text_end], key)
        yield KeyLine(line, key, word, match.start(), value)


def value_in(content: bytes, key: HeaderKey) -> str | None:
    """Return what stands behind a key; None for what is no short, printable UTF-8 text."""
    if len(content) > (_LONGEST if key is HeaderKey.FROM else _LONGEST_STATEMENT):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if _PADDING not in text and text.isprintable() else None
