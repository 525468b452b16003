"""Read originals: what they are now, and what they were at a commit."""

import os
from functools import cache, partial
from hashlib import sha256
from os.path import isfile, normpath
from pathlib import Path
from stat import S_ISREG

from portlog.checks.provenance.case import OriginalFile, Past
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.places import Places
from portlog.records.symbol import Code, Symbol
from portlog.sources.original_repository import content_at, is_shallow

LARGEST_BYTES = 50 * 1024 * 1024
_OUTSIDE = "lies outside the experiment and the folder of [original]: not looked at"


class OriginalFiles:
    """Reads each original once; what was parsed before is taken from the cache."""

    def __init__(self, places: Places, code: CodeFiles) -> None:
        """Take the experiment's places and what parses code."""
        self.places = places
        self._code = code
        self.read = cache(self._read)
        self.at_commit = cache(self._at_commit)
        self.meant = cache(self._meant)

    def _meant(self, written: str) -> str:
        """Return the path that a header's path means; the likeliest where there is no such file."""
        there = filter(self._is_file, self.places.candidates(written))
        return next(there, normpath(written))

    def _is_file(self, path: str) -> bool:
        return self.places.may_read(path) and isfile(self._place(path))  # noqa: PTH113  as below

    def _place(self, path: str) -> str:
        return f"{self.places.root}/{path}"

    def _read(self, path: str) -> OriginalFile:
        if not self.places.may_read(path):
            return OriginalFile(path, None, trouble=f"{path} {_OUTSIDE}")
        place = self._place(path)
        try:
            found = os.stat(place)  # noqa: PTH116  500 paths take their time
            if not S_ISREG(found.st_mode):
                return OriginalFile(path, is_there=False)
            if found.st_size > LARGEST_BYTES:
                return OriginalFile(path, None, trouble=f"{path} is larger than 50 MB")
            with open(place, "rb") as file:  # noqa: PTH123  likewise
                return self._told(path, file.read())
        except (FileNotFoundError, NotADirectoryError):
            return OriginalFile(path, is_there=False)
        except OSError as error:
            return OriginalFile(path, None, trouble=f"{path} cannot be read: {error.strerror}")

    def _told(self, path: str, content: bytes) -> OriginalFile:
        lines = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
        digest = sha256(content).hexdigest()
        parse = partial(self._symbols, path, content)
        return OriginalFile(path, True, lines, digest, parse)  # noqa: FBT003  it is there

    def _symbols(self, path: str, content: bytes) -> tuple[Symbol, ...] | None:
        code = self._code.parse(content, self.places.within_original(path))
        return code.symbols if isinstance(code, Code) else None

    def _at_commit(self, path: str, commit: str) -> Past:
        """Return what an original was at a commit, or why nobody can tell."""
        place = self.places.root / path
        content = content_at(place, commit) if self.places.may_read(path) else None
        if content is None:
            return Past(trouble=f"git has no {path} at {commit}{_why(place)}")
        symbols = self._symbols(path, content)
        why = f"{path} is no source code that portlog knows" if symbols is None else ""
        return Past(symbols, why, sha256(content).hexdigest())


def _why(path: Path) -> str:
    folder = next((one for one in path.parents if one.is_dir()), Path())
    if is_shallow(folder):
        return ": the clone is shallow, `git fetch --unshallow` brings the rest"
    return ""
