"""Write into a file's header that a person has read it."""

from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.stamp_headers import Stamped, rewrite
from portlog.records.header import Review
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.headers.writing import stamped


def write_review(root: Path, path: Path, review: Review) -> Stamped:
    """Write the review line of a file's header; the rest of the header stays as it is.

    `InputError`, with nothing changed, where the file has no header, two, or an unreadable one.
    """
    return rewrite(root, path, lambda content, style: _reviewed(content, review, style))


def _reviewed(content: bytes, review: Review, style: CommentStyle) -> bytes:
    reading = headers_in(content, style)
    for trouble in reading.troubles:
        raise InputError(f"line {trouble.line}: {trouble.why}", "mend the header first")
    if not reading.headers:
        raise InputError(
            "there is no header to write the review into",
            "give the file one: portlog provenance stamp",
        )
    return stamped(content, reading.headers[0].header.reviewed(review), style)
