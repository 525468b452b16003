"""The files of a release, where cargo's configuration has them in a folder of this machine."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from portlog.errors import ConfigError, Unreachable
from portlog.records.registry import Release
from portlog.sources.archive_cache import bounded_content, has_checksum
from portlog.sources.cargo_sources import LocalIndex, VendoredCrates
from portlog.sources.crate_archive import (
    MOST_FILE_BYTES,
    MOST_KEPT_BYTES,
    MOST_MEMBERS,
    CrateFiles,
    Wanted,
    is_safe_path,
    read_archive,
)
from portlog.sources.crate_downloads import Fetched, archive_name, refuse_other
from portlog.sources.folder_registry import vendored_folder
from portlog.sources.gzip_stream import BadArchive
from portlog.sources.json_trouble import UNREADABLE

_CHECKSUMS = ".cargo-checksum.json"


class LocalArchives:
    """The `.crate` files of a local registry."""

    def __init__(self, index: LocalIndex) -> None:
        """Take where it is."""
        self.source = f"local registry {index.name}"
        self._path = index.path

    def files(self, release: Release, wanted: Wanted | None = None) -> CrateFiles:
        """Return the files in a release's archive."""
        return read_archive(self._content(release), release.name, release.version, wanted)

    def fetch(self, release: Release) -> Fetched:
        """Look whether the archive is there."""
        return Fetched(is_new=False, packed_bytes=len(self._content(release)))

    def _content(self, release: Release) -> bytes:
        archive = archive_name(release)
        content = bounded_content(self._path / archive.file)
        if content is None:
            raise Unreachable(f"{self.source} has no usable {archive.file}")
        refuse_other(content, archive)
        return content


class _Checksums(msgspec.Struct):
    files: dict[str, str]


class VendoredFolders:
    """The unpacked crates that `cargo vendor` wrote, each held against its own checksums."""

    def __init__(self, vendored: VendoredCrates) -> None:
        """Take where they are."""
        self.source = f"directory source {vendored.name}"
        self._path = vendored.path

    def files(self, release: Release, wanted: Wanted | None = None) -> CrateFiles:
        """Return the regular files in a release's folder."""
        return self._read(self._folder(release), wanted)

    def fetch(self, release: Release) -> Fetched:
        """Look whether the folder is there."""
        self._folder(release)
        return Fetched(is_new=False, packed_bytes=0)

    def _folder(self, release: Release) -> Path:
        try:
            folder = vendored_folder(self._path, release.name, release.version)
        except (ConfigError, OSError):
            folder = None
        if folder is None:
            raise Unreachable(f"{self.source} has no readable {release.name} {release.version}")
        return folder

    def _read(self, folder: Path, wanted: Wanted | None) -> CrateFiles:
        checksums = _checksums(folder)
        files: dict[str, bytes] = {}
        left = MOST_KEPT_BYTES
        for path in _paths(folder):
            if path != _CHECKSUMS and (wanted is None or wanted(path)):
                files[path] = content = _content(folder, path, min(left, MOST_FILE_BYTES))
                left -= len(content)
                if path in checksums and not has_checksum(content, checksums[path]):
                    raise BadArchive(f"{folder.name}/{path} was changed since cargo vendored it")
        return files


def _checksums(folder: Path) -> dict[str, str]:
    content = bounded_content(folder / _CHECKSUMS)
    try:
        return msgspec.json.decode(content or b"", type=_Checksums).files
    except UNREADABLE:
        raise BadArchive(f"{folder.name} has no usable {_CHECKSUMS}") from None


def _paths(folder: Path) -> Iterator[str]:
    """Yield the paths of all files and links below, in order; no link is followed."""
    count = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        names += [one for one in folders if (Path(place) / one).is_symlink()]
        count += len(names) + len(folders)
        if count > MOST_MEMBERS:
            raise BadArchive(f"{folder.name} has more than {MOST_MEMBERS:,} files and folders")
        for name in sorted(names):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _content(folder: Path, path: str, most_bytes: int) -> bytes:
    shown = f"{folder.name}/{path[:100]!r}"
    try:
        if not is_safe_path(path) or not stat.S_ISREG((folder / path).lstat().st_mode):
            raise BadArchive(f"{shown} is no regular file")
        with (folder / path).open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise BadArchive(f"{shown} cannot be read: {error.strerror}") from None
    if len(content) > most_bytes:
        raise BadArchive(f"{shown} makes its crate too large")
    return content
