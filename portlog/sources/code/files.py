"""The files below a folder that may be source code: what git ignores is left out."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from portlog.records.loc import NotCounted
from portlog.sources.git import ask

LARGEST = 50 * 1024 * 1024
# git's own rule: a file with a NUL in its first 8,000 bytes is binary
_HEAD = 8000
_MADE = frozenset({"target", "node_modules", "__pycache__"})


def files_below(folder: Path) -> list[str]:
    """Return the paths of files and links from a folder, sorted.

    Where git is, those that it tracks or could; else, and in a folder that git ignores whole, all
    but the hidden ones and what tools make. No link is followed.
    """
    listed = ask(folder, "ls-files", "-co", "--exclude-standard", "-z")
    if listed is None or (not listed and _is_ignored(folder)):
        return sorted(_walked(folder))
    return sorted({name.rstrip("/") for name in listed.split("\0") if name})


def source_of(path: Path) -> bytes | NotCounted:
    """Return the content of a file, or why it is none that can be counted."""
    obstacle = obstacle_at(path)
    try:
        content = b"" if obstacle else path.read_bytes()
    except OSError:
        return NotCounted.UNREADABLE
    return obstacle or trouble_with(content) or content


def obstacle_at(path: Path) -> NotCounted | None:
    """Return why what is at a path cannot be read as a file, if so."""
    try:
        return _obstacle(path.lstat())
    except OSError:
        return NotCounted.UNREADABLE


def trouble_with(content: bytes) -> NotCounted | None:
    """Return why a content cannot be counted, if so."""
    if len(content) > LARGEST:
        return NotCounted.TOO_LARGE
    return NotCounted.BINARY if b"\0" in content[:_HEAD] else None


def is_there(path: Path) -> bool:
    """Say whether there is something at a path, a link that leads nowhere among it."""
    return os.path.lexists(path)


def _is_ignored(folder: Path) -> bool:
    whole = folder.resolve()
    return bool(ask(whole.parent, "check-ignore", "--", whole.name))


def _obstacle(found: os.stat_result) -> NotCounted | None:
    if stat.S_ISLNK(found.st_mode):
        return NotCounted.LINK
    if stat.S_ISDIR(found.st_mode):
        return NotCounted.REPOSITORY
    if not stat.S_ISREG(found.st_mode):
        return NotCounted.UNREADABLE
    return NotCounted.TOO_LARGE if found.st_size > LARGEST else None


def _walked(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _is_left_out(name)]
        above = Path(place).relative_to(folder)
        yield from ((above / name).as_posix() for name in names if not name.startswith("."))


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name in _MADE
