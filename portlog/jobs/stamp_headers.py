"""Write headers into files and take them out again, each file replaced whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portlog.errors import InputError
from portlog.records.header import Header, HeaderReading, TroubleKind
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.styles import CommentStyle, style_of
from portlog.sources.headers.writing import stamped, unstamped
from portlog.sources.source_file import SourceFile, read_source, replace_source


@dataclass(frozen=True, slots=True)
class Stamped:
    """What became of a file: its path from the root, its content, whether that is another now."""

    path: str
    content: bytes
    changed: bool


def read_headers(root: Path, path: Path) -> HeaderReading:
    """Return what a file below a root says of its origin.

    `InputError` where it cannot be read, or portlog does not know its comments.
    """
    file = read_source(root, path)
    return headers_in(file.content, comment_style(file.name))


def stamp_file(root: Path, path: Path, header: Header) -> Stamped:
    """Give a file below a root this header; `InputError`, nothing changed, where it cannot be.

    What the header does not say, such as a review that the file records, is taken out.
    """
    return rewrite(root, path, lambda content, style: stamped(content, header, style))


def unstamp_file(root: Path, path: Path) -> Stamped:
    """Take the header out of a file below a root; a file without one stays as it is."""
    return rewrite(root, path, _unstamped)


def rewrite(root: Path, path: Path, change: Callable[[bytes, CommentStyle], bytes]) -> Stamped:
    """Replace a file by what becomes of its content; one that stays the same is not written."""
    file = read_source(root, path)
    style = comment_style(file.name)
    try:
        content = change(file.content, style)
    except InputError as error:
        raise InputError(f"{file.name}: {error.message}", error.hint) from error
    return _replaced(file, content)


def comment_style(name: str) -> CommentStyle:
    """Return how comments are written in a file; `InputError` where portlog does not know."""
    style = style_of(Path(name))
    if style is None:
        raise InputError(
            f"{name}: portlog does not know how comments are written in such a file",
            "it goes by the name: .rs, .py, .sql, .css, .html, .ml and many more",
        )
    return style


def _unstamped(content: bytes, style: CommentStyle) -> bytes:
    for trouble in headers_in(content, style).troubles:
        if trouble.kind is TroubleKind.CONFLICT:
            raise InputError(f"line {trouble.line}: {trouble.why}", "resolve it first")
    return unstamped(content, style)


def _replaced(file: SourceFile, content: bytes) -> Stamped:
    changed = content != file.content
    if changed:
        replace_source(file, content)
    return Stamped(file.name, content, changed)
