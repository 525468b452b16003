"""A header as portlog writes it, at the very top of a file: found without a look at each comment.

Most files of a port have no other. It is what the other modules find there as well, in a half of
the time.
"""

import re
from collections.abc import Iterator
from functools import cache

from portlog.records.header import HeaderKey
from portlog.sources.headers.comments import CommentLine
from portlog.sources.headers.keys import KeyLine, value_in
from portlog.sources.headers.layout import place_of
from portlog.sources.headers.styles import CommentStyle

_KEYS = {key.value.encode(): key for key in HeaderKey}


def usual_lines(content: bytes, style: CommentStyle) -> tuple[KeyLine, ...]:
    """Return the lines of a header that has nothing in front of it; none for any other header."""
    block, line = _patterns(style.line)
    match = block.match(content) if style.line else None
    if match is None or place_of(content, style).offset:
        return ()
    return tuple(_lines(content, match.end(), line))


def _lines(content: bytes, end: int, pattern: re.Pattern[bytes]) -> Iterator[KeyLine]:
    for number, match in enumerate(pattern.finditer(content, 0, end), 1):
        start, text_start, text_end = match.start(), match.start("key"), match.end("value")
        line = CommentLine(number, start, match.end(), text_start, text_end)
        key = _KEYS[match["key"]]
        yield KeyLine(line, key, key.lower(), text_start, value_in(match["value"], key))


@cache
def _patterns(mark: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return the patterns of the whole and of a line: blanks only where portlog writes them."""
    keys = b"|".join(_KEYS)
    line = rb"%b (?P<key>%b): (?P<value>[^\s:][^\r\n]*+(?<!\s))\n" % (re.escape(mark), keys)
    # one that begins with another key, or goes on with another comment, may be no header
    first = rb"%b %b:" % (re.escape(mark), HeaderKey.FROM.value.encode())
    block = rb"(?=%b)(?:%b)+(?=\n|\Z)" % (first, re.sub(rb"\?P<\w+>", b"?:", line))
    return re.compile(block), re.compile(line)
