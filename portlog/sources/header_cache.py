"""What files said of their origin when they were last read, so that none is parsed twice."""

from hashlib import sha256
from pathlib import Path

import msgspec

from portlog import __version__
from portlog.records.header import HeaderReading
from portlog.sources.headers.reading import headers_in
from portlog.sources.headers.styles import CommentStyle
from portlog.sources.kept_file import keep_file

_FORMAT = "1"
_MOST_FILES = 20_000


class HeaderCache:
    """Readings of headers by the digest of the file's content and of what reads it."""

    def __init__(self, folder: Path | None) -> None:
        """Read the cache below a folder; one that cannot be used is empty, None keeps nothing."""
        self._path = None if folder is None else folder / "headers.msgpack"
        self._known = _read(self._path)
        self._has_more = False

    def reading(self, content: bytes, style: CommentStyle) -> HeaderReading:
        """Return what a file's content says, parsed only if it was not seen before."""
        digest = sha256(f"{_FORMAT} {__version__} {style.name}\0".encode())
        digest.update(content)
        key = digest.hexdigest()
        found = self._known.pop(key, None)
        if found is None:
            found, self._has_more = headers_in(content, style), True
        self._known[key] = found
        return found

    def keep(self) -> None:
        """Write what was read since; a cache that cannot be written is only slower."""
        if self._path is None or not self._has_more:
            return
        latest = dict(list(self._known.items())[-_MOST_FILES:])
        keep_file(self._path, msgspec.msgpack.encode(latest))


def _read(path: Path | None) -> dict[str, HeaderReading]:
    try:
        content = b"" if path is None else path.read_bytes()
        return msgspec.msgpack.decode(content, type=dict[str, HeaderReading])
    except (OSError, msgspec.DecodeError):
        return {}
