"""The files in a crate's archive, read in memory: nothing of it reaches the disk.

Refused is what crates.io refuses (its `crates_io_tarball`) and whatever could be one thing to
this reader and another to cargo.
"""

import unicodedata
from collections.abc import Callable, Mapping

from portlog.sources.gzip_stream import BadArchive, GzipStream
from portlog.sources.tar_format import Member, tar_members

MOST_PACKED_BYTES = 64 * 1024 * 1024
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_KEPT_BYTES = 256 * 1024 * 1024
MOST_FILE_BYTES = 128 * 1024 * 1024
MOST_MEMBERS = 100_000
_MOST_PATH_CHARS = 1024
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

CrateFiles = Mapping[str, bytes]
Wanted = Callable[[str], bool]


def read_archive(
    content: bytes, name: str, version: str, wanted: Wanted | None = None
) -> CrateFiles:
    """Return the regular files of a `.crate` by their path within its root, `name-version/`.

    `wanted` is asked with each path and keeps the others out of memory. Paths have slashes.
    `BadArchive` says why, and of which member, for an archive that is not read.
    """
    root = f"{name}-{version}"
    if len(content) > MOST_PACKED_BYTES:
        raise BadArchive(f"{root}.crate is larger than {MOST_PACKED_BYTES:,} bytes")
    contents = _Contents(root, wanted)
    try:
        members = tar_members(GzipStream(content, MOST_UNPACKED_BYTES), contents.wants)
        return {member.name.removeprefix(f"{root}/"): body for member, body in members}
    except BadArchive as error:
        raise BadArchive(f"{root}.crate is not read: {error.message}") from None


def is_safe_path(path: str) -> bool:
    """Say whether a path with slashes stays where it is joined, and prints as it is."""
    return (
        len(path) <= _MOST_PATH_CHARS
        and "\\" not in path
        and not any(part in ("", ".", "..") for part in path.split("/"))
        and not any(unicodedata.category(char) in _UNPRINTED for char in path)
    )


class _Contents:
    """What an archive has shown so far, and whether the next member may stand beside it."""

    def __init__(self, root: str, wanted: Wanted | None) -> None:
        self._root = root
        self._wanted = wanted
        self._members = 0
        self._kept_bytes = 0
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}

    def wants(self, member: Member) -> bool:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise BadArchive(f"it has more than {MOST_MEMBERS:,} members")
        path = self._path(member)
        folders = path.split("/") if member.is_folder else path.split("/")[:-1]
        for depth in range(1, len(folders) + 1):
            self._add_folder("/".join(folders[:depth]))
        if member.is_folder:
            return False
        self._add_file(path, member.size)
        return self._keeps(path.removeprefix(f"{self._root}/"), member.size)

    def _keeps(self, path: str, size: int) -> bool:
        if self._wanted is not None and not self._wanted(path):
            return False
        self._kept_bytes += size
        if self._kept_bytes > MOST_KEPT_BYTES:
            raise BadArchive(f"its files have more than {MOST_KEPT_BYTES:,} bytes")
        return True

    def _path(self, member: Member) -> str:
        path = member.name.removesuffix("/") if member.is_folder else member.name
        if not is_safe_path(path):
            raise BadArchive(f"{path[:100]!r} is no path that stays within it")
        top, below, _ = path.partition("/")
        if top != self._root or not (below or member.is_folder):
            raise BadArchive(f"{path[:100]!r} is outside {self._root}/")
        return path

    def _add_folder(self, path: str) -> None:
        folded = _folded(path)
        if folded in self._files or self._folders.setdefault(folded, path) != path:
            raise BadArchive(f"{path[:100]!r} is there twice, but for upper and lower case")

    def _add_file(self, path: str, size: int) -> None:
        if size > MOST_FILE_BYTES:
            raise BadArchive(f"{path[:100]!r} is larger than {MOST_FILE_BYTES:,} bytes")
        folded = _folded(path)
        if folded in self._files or folded in self._folders:
            raise BadArchive(f"{path[:100]!r} is there twice, upper and lower case being one")
        self._files.add(folded)


def _folded(path: str) -> str:
    """Return what names the same file where upper and lower case are one."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
