"""Putting a built site into a folder, where nothing is touched that this did not make."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from portlog.errors import SiteError

MANIFEST = ".portlog-site.json"
_FORMAT = 1
# bytes of pages that are in memory before they are put
_MOST_HELD = 24 * 1024 * 1024
_HINT = "choose another folder with --out, or empty this one yourself"

Digests = dict[str, str]
# a file's inode, size and time in nanoseconds
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Put:
    """What putting a site into its folder did, as counts of files.

    `left` names files that an earlier build made, that this one does not, and that somebody has
    changed since: they were not removed.
    """

    written: int
    unchanged: int
    removed: int
    left: tuple[str, ...]


Files = Iterable[tuple[str, bytes | None]]


def put(folder: Path, site: Files) -> Put:
    """Make the folder hold these files: each whole, those that are equal not written again.

    A path without content is a file of the last build that stays as it is. Files of an earlier
    build that the site no longer has are removed. Raises `SiteError` for a folder that holds
    anything else than an earlier build and what was put beside it, for a path that leads out of
    the folder, and for what cannot be written.
    """
    ground = _Ground(folder)
    try:
        before = _manifest(ground)
        digests: Digests = {}
        written = 0
        for some in _batches(site):
            digests |= {path: _digest(path, content, before) for path, content in some}
            _refuse_strangers(ground, (path for path, _ in some), before)
            # Named before they are there: a build that is cut off can be built over.
            _write_manifest(ground, {**before, **digests})
            made = [(path, content) for path, content in some if content is not None]
            written += sum(_write(ground, path, content) for path, content in made)
        stale = {path: digest for path, digest in before.items() if path not in digests}
        left = tuple(path for path, digest in stale.items() if not _removed(ground, path, digest))
        _write_manifest(ground, digests)
    except OSError as error:
        raise SiteError(f"cannot write {error.filename}: {error.strerror}", _HINT) from error
    return Put(written, len(digests) - written, len(stale) - len(left), left)


def _batches(files: Files) -> Iterator[list[tuple[str, bytes | None]]]:
    """Yield files in lists: all of an ordinary site in one, so that nothing half-made is put."""
    held: list[tuple[str, bytes | None]] = []
    size = 0
    for path, content in files:
        held.append((path, content))
        size += len(content or b"")
        if size > _MOST_HELD:
            yield held
            held, size = [], 0
    yield held


def _digest(path: str, content: bytes | None, before: Digests) -> str:
    return before[path] if content is None else sha256(content).hexdigest()


def stamps(folder: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    """Return what tells each of these files from any other in its place."""
    return {path: stamp for path in paths if (stamp := _stamp(folder, path)) is not None}


def standing(folder: Path, files: Mapping[str, Stamp]) -> frozenset[str]:
    """Return those files that the last build left in the folder and nobody has touched since."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())["files"]
        ours = frozenset(told)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return frozenset()
    return frozenset(
        path for path, one in files.items() if path in ours and _stamp(folder, path) == tuple(one)
    )


def _stamp(folder: Path, path: str) -> Stamp | None:
    try:
        found = os.lstat(f"{folder}/{path}")
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _manifest(ground: "_Ground") -> Digests:
    """Return the files of the build that the folder holds, by digest; none in a new folder."""
    folder = ground.folder
    if not folder.exists():
        folder.mkdir(parents=True)
    path = folder / MANIFEST
    if path.is_file():
        return _read_manifest(path, ground)
    if not folder.is_dir() or any(folder.iterdir()):
        raise SiteError(f"{folder} holds something that `portlog site build` did not make", _HINT)
    return {}


def _read_manifest(path: Path, ground: "_Ground") -> Digests:
    try:
        told: Any = json.loads(path.read_bytes())
        files = {str(name): str(digest) for name, digest in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SiteError(f"{path} does not say which files are portlog's", _HINT) from error
    for name in files:
        ground.place(name)
    return files


def _refuse_strangers(ground: "_Ground", site: Iterable[str], before: Digests) -> None:
    for path in site:
        place = ground.place(path)
        if path not in before and os.path.lexists(place):
            raise SiteError(f"{place} was not made by `portlog site build`", _HINT)


class _Ground:
    """A folder in which paths of a site lie; neither `..` nor a link may lead out of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # folders that were looked at: a site has few of them, and many files in each
        self._sound: set[str] = set()

    def place(self, path: str) -> Path:
        """Return where a path lies; `SiteError` for one that leads out."""
        name = path.rpartition("/")[2]
        parent = path.removesuffix(name)
        if parent not in self._sound or name in {"", ".", ".."}:
            self._look_at(path)
            self._sound.add(parent)
        return self.folder / path

    def _look_at(self, path: str) -> None:
        parts = PurePosixPath(path).parts
        if not parts or ".." in parts or PurePosixPath(path).is_absolute():
            raise SiteError(f"{path!r} is not a path inside {self.folder}", _HINT)
        for depth in range(1, len(parts)):
            parent = self.folder.joinpath(*parts[:depth])
            if parent.is_symlink():
                raise SiteError(f"{parent} is a link, which could lead out of {self.folder}", _HINT)


def _write(ground: _Ground, path: str, content: bytes) -> bool:
    """Put one file in its place; says whether it was different before."""
    place = ground.place(path)
    if _holds(place, content):
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return True


def _holds(place: Path, content: bytes) -> bool:
    return place.is_file() and not place.is_symlink() and place.read_bytes() == content


def _write_manifest(ground: _Ground, digests: Digests) -> None:
    told = {"format": _FORMAT, "files": dict(sorted(digests.items()))}
    _write(ground, MANIFEST, msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


def _removed(ground: _Ground, path: str, digest: str) -> bool:
    """Remove a file that is still as it was made; says whether it is gone."""
    place = ground.place(path)
    if not os.path.lexists(place):
        return True
    if place.is_symlink() or sha256(place.read_bytes()).hexdigest() != digest:
        return False
    place.unlink()
    _remove_empty(place.parent, ground.folder)
    return True


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
