"""Every path in the text of a Rust file, and the scopes that it stands in."""

import re

from portlog.records.path_use import FileUses
from portlog.sources.rust_uses.drafts import numbered
from portlog.sources.rust_uses.gathered import Visit
from portlog.sources.rust_uses.reader import Reader
from portlog.sources.syntax import rust_tree

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# the grammar takes the name of such a macro, as in `str!["a"]`, for a type
_MACRO_LIKE_TYPE = re.compile(
    rb"\b(?:bool|char|str|[iu](?:8|16|32|64|128|size)|f(?:32|64))(?=!\s?[(\[{])"
)


def file_uses(source: bytes) -> FileUses:
    """Return what a file's text names; what cannot be parsed is stepped over, and said.

    Bodies of `macro_rules!` and comments are not read.
    """
    text = source.removeprefix(_BYTE_ORDER_MARK)
    found = _read(text)
    if found.error is None:
        return found
    plain = _MACRO_LIKE_TYPE.sub(lambda match: b"_" * len(match[0]), text)
    return found if plain == text else _read(plain)


def _read(text: bytes) -> FileUses:
    reader = Reader(text)
    reader.read(Visit(rust_tree(text).root_node, reader.top))
    return FileUses(
        numbered(reader.drafts),
        reader.paths(),
        macros=frozenset(reader.macros),
        macro_body_words=frozenset(reader.macro_body_words),
        associated=frozenset(reader.associated),
        included=frozenset(reader.included),
        error=reader.error,
    )
