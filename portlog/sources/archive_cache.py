"""Archives of crates on disk: those that portlog fetched, and those that cargo already has.

Each is known by its SHA-256; a file that has another one counts as absent.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from portlog.sources.answer_cache import replace_file
from portlog.sources.archive_addresses import ArchiveName
from portlog.sources.crate_archive import MOST_PACKED_BYTES


class ArchiveCache:
    """A folder of archives by checksum, and cargo's own beside it, which is only read."""

    def __init__(self, folder: Path, cargo_home: Path) -> None:
        """Take where they are; nothing is made yet."""
        self._folder = folder
        self._cargos = cargo_home / "registry" / "cache"

    def read(self, archive: ArchiveName) -> bytes | None:
        """Return an archive that has the expected checksum, or None."""
        for path in self._places(archive):
            content = bounded_content(path)
            if content is not None and has_checksum(content, archive.checksum):
                return content
        return None

    def write(self, archive: ArchiveName, content: bytes) -> None:
        """Keep an archive; a cache that cannot be written is only slower."""
        with suppress(OSError):
            replace_file(self._path(archive), content)

    def _path(self, archive: ArchiveName) -> Path:
        return self._folder / archive.checksum[:2] / f"{archive.checksum}.crate"

    def _places(self, archive: ArchiveName) -> Iterator[Path]:
        yield self._path(archive)
        with suppress(OSError):
            yield from (one / archive.file for one in sorted(self._cargos.iterdir()))


def bounded_content(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none that can be read, or a too large one."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_PACKED_BYTES + 1)
    except OSError:
        return None
    return content if len(content) <= MOST_PACKED_BYTES else None


def has_checksum(content: bytes, checksum: str) -> bool:
    """Say whether this is the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest() == checksum
