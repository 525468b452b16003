"""Reading an answer's body whole: bounded in bytes, packed or not, and complete."""

import time
import zlib
from collections.abc import Mapping
from typing import Protocol

from portlog.errors import Unreachable

_CHUNK_BYTES = 64 * 1024
_GZIP_WINDOW = 31


class Stream(Protocol):
    """The transport's bytes, as they come."""

    def read1(self, amt: int, /, *, decode_content: bool) -> bytes:
        """Return what has come, at most `amt` bytes; none at the end."""
        raise NotImplementedError


def read_body(
    stream: Stream, headers: Mapping[str, str], most_bytes: int, deadline: float
) -> bytes:
    """Return the unpacked body; `Unreachable` if it is late, too large or not complete.

    `headers` has lower-case names; `deadline` is a moment of `time.monotonic`.
    """
    packed = _read(stream, most_bytes, deadline)
    _refuse_cut_off(packed, headers)
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        return _unpacked(packed, most_bytes)
    if encoding != "identity":
        raise Unreachable(f'the answer is packed as "{encoding[:20]}", which was not asked for')
    return packed


def _read(stream: Stream, most_bytes: int, deadline: float) -> bytes:
    body = bytearray()
    while chunk := stream.read1(_CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
        if time.monotonic() > deadline:
            raise Unreachable("the answer came too slowly")
    return bytes(body)


def _refuse_cut_off(body: bytes, headers: Mapping[str, str]) -> None:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return
    announced = headers.get("content-length", "")
    if not announced.isascii() or not announced.isdigit():
        raise Unreachable("the answer does not say how long it is, so a cut would go unnoticed")
    if int(announced[:20]) != len(body):
        raise Unreachable(f"the answer was cut off: {len(body)} of {announced[:20]} bytes")


def _unpacked(packed: bytes, most_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP_WINDOW)
    try:
        body = unpacker.decompress(packed, most_bytes + 1)
    except zlib.error:
        raise Unreachable("the answer's packing is broken") from None
    if len(body) > most_bytes:
        raise _too_large(most_bytes)
    if not unpacker.eof:
        raise Unreachable("the packed answer was cut off")
    return body


def _too_large(most_bytes: int) -> Unreachable:
    return Unreachable(f"the answer is larger than {most_bytes:,} bytes")
