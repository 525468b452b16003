"""The lines of a comment that belong to a header."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class KeyLine:
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
    return tuple(one for line in run for one in _of_line(content, line))


def _of_line(content: bytes, line: CommentLine) -> Iterator[KeyLine]:
    match = None if line.is_doc else _KEY.match(content, line.text_start, line.text_end)
    if match is not None:
        word = re.sub(r"[ _-]", " ", match["key"].decode().lower())
        key = _WORDS.get(word, HeaderKey.REVIEW)
        most = _LONGEST if key is HeaderKey.FROM else _LONGEST_STATEMENT
        value = _value(content[match.end() : line.text_end], most)
        yield KeyLine(line, key, word, match.start(), value)


def _value(content: bytes, most: int) -> str | None:
    if len(content) > most:
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if _PADDING not in text and text.isprintable() else None
