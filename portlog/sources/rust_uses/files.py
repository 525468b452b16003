"""The Rust files of a folder, and their bytes."""

import os
from collections.abc import Iterator
from pathlib import Path

from portlog.errors import InputError
from portlog.records.path_use import Unread
from portlog.sources import git

SUFFIX = ".rs"
MOST_BYTES = 4 * 1024 * 1024
MOST_FILES = 20_000
_BUILT = "target"


def rust_files(path: Path) -> tuple[Path, ...]:
    """Return a file itself, or a folder's `*.rs` files in order.

    Those that git tracks or would take, where git is; else all but those in `target` and hidden
    folders. None leads out of the folder. Raises `InputError` where nothing is there.
    """
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise InputError(f"{path}: there is no such file", "name a Rust file or a folder")
    listed = git.ask(path, "ls-files", "-coz", "--exclude-standard", "--", f"*{SUFFIX}")
    found = _walked(path) if listed is None else filter(None, set(listed.split("\0")))
    kept = sorted(path / one for one in found if _is_within(path / one, path))
    if len(kept) > MOST_FILES:
        raise InputError(f"{path}: more than {MOST_FILES:,} Rust files", "name a folder below")
    return tuple(kept)


def _walked(path: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(path):
        folders[:] = [one for one in folders if one != _BUILT and not one.startswith(".")]
        for name in names:
            if name.endswith(SUFFIX):
                yield os.path.relpath(Path(folder, name), path)


def _is_within(file: Path, folder: Path) -> bool:
    """Say whether a file is there and no link leads out of the folder to it."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def read_source(path: Path) -> bytes | Unread:
    """Return a file's bytes, or why they cannot be Rust code."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return Unread(str(path), f"cannot be read: {error.strerror}")
    return checked_source(str(path), content)


def checked_source(file: str, content: bytes) -> bytes | Unread:
    """Return bytes that can be Rust code, or why they cannot."""
    if len(content) > MOST_BYTES:
        return Unread(file, f"larger than {MOST_BYTES:,} bytes")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return Unread(file, "not UTF-8", line, column)
    return content
