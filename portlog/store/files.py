"""Writing files so that a reader, or a crash, never finds half of one."""

import os
from contextlib import suppress
from pathlib import Path

from portlog.errors import StoreError

# what git is told of a private folder
IGNORED = "*\n"


def append_bytes(path: Path, offset: int, content: bytes) -> None:
    """Write content at the end of a file that has `offset` bytes, and wait until it is on disk.

    Raises `StoreError` if they cannot all be written; some may be there then.
    """
    descriptor = _open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        _write_at(descriptor, offset, content)
        os.fdatasync(descriptor)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Put content in the place of a file in one step, on disk when this returns."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = _open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC)
    try:
        _keep_mode(path, descriptor)
        _write_at(descriptor, 0, content)
        os.fsync(descriptor)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise _failed(path, error) from error
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def cut_file(path: Path, size: int) -> None:
    """Take away what a file holds beyond its first `size` bytes."""
    try:
        os.truncate(path, size)
    except OSError as error:
        raise _failed(path, error) from error


def remove_file(path: Path) -> None:
    """Remove a file; one that is gone already is fine."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(path, error) from error


def sweep(folder: Path, of: str = "") -> None:
    """Remove what writes that were cut short have left beside the files, or one, of a folder.

    Whoever calls it holds the lock under which that is written.
    """
    for beside in folder.glob(f".{of}*.tmp"):
        with suppress(OSError):
            beside.unlink()


def can_write(folder: Path) -> bool:
    """Say whether a file can be made in a folder."""
    probe = folder / f".probe-{id(folder)}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there already is fine."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(path, error) from error


def make_private_folder(path: Path) -> None:
    """Make a folder whose files git is to ignore: a clone comes without it."""
    make_folder(path)
    ignore = path / ".gitignore"
    if not ignore.exists():
        with suppress(OSError):  # what cannot be written here cannot be added to git either
            ignore.write_text(IGNORED, "utf-8")


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    descriptor = _open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise _failed(folder, error) from error
    finally:
        os.close(descriptor)


def _keep_mode(path: Path, descriptor: int) -> None:
    if path.exists():
        os.fchmod(descriptor, path.stat().st_mode & 0o7777)


def _write_at(descriptor: int, offset: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[written:], offset + written


def _open(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags, 0o666)
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"cannot write {path}: {error.strerror}",
        "nothing was recorded; check the permissions of the folder and the space on the disk",
    )
