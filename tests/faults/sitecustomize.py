"""Breaks the file layer's calls to the operating system where environment variables say so.

A command is started with this folder on its PYTHONPATH, or it is run in a process that has portlog
at hand already; nothing in portlog knows of it.

FAULT_UNDER   the folder whose files are meant; calls elsewhere go through untouched
FAULT_LOG     a file that gets a line for each call that was counted
FAULT_AT      the call that is broken, counted from 1; with a `+` behind it, all later ones
FAULT_HOW     kill, torn (half a write, then killed), short (half a write), pause, or an errno
FAULT_GO      `pause` waits until this file is there, and says so in FAULT_LOG
FAULT_CLOCK   the UTC time that the clock stands at; empty: it runs
FAULT_NO_LOCK set: every process gets every lock at once
"""

import datetime as dt
import errno
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_BY_PATH = ("mkdir", "rename", "replace", "truncate", "unlink", "remove", "rmdir")
_BY_DESCRIPTOR = ("write", "pwrite", "fsync", "fdatasync", "ftruncate", "fchmod", "sendfile")
_open, _close, _write = os.open, os.close, os.write


class Faults:
    """Counts the calls to the files of one folder and breaks those that were asked for."""

    def __init__(self, told: dict[str, str]) -> None:
        self._under = told["FAULT_UNDER"]
        at = told.get("FAULT_AT", "0")
        self._at, self._on = int(at.rstrip("+")), at.endswith("+")
        self._how = told.get("FAULT_HOW", "")
        self._go = told.get("FAULT_GO", "")
        self._log = _open(told["FAULT_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self._descriptors: set[int] = set()
        self._count = 0

    def install(self) -> None:
        for name in _BY_PATH:
            setattr(os, name, self._by_path(name, getattr(os, name)))
        for name in _BY_DESCRIPTOR:
            setattr(os, name, self._by_descriptor(name, getattr(os, name)))
        os.open = self._opened
        os.close = self._closed  # type: ignore[assignment]

    def _by_path(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(path: Any, *rest: Any, **named: Any) -> Any:
            if self._is_ours(path):
                self._reach(f"{name} {path}")
            return call(path, *rest, **named)

        return counted

    def _by_descriptor(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(descriptor: int, *rest: Any) -> Any:
            if descriptor not in self._descriptors or not self._reach(f"{name} {descriptor}"):
                return call(descriptor, *rest)
            if name not in {"write", "pwrite"}:
                return call(descriptor, *rest)
            content, *where = rest
            written = call(descriptor, content[: len(content) // 2], *where)
            if self._how == "torn":
                os.kill(os.getpid(), signal.SIGKILL)
            return written

        return counted

    def _opened(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        ours = self._is_ours(path)
        if ours and flags & _WRITES:
            self._reach(f"open {path}")
        descriptor = _open(path, flags, *rest, **named)
        if ours:
            self._descriptors.add(descriptor)
        return descriptor

    def _closed(self, descriptor: int) -> None:
        self._descriptors.discard(descriptor)
        _close(descriptor)

    def _is_ours(self, path: Any) -> bool:
        return not isinstance(path, int) and os.fspath(path).startswith(self._under)

    def _reach(self, what: str) -> bool:
        """Count a call and break it if it is the one; True says that half of it is to be done."""
        self._count += 1
        _write(self._log, f"{what}\n".encode())
        if self._count != self._at and not (self._on and self._count > self._at > 0):
            return False
        return self._break()

    def _break(self) -> bool:
        if self._how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self._how == "pause":
            self._pause()
        if self._how.startswith("E"):
            number = getattr(errno, self._how)
            raise OSError(number, os.strerror(number))
        return self._how in {"torn", "short"}

    def _pause(self) -> None:
        _write(self._log, b"paused\n")
        while not os.path.exists(self._go):  # noqa: PTH110  a Path would be counted
            time.sleep(0.005)


def stop_clock(at: str) -> None:
    """Let every clock of the process stand at a time."""
    real: Any = dt.datetime
    stands = real.fromisoformat(at)

    class Stopped(real):  # type: ignore[misc]
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return stands.astimezone(tz)

    dt.datetime = Stopped  # type: ignore[misc]
    for name, module in list(sys.modules.items()):
        if name.startswith("portlog.") and vars(module).get("datetime") is real:
            vars(module)["datetime"] = Stopped


if "FAULT_NO_LOCK" in os.environ:
    fcntl.flock = lambda *_: None
if os.environ.get("FAULT_CLOCK"):
    stop_clock(os.environ["FAULT_CLOCK"])
if "FAULT_UNDER" in os.environ:
    Faults(dict(os.environ)).install()
