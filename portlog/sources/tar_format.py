"""The members of a tar archive, as cargo writes them, and strictly.

The format: POSIX.1-2017 `pax`, "ustar Interchange Format"; GNU tar, "Basic Tar Format". What
two readers could take for two different things is refused rather than interpreted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portlog.sources.gzip_stream import BadArchive, GzipStream

_BLOCK = 512
_MOST_NAME_BYTES = 4096
_MOST_EXTENSION_BYTES = 64 * 1024
_CHECKSUM = slice(148, 156)
_OCTAL = re.compile(rb" *([0-7]{1,12})[ \0]*\Z")
_PAX_RECORD = re.compile(rb"(\d{1,6}) ([^=\n]+)=")
_POSIX = b"ustar\0"
_FILES = frozenset({b"0", b"\0"})
_FOLDER = b"5"
_LONG_NAME, _EXTENSION, _FOR_ALL = b"L", b"x", b"g"
_KINDS = {
    b"1": "a hard link",
    b"2": "a symbolic link",
    b"K": "a link with a long name",
    b"3": "a device",
    b"4": "a device",
    b"6": "a named pipe",
    b"S": "a sparse file",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file or folder in an archive, under the name that it has there."""

    name: str
    size: int
    is_folder: bool


@dataclass(frozen=True, slots=True)
class _Header:
    name: bytes
    size: int
    kind: bytes


def tar_members(
    stream: GzipStream, wanted: Callable[[Member], bool]
) -> Iterator[tuple[Member, bytes]]:
    """Yield the members that are wanted, with their content.

    `wanted` is asked about every member before its content is unpacked; it may raise.
    `BadArchive` for anything but files and folders, for what is cut off or damaged, and for
    anything behind the end.
    """
    named: bytes | None = None
    while (header := _next_header(stream)) is not None:
        if header.kind in (_LONG_NAME, _EXTENSION, _FOR_ALL):
            named = _extended(stream, header, named)
            continue
        member = _member(header, named)
        named = None
        if wanted(member):
            yield member, _content(stream, member.size, repr(member.name))
        else:
            _pass_over(stream, member)
    if named is not None:
        raise BadArchive("its last name belongs to nothing")
    _expect_end(stream)


def _next_header(stream: GzipStream) -> _Header | None:
    block = stream.read(_BLOCK)
    if len(block) < _BLOCK:
        raise BadArchive("it is cut off: it has no end")
    if not any(block):
        return None
    if _number(block[_CHECKSUM], "checksum") != sum(block) - sum(block[_CHECKSUM]) + 8 * 32:
        raise BadArchive("it is damaged: the checksum of a member's header is wrong")
    return _Header(_short_name(block), _number(block[124:136], "size"), block[156:157])


def _number(field: bytes, what: str) -> int:
    octal = _OCTAL.match(field)
    if octal is None:
        raise BadArchive(f"a member's {what} is no octal number")
    return int(octal[1], 8)


def _short_name(block: bytes) -> bytes:
    name = block[:100].partition(b"\0")[0]
    before = block[345:500].partition(b"\0")[0] if block[257:263] == _POSIX else b""
    return before + b"/" + name if before else name


def _extended(stream: GzipStream, header: _Header, named: bytes | None) -> bytes | None:
    """Return the name that the next member gets from the one before it."""
    is_name = header.kind == _LONG_NAME
    if header.size > (_MOST_NAME_BYTES if is_name else _MOST_EXTENSION_BYTES):
        raise BadArchive("a member's name or its further attributes are too long")
    content = _content(stream, header.size, "a member's name")
    given = content.rstrip(b"\0") if is_name else _pax_path(content)
    if given is not None and (named is not None or header.kind == _FOR_ALL):
        raise BadArchive("a member has two names")
    return named if given is None else given


def _pax_path(content: bytes) -> bytes | None:
    records = dict(_pax_records(content))
    for key in records:
        if key in (b"size", b"linkpath") or key.startswith(b"GNU.sparse"):
            raise BadArchive(f"a member's attributes give it another {key[:40]!r}")
    return records.get(b"path")


def _pax_records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        record = _PAX_RECORD.match(content, at)
        end = at + int(record[1]) if record else at
        if record is None or content[end - 1 : end] != b"\n" or end <= record.end():
            raise BadArchive("a member's further attributes are damaged")
        yield record[2], content[record.end() : end - 1]
        at = end


def _member(header: _Header, named: bytes | None) -> Member:
    try:
        name = (header.name if named is None else named).decode()
    except UnicodeDecodeError:
        raise BadArchive("a member's name is not UTF-8") from None
    if header.kind not in _FILES and header.kind != _FOLDER:
        raise BadArchive(f"{name[:100]!r} is {_KINDS.get(header.kind, 'of an unknown kind')}")
    return Member(name, header.size, header.kind == _FOLDER)


def _content(stream: GzipStream, size: int, what: str) -> bytes:
    content = stream.read(size)
    if len(content) < size or stream.skip(-size % _BLOCK) < -size % _BLOCK:
        raise BadArchive(f"it is cut off within {what[:100]}")
    return content


def _pass_over(stream: GzipStream, member: Member) -> None:
    whole = member.size + -member.size % _BLOCK
    if stream.skip(whole) < whole:
        raise BadArchive(f"it is cut off within {member.name[:100]!r}")


def _expect_end(stream: GzipStream) -> None:
    while rest := stream.read(_BLOCK):
        if any(rest):
            raise BadArchive("something stands behind its end")
