"""The bytes within a gzip file, unpacked as far as they are asked for, within bounds."""

import zlib
from collections.abc import Iterator

from portlog.errors import Unreachable

MOST_TIMES_LARGER = 200
_ANY_RATIO_BELOW_BYTES = 16 * 1024 * 1024
_PIECE_BYTES = 64 * 1024
_GZIP_WINDOW = 31


class BadArchive(Unreachable):
    """An archive that is not read: broken, or made to harm whoever unpacks it."""


class GzipStream:
    """One gzip member and nothing behind it; every trouble is `BadArchive`.

    Refused: what unpacks to more than `most_bytes`, or beyond 16 MiB to more than 200 times
    its packed size; what is cut off, or damaged.
    """

    def __init__(self, packed: bytes, most_bytes: int) -> None:
        """Take the packed bytes; nothing is unpacked yet."""
        self._pieces = _unpacked(packed)
        self._buffer = bytearray()
        self._most_bytes = min(
            most_bytes, max(_ANY_RATIO_BELOW_BYTES, MOST_TIMES_LARGER * len(packed))
        )
        self._unpacked_bytes = 0

    def read(self, count: int) -> bytes:
        """Return the next `count` bytes, fewer only at the end."""
        while len(self._buffer) < count and self._fill():
            pass
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def skip(self, count: int) -> int:
        """Pass over the next `count` bytes and return how many there were."""
        left = count
        while left and (self._buffer or self._fill()):
            step = min(left, len(self._buffer))
            del self._buffer[:step]
            left -= step
        return count - left

    def _fill(self) -> bool:
        piece = next(self._pieces, b"")
        self._unpacked_bytes += len(piece)
        if self._unpacked_bytes > self._most_bytes:
            raise BadArchive(f"it unpacks to more than {self._most_bytes:,} bytes")
        self._buffer += piece
        return bool(piece)


def _unpacked(packed: bytes) -> Iterator[bytes]:
    """Yield pieces that are never empty; zlib copies its input, so it gets little at a time."""
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    at = 0
    while not unpacker.eof:
        given = unpacker.unconsumed_tail
        if not given:
            given = packed[at : at + _PIECE_BYTES]
            at += len(given)
        piece = _step(unpacker, given)
        if piece:
            yield piece
        elif not given:
            raise BadArchive("its packing is cut off")
    if unpacker.unused_data or at < len(packed):
        raise BadArchive("something stands behind its end")


def _step(unpacker: "zlib._Decompress", given: bytes) -> bytes:
    try:
        return unpacker.decompress(given, _PIECE_BYTES)
    except zlib.error:
        raise BadArchive("its packing is damaged, or it is not gzip") from None
