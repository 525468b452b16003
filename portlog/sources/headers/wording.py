"""The lines that a header is written in."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portlog.errors import InputError
from portlog.records.header import Header, HeaderKey
from portlog.sources.headers.layout import place_of
from portlog.sources.headers.originals import original_text
from portlog.sources.headers.statements import by_text, review_text, verification_text
from portlog.sources.headers.styles import CommentStyle

_CODING = re.compile(rb"coding[:=][ \t]*([-\w.]+)")


@dataclass(frozen=True, slots=True)
class Wording:
    """A header and whether it is written in ASCII alone."""

    header: Header
    is_ascii: bool = False

    def texts(self) -> Iterator[tuple[HeaderKey, str]]:
        """Yield key and value of each line, in their order."""
        header = self.header
        for original in header.originals:
            yield HeaderKey.FROM, original_text(original)
        if header.model or header.session:
            yield HeaderKey.BY, by_text(header.model, header.session)
        if header.verification:
            text = verification_text(header.verification, is_ascii=self.is_ascii)
            yield HeaderKey.VERIFIED, text
        if header.review:
            yield HeaderKey.REVIEW, review_text(header.review)

    def of(self, key: HeaderKey) -> list[bytes]:
        """Return the lines of a key, without comment marks."""
        return [f"{key}: {text}".encode() for found, text in self.texts() if found is key]


def worded(content: bytes, header: Header, style: CommentStyle) -> Wording:
    """Return how a header is written in a file; `InputError` for what cannot stand there.

    A file that is not UTF-8, or says so, gets a header in ASCII.
    """
    if not header.originals:
        raise InputError("a header names at least one original", "say what was ported")
    wording = Wording(header, is_ascii=not _takes_utf8(content, style))
    for key, text in wording.texts():
        trouble = _trouble(text, style, is_ascii=wording.is_ascii)
        if trouble:
            raise InputError(f"{key}: {text!r} {trouble}", "nothing was changed")
    return wording


def _trouble(text: str, style: CommentStyle, *, is_ascii: bool) -> str | None:
    found = next((one for one in style.forbidden if one in text), None)
    if found:
        return f"holds {found}, which a {style.name} comment cannot"
    if not text.isprintable():
        return "holds characters that cannot be printed"
    if text.endswith(("\\", "??/")):
        return "ends with a backslash, which would join the next line to it"
    if is_ascii and not text.isascii():
        return "is not ASCII, and the file is not UTF-8"
    return None


def _takes_utf8(content: bytes, style: CommentStyle) -> bool:
    declared = _CODING.search(content, 0, place_of(content, style).offset)
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
        content.decode()
    except (LookupError, UnicodeDecodeError):
        return False
    return name in ("utf-8", "utf-8-sig")
