"""A SQLite file as it stands, read without a lock, a journal or any other file beside it.

What a writer has put into the write-ahead log and not yet into the file is taken from there:
https://www.sqlite.org/fileformat2.html, section 4.
"""

import sqlite3
import struct
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LARGEST = 1024 * 1024 * 1024
_HEAD, _FRAME = 32, 24
_LOG_MAGIC = 0x377F0682
_ATTEMPTS = 3
_ROLLBACK = b"\x01\x01"


class Unusable(Exception):
    """A file that is no SQLite database, or cannot be read at this moment."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a database in memory; `Unusable` where that cannot be."""
    image = _image(path)
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(bytes(image))
        connection.execute("pragma query_only = on")
        yield connection
    except (sqlite3.Error, OverflowError) as error:
        raise Unusable(_why(error)) from error
    finally:
        connection.close()


def _why(error: Exception) -> str:
    text = str(error)
    known = ("no such table", "no such column", "not a database", "malformed")
    return next((words for words in known if words in text), "cannot be read")


def _image(path: Path) -> bytearray:
    log = path.with_name(f"{path.name}-wal")
    for _ in range(_ATTEMPTS):
        before = _stamps(path, log)
        image, frames = _content(path), _content(log) if log.exists() else b""
        if before == _stamps(path, log):
            return _in_rollback_mode(_with_log(bytearray(image), frames))
    raise Unusable("it is being written")


def _stamps(*paths: Path) -> list[tuple[int, int, int]]:
    journal = paths[0].with_name(f"{paths[0].name}-journal")
    if journal.exists() and journal.stat().st_size:
        raise Unusable("a change to it was not finished")
    seen = [path.stat() for path in paths if path.exists()]
    return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in seen]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Unusable("larger than 1 GiB")
        return path.read_bytes()
    except OSError as error:
        raise Unusable(error.strerror or "cannot be read") from error


def _in_rollback_mode(image: bytearray) -> bytearray:
    """Say in the file's head that it has no write-ahead log, which memory cannot have."""
    if not image.startswith(b"SQLite format 3\0"):
        raise Unusable("not a database")
    image[18:20] = _ROLLBACK
    return image


def _with_log(image: bytearray, log: bytes) -> bytearray:
    """Put the pages of the log's complete transactions into the image."""
    if len(log) < _HEAD:
        return image
    magic, _, size = struct.unpack(">III", log[:12])
    if magic & ~1 != _LOG_MAGIC or not size:
        raise Unusable("its write-ahead log is of no known form")
    pending: dict[int, bytes] = {}
    for page, whole, content in _frames(log, size, swap=(magic & 1) == (sys.byteorder == "little")):
        pending[page] = content
        if whole:
            _write(image, pending, size)
            del image[whole * size :]
            pending.clear()
    return image


def _write(image: bytearray, pages: dict[int, bytes], size: int) -> None:
    for page, content in sorted(pages.items()):
        at = (page - 1) * size
        image.extend(bytes(max(0, at - len(image))))
        image[at : at + size] = content


def _frames(log: bytes, size: int, *, swap: bool) -> Iterator[tuple[int, int, bytes]]:
    """Yield page, the database's length in pages where a transaction ends, and the content."""
    sums = _checksum(log[:24], (0, 0), swap=swap)
    if sums != struct.unpack(">II", log[24:_HEAD]):
        return
    for at in range(_HEAD, len(log) - _FRAME - size + 1, _FRAME + size):
        head, content = log[at : at + _FRAME], log[at + _FRAME : at + _FRAME + size]
        sums = _checksum(content, _checksum(head[:8], sums, swap=swap), swap=swap)
        if head[8:16] != log[16:24] or sums != struct.unpack(">II", head[16:]):
            return
        page, whole = struct.unpack(">II", head[:8])
        yield page, whole, content


def _checksum(content: bytes, sums: tuple[int, int], *, swap: bool) -> tuple[int, int]:
    words = array("I", content)
    if swap:
        words.byteswap()
    one, two = sums
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
