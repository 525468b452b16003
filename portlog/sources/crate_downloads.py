"""The files of a release, from a registry's archives: kept ones first, else downloaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import Protocol

from portlog.errors import Unreachable
from portlog.records.registry import Release
from portlog.sources.archive_addresses import ArchiveName
from portlog.sources.archive_cache import ArchiveCache, has_checksum
from portlog.sources.crate_archive import CrateFiles, Wanted, read_archive
from portlog.sources.http_message import Asker
from portlog.sources.registry import SIDE_BY_SIDE
from portlog.sources.sparse_registry import SparseRegistry

_SECONDS_IN_ALL = 120.0
_OK = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """Whether an archive had to be downloaded, and how many bytes it has, where that counts."""

    is_new: bool
    packed_bytes: int


class Archives(Protocol):
    """Where the files of a registry's releases are."""

    @property
    def source(self) -> str:
        """Where that is, without credentials."""
        raise NotImplementedError

    def files(self, release: Release, wanted: Wanted | None = None) -> CrateFiles:
        """Return a release's files by their path in the crate; `Unreachable` says why not."""
        raise NotImplementedError

    def fetch(self, release: Release) -> Fetched:
        """See to it that the files are on this machine; `Unreachable` says why they are not."""
        raise NotImplementedError


def archive_name(release: Release) -> ArchiveName:
    """Return what a release's archive is known by; `Unreachable` where its index does not say."""
    try:
        return ArchiveName(release.name, release.version, release.checksum or "")
    except ValueError:
        raise Unreachable("its registry gives no usable checksum of its archive") from None


def refuse_other(content: bytes, archive: ArchiveName) -> None:
    """Raise `Unreachable` for an archive that is not the one that the index means."""
    if not has_checksum(content, archive.checksum):
        raise Unreachable(
            f"{archive.file} is refused: its SHA-256 is not the one that the index has"
        )


class DownloadedArchives:
    """Archives over HTTP, at most eight side by side, each of them asked for once."""

    def __init__(
        self, registry: SparseRegistry, client: Asker, cache: ArchiveCache, *, offline: bool
    ) -> None:
        """Take the registry that knows where they are; nothing is asked yet."""
        self.source = registry.source
        self._registry = registry
        self._client = client
        self._cache = cache
        self._offline = offline
        self._turns = BoundedSemaphore(SIDE_BY_SIDE)
        self._locks: dict[ArchiveName, Lock] = {}
        self._locking = Lock()

    def files(self, release: Release, wanted: Wanted | None = None) -> CrateFiles:
        """Return the files in a release's archive."""
        content, _ = self._content(archive_name(release))
        return read_archive(content, release.name, release.version, wanted)

    def fetch(self, release: Release) -> Fetched:
        """Keep the archive."""
        content, is_new = self._content(archive_name(release))
        return Fetched(is_new, len(content))

    def _content(self, archive: ArchiveName) -> tuple[bytes, bool]:
        with self._alone(archive):
            kept = self._cache.read(archive)
            if kept is not None:
                return kept, False
            if self._offline:
                raise Unreachable(f"offline, and {archive.file} is in no cache")
            content = self._downloaded(archive)
            self._cache.write(archive, content)
            return content, True

    @contextmanager
    def _alone(self, archive: ArchiveName) -> Iterator[None]:
        with self._locking:
            lock = self._locks.setdefault(archive, Lock())
        with lock:
            yield

    def _downloaded(self, archive: ArchiveName) -> bytes:
        request = self._registry.archive_request(archive)
        with self._turns:
            answer = self._client.get(request, timeout_s=_SECONDS_IN_ALL)
        if answer.status != _OK:
            raise Unreachable(f"{request.host} answered {answer.status} for {archive.file}")
        refuse_other(answer.body, archive)
        return answer.body


class NoArchives:
    """A source whose files portlog cannot have: it only says why."""

    def __init__(self, source: str, why: str) -> None:
        """Take what it is."""
        self.source = source
        self._why = why

    def files(self, release: Release, wanted: Wanted | None = None) -> CrateFiles:  # noqa: ARG002
        """Raise `Unreachable`."""
        raise Unreachable(self._why)

    def fetch(self, release: Release) -> Fetched:  # noqa: ARG002
        """Raise `Unreachable`."""
        raise Unreachable(self._why)
