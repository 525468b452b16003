"""What was read from crates, kept on disk by their checksums: a release never changes."""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from portlog import __version__
from portlog.records.rust_crate import RustCrate
from portlog.sources.answer_cache import replace_file
from portlog.sources.json_trouble import UNREADABLE

if TYPE_CHECKING:
    from msgspec.msgpack import Decoder

# to be raised whenever the reader finds more, or other things, in the same source
FORMAT = 6
_CHECKSUM = re.compile(r"[0-9a-f]{64}\Z")
_MOST_BYTES = 512 * 1024 * 1024
_MAKING = Lock()


class KeptCrates:
    """A folder of crates as they were read; what is damaged or of another format is absent."""

    def __init__(self, folder: Path) -> None:
        """Take where it is; nothing is made yet."""
        self._folder = folder / f"{__version__}-{FORMAT}"

    def read(self, checksum: str | None) -> RustCrate | None:
        """Return the crate of an archive with this SHA-256, or None."""
        path = self._path(checksum)
        try:
            content = path.read_bytes() if path is not None else b""
            return _decoded(content) if content else None
        except (OSError, *UNREADABLE):
            return None

    def write(self, checksum: str | None, crate: RustCrate) -> None:
        """Keep a crate; a folder that cannot be written is only slower."""
        import msgspec  # noqa: PLC0415

        path = self._path(checksum)
        content = msgspec.msgpack.encode(crate)
        if path is not None and len(content) <= _MOST_BYTES:
            with suppress(OSError):
                replace_file(path, content)

    def _path(self, checksum: str | None) -> Path | None:
        if checksum is None or not _CHECKSUM.match(checksum):
            return None
        return self._folder / checksum[:2] / f"{checksum}.msgpack"


def _decoded(content: bytes) -> RustCrate:
    # two threads at once may crash the interpreter while msgspec learns what fields there are
    with _MAKING:
        decoder = _decoder()
    return decoder.decode(content)


@cache
def _decoder() -> "Decoder[RustCrate]":
    import msgspec  # noqa: PLC0415  only where something is kept

    return msgspec.msgpack.Decoder(RustCrate)
