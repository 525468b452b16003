"""Answers of services, kept on disk with the moment they were given.

An entry is one file: a line of JSON about the answer, then its body. It is written beside
its place and renamed, so any number of processes may share a cache; one that is damaged, of
another format or of another address counts as absent.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from portlog.sources.json_trouble import UNREADABLE

FRESH_FOR = timedelta(minutes=10)
_FORMAT = 1
_MOST_BYTES = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a service answered, and when: a body of None says that there is nothing there."""

    url: str
    checked_at: datetime
    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None

    def age(self, now: datetime) -> timedelta:
        """Return how long ago this was so; never negative."""
        return max(now - self.checked_at, timedelta(0))

    def is_fresh(self, now: datetime) -> bool:
        """Say whether this counts without asking again; an answer from the future does not."""
        return timedelta(0) <= now - self.checked_at < FRESH_FOR


class _Header(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    url: str
    checked_at: datetime
    present: bool
    digest: str
    etag: str | None = None
    last_modified: str | None = None


class AnswerCache:
    """The answers of one service in one folder, each under its path there."""

    def __init__(self, folder: Path, service: str) -> None:
        """Name the folder within `folder` by the service's address; nothing is made yet."""
        self._folder = folder / hashlib.sha256(service.encode()).hexdigest()[:16]

    def read(self, path: str, url: str) -> KeptAnswer | None:
        """Return the answer kept under a path, or None."""
        try:
            with (self._folder / path).open("rb") as file:
                line, body = file.readline(_MOST_BYTES), file.read(_MOST_BYTES)
            header = msgspec.json.decode(line, type=_Header)
        except (OSError, *UNREADABLE):
            return None
        return _kept(header, body) if (header.format, header.url) == (_FORMAT, url) else None

    def write(self, path: str, answer: KeptAnswer) -> None:
        """Keep an answer; a cache that cannot be written is only slower."""
        with suppress(OSError):
            replace_file(self._folder / path, _written(answer))


def _kept(header: _Header, body: bytes) -> KeptAnswer | None:
    if hashlib.sha256(body).hexdigest() != header.digest or header.checked_at.tzinfo is None:
        return None
    return KeptAnswer(
        header.url,
        header.checked_at.astimezone(UTC),
        body if header.present else None,
        header.etag,
        header.last_modified,
    )


def _written(answer: KeptAnswer) -> bytes:
    body = answer.body or b""
    header = _Header(
        format=_FORMAT,
        url=answer.url,
        checked_at=answer.checked_at,
        present=answer.body is not None,
        digest=hashlib.sha256(body).hexdigest(),
        etag=answer.etag,
        last_modified=answer.last_modified,
    )
    return msgspec.json.encode(header) + b"\n" + body


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, its folders included; OSError where that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
