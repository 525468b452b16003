"""The lines of a log file, plain or packed by zstd, however long they are."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKED = ".zst"
LONGEST_LINE = 64 * 1024 * 1024
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_CHUNK = 128 * 1024
_LARGEST_CHUNK = 8 * 1024 * 1024
_HEAD = 64 * 1024
_KEPT = 4096


class Line(NamedTuple):
    """A line without its end; of one that is too long only the beginning.

    `ended` is false for a last line that no newline ends: it may be being written.
    """

    number: int
    content: bytes
    ended: bool = True
    cut: bool = False


class Block(NamedTuple):
    """Lines with their ends, as many as were read at once: the number of the first, and how many.

    A last line that no newline ends comes alone, as does one that is too long.
    """

    number: int
    lines: int
    content: bytes
    ended: bool = True
    cut: bool = False


def mended(content: bytes) -> bytes:
    """Return a line with the halves of characters in it replaced.

    JavaScript writes them where a text is cut inside an emoji; JSON does not allow them.
    """
    return _HALF_CHARACTER.sub(rb"\\ufffd", content)


class Damaged(Exception):
    """A packed file that cannot be unpacked further."""


def lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file, blank ones left out, from 1 on.

    Raises `OSError` where the file cannot be read, `Damaged` where it cannot be unpacked.
    """
    with _opened(path) as file:
        number, carry, cut, size = 0, b"", False, _CHUNK
        while chunk := _next(file, size):
            first, *rest = chunk.split(b"\n")
            if not rest:
                carry, cut = _joined(carry, first, cut=cut)
                size = min(2 * size, _LARGEST_CHUNK)
                continue
            number += 1
            whole, cut = _joined(carry, first, cut=cut)
            yield Line(number, whole, cut=cut)
            carry, cut, size = rest.pop(), False, _CHUNK
            for content in rest:
                number += 1
                yield Line(number, content)
        if carry:
            yield Line(number + 1, carry, ended=False, cut=cut)


def blocks(path: Path) -> Iterator[Block]:
    """Yield a file's lines many at once; raises as `lines` does."""
    with _opened(path) as file:
        number, carry, cut, size = 1, b"", False, _CHUNK
        while chunk := _next(file, size):
            if cut and b"\n" in chunk:
                yield Block(number, 1, carry, cut=True)
                chunk = chunk[chunk.index(b"\n") + 1 :]
                number, carry, cut = number + 1, b"", False
            end = chunk.rfind(b"\n") + 1
            if not end:
                carry, cut = _joined(carry, chunk, cut=cut)
                size = min(2 * size, _LARGEST_CHUNK)
                continue
            content = b"".join((carry, memoryview(chunk)[:end]))
            block = Block(number, _line_count(chunk), content)
            yield block
            number, carry, size = number + block.lines, chunk[end:], _CHUNK
        if carry:
            yield Block(number, 1, carry, ended=False, cut=cut)


def _line_count(chunk: bytes) -> int:
    """Count line ends; a third of the time of `bytes.count`."""
    count, end = 0, chunk.find(b"\n")
    while end >= 0:
        count += 1
        end = chunk.find(b"\n", end + 1)
    return count


def head(path: Path) -> bytes:
    """Return the first 64 KiB of a log file, unpacked; raises as `lines` does."""
    with _opened(path) as file:
        return _next(file, _HEAD)


def _joined(carry: bytes, more: bytes, *, cut: bool) -> tuple[bytes, bool]:
    if cut:
        return carry, True
    if len(carry) + len(more) > LONGEST_LINE:
        return (carry or more)[:_KEPT], True
    return carry + more, False


def _next(file: IO[bytes], most: int) -> bytes:
    # read1 gives what there is before damage, where read would raise
    read = getattr(file, "read1", file.read)
    try:
        return bytes(read(most))
    except (zstd.ZstdError, EOFError) as error:
        raise Damaged(str(error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb", buffering=0) as raw:
        if path.name.endswith(PACKED):
            with zstd.ZstdFile(raw) as packed:
                yield packed  # type: ignore[misc]
        else:
            yield raw
