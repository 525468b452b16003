"""Unpacking rustdoc's JSON: docs.rs keeps it packed by zstd and by gzip, whatever was asked for."""

import sys
import zlib

from portlog.errors import Unreachable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_BYTES = 192 * 1024 * 1024
_ZSTD = b"\x28\xb5\x2f\xfd"
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31


class BadPacking(Unreachable):
    """Bytes that cannot be unpacked; the same content may be had in another packing."""


def unpacked(content: bytes) -> bytes:
    """Return the content, unpacked by what its first bytes say, as it is where they say nothing.

    Raises `BadPacking` for broken bytes and `Unreachable` for more than 192 MiB of content.
    """
    if content.startswith(_ZSTD):
        return _whole(_Zstd(), content)
    if content.startswith(_GZIP):
        return _whole(_Gzip(), content)
    return content


class _Zstd:
    def __init__(self) -> None:
        self._unpacker = zstd.ZstdDecompressor()

    def unpack(self, content: bytes) -> bytes:
        try:
            return self._unpacker.decompress(content, MOST_BYTES + 1)
        except zstd.ZstdError:
            raise BadPacking("the JSON's packing is broken") from None

    @property
    def is_done(self) -> bool:
        return self._unpacker.eof


class _Gzip:
    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(_GZIP_WINDOW)

    def unpack(self, content: bytes) -> bytes:
        try:
            return self._unpacker.decompress(content, MOST_BYTES + 1)
        except zlib.error:
            raise BadPacking("the JSON's packing is broken") from None

    @property
    def is_done(self) -> bool:
        return self._unpacker.eof


def _whole(unpacker: _Zstd | _Gzip, content: bytes) -> bytes:
    whole = unpacker.unpack(content)
    if len(whole) > MOST_BYTES:
        raise Unreachable(f"the JSON is larger than {MOST_BYTES:,} bytes")
    if not unpacker.is_done:
        raise BadPacking("the packed JSON was cut off")
    return whole
