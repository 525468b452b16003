"""What log files told when they were last read, so that only those that changed are read again."""

import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from portlog.sources.agents.scan import LogFile, Stamp
from portlog.sources.agents.transcript import Transcript
from portlog.sources.kept_file import keep_file


class Remembered(msgspec.Struct, array_like=True, gc=False):
    """What one file told in one state; no transcript: it is none of the experiment's."""

    stamp: Stamp
    told: Transcript | None = None


class _Content(msgspec.Struct, array_like=True):
    terms: str
    files: dict[str, Remembered]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Content).decode


class ScanCache:
    """One agent's files by letters that stand for their paths; any of it can be made again.

    `terms` stands for all that the same file would be read differently under.
    """

    def __init__(self, path: Path, terms: str) -> None:
        """Read the cache; one that cannot be used is empty."""
        self._path = path
        self._terms = terms
        self._files = self._read()

    def told(self, file: LogFile) -> Remembered | None:
        """Return what a file told, if it is as it was."""
        found = self._files.get(_name(file.path))
        return found if found is not None and found.stamp == file.stamp else None

    def keep(self, files: Sequence[LogFile], told: Mapping[Path, Transcript | None]) -> None:
        """Remember what these files told, and nothing of others."""
        content = _Content(
            self._terms,
            {_name(file.path): Remembered(file.stamp, told[file.path]) for file in files},
        )
        keep_file(self._path, _encode(content))

    def _read(self) -> dict[str, Remembered]:
        try:
            content = _decode(self._path.read_bytes())
        except (OSError, msgspec.DecodeError):
            return {}
        return content.files if content.terms == self._terms else {}


def _name(path: Path) -> str:
    return blake2b(os.fsencode(path), digest_size=12).hexdigest()
