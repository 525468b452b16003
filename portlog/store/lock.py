"""One command at a time: the lock under which text and database are read and written."""

import fcntl
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portlog.errors import StoreError

PATIENCE_S = 60.0


@contextmanager
def locked(path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock file at `path`; waiting commands get it in turn.

    The kernel lets go of the lock of a process that died, so no lock is ever stale.
    Raises `StoreError`, naming the holder, when it does not come free within `patience_s` seconds.
    """
    descriptor = _open(path)
    try:
        _acquire(descriptor, path, patience_s)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise StoreError(msg, "portlog needs to write to its folder .portlog") from error


def _acquire(descriptor: int, path: Path, patience_s: float) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _queue(descriptor, path, patience_s)


def _queue(descriptor: int, path: Path, patience_s: float) -> None:
    granted = threading.Event()

    def wait() -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        granted.set()

    threading.Thread(target=wait, daemon=True).start()
    if not granted.wait(patience_s):
        msg = f"another command has held {path} for {patience_s:.0f} s: {_holder(descriptor)}"
        raise StoreError(msg, "wait for it to end, or end it, and try again; nothing was recorded")


def _sign(descriptor: int) -> None:
    name = Path(sys.argv[0]).name or "python"
    with suppress(OSError):  # the lock is held all the same, on a full disk too
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {name}\n".encode(), 0)


def _holder(descriptor: int) -> str:
    pid, _, name = os.pread(descriptor, 200, 0).decode(errors="replace").strip().partition(" ")
    return f"process {pid} ({name})" if pid else "a process that left no name"
