"""RustSec's published export: a zip archive with one OSV file for each advisory.

Format of a file: https://ossf.github.io/osv-schema/. Nothing is unpacked to disk, and nothing
larger, more numerous or denser than such an export is read.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime

import msgspec

from portlog.errors import Unreachable
from portlog.records.osv import OsvAdvisory, OsvAffected, OsvEvent, OsvEventKind, OsvExport
from portlog.sources.http_message import Asker, Request
from portlog.sources.json_trouble import UNREADABLE

MOST_BYTES = 16 * 1024 * 1024
MOST_ENTRIES = 20_000
MOST_UNPACKED_BYTES = 128 * 1024 * 1024
LARGEST_FILE_BYTES = 1024 * 1024
DENSEST = 200
_TIMEOUT_S = 60.0
_OK = 200
_DIRECTORY_ENTRY = b"PK\x01\x02"
_FILE = re.compile(r"[^/]{1,100}/crates/(?P<name>RUSTSEC-\d{4}-\d{4})\.json\Z", re.ASCII)
_COMMIT = re.compile(rb"[0-9a-f]{40}\Z")
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z", re.ASCII)
_WORD = re.compile(r"[a-z][a-z-]{0,39}\Z", re.ASCII)
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)
_ECOSYSTEM = "crates.io"
_COMPARED = ("SEMVER", "ECOSYSTEM")


class _Package(msgspec.Struct):
    ecosystem: str
    name: str


class _Range(msgspec.Struct):
    type: str
    events: tuple[dict[str, str], ...]


class _Specific(msgspec.Struct):
    categories: tuple[str, ...] | None = None
    informational: str | None = None


class _Affected(msgspec.Struct):
    package: _Package
    ranges: tuple[_Range, ...] | None = None
    versions: tuple[str, ...] | None = None
    database_specific: _Specific | None = None


class _File(msgspec.Struct):
    id: str
    published: datetime
    affected: tuple[_Affected, ...]
    withdrawn: str | None = None


def fetch_export(client: Asker, url: str) -> OsvExport:
    """Return what is published under an address; `Unreachable` for all that is no whole export."""
    answer = client.get(Request(url, most_bytes=MOST_BYTES), timeout_s=_TIMEOUT_S)
    if answer.status != _OK:
        raise Unreachable(f"{Request(url).host} answered {answer.status}")
    return read_export(answer.body)


def read_export(packed: bytes) -> OsvExport:
    """Return the advisories in an archive; `Unreachable`, with the file's name, if one is broken.

    Withdrawn advisories and files of other kinds are left out.
    """
    if packed.count(_DIRECTORY_ENTRY) > MOST_ENTRIES:
        raise _unusable(f"has more than {MOST_ENTRIES:,} entries")
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            found = tuple(_advisories(archive))
            commit = archive.comment.decode() if _COMMIT.match(archive.comment) else None
    except _BROKEN:
        raise _unusable("is not a whole zip archive") from None
    if not found:
        raise _unusable("has no advisory in it")
    return OsvExport(found, commit)


def _unusable(why: str) -> Unreachable:
    return Unreachable(f"the export of RustSec's database {why}")


def _advisories(archive: zipfile.ZipFile) -> Iterator[OsvAdvisory]:
    left = MOST_UNPACKED_BYTES
    seen: set[str] = set()
    for entry in archive.infolist():
        match = _FILE.match(entry.filename)
        if match is None:
            continue
        name = match["name"]
        if name in seen:
            raise _unusable(f"has {name} twice")
        seen.add(name)
        text = _unpacked(archive, entry, name, left)
        left -= len(text)
        yield from _read(text, name)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    if entry.file_size > DENSEST * max(entry.compress_size, 1):
        raise _unusable(f"is packed too densely: {name}")
    most = min(LARGEST_FILE_BYTES, left)
    with archive.open(entry) as file:
        text = file.read(most + 1)
    if len(text) > most:
        raise _unusable(f"is too large: {name}")
    return text


def _read(text: bytes, name: str) -> Iterator[OsvAdvisory]:
    try:
        told = msgspec.json.decode(text, type=_File)
        affected = tuple(_affected(one) for one in told.affected if _is_a_crate(one))
    except (*UNREADABLE, ValueError):
        raise _unusable(f"has a file that cannot be read: {name}") from None
    if told.id != name:
        raise _unusable(f"has a file that says it is another: {name}")
    if affected and told.withdrawn is None:
        yield OsvAdvisory(name, told.published.date(), affected)


def _is_a_crate(one: _Affected) -> bool:
    return one.package.ecosystem == _ECOSYSTEM


def _affected(one: _Affected) -> OsvAffected:
    specific = one.database_specific or _Specific()
    return OsvAffected(
        _matching(_PACKAGE, one.package.name),
        tuple(_events(some) for some in one.ranges or () if some.type in _COMPARED),
        one.versions or (),
        _matching(_WORD, specific.informational) if specific.informational else "",
        tuple(_matching(_WORD, category) for category in specific.categories or ()),
    )


def _events(some: _Range) -> tuple[OsvEvent, ...]:
    known = frozenset(OsvEventKind)
    events = [(kind, version) for event in some.events for kind, version in event.items()]
    return tuple(OsvEvent(OsvEventKind(kind), told) for kind, told in events if kind in known)


def _matching(shape: re.Pattern[str], text: str) -> str:
    if not shape.match(text):
        raise ValueError(text)
    return text
