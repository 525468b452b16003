"""Long works done at once: each further one in a process of its own, where there is room for it."""

import os
import pickle
import threading
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from signal import SIGKILL
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn, TypeVar

T = TypeVar("T")
Work = Callable[[], Iterator[T]]
# items that cross over together
_TOGETHER = 64


def abreast(works: Sequence[Work[T]]) -> Generator[T, None, None]:
    """Yield what each work yields, one work after the other.

    The first is done here, further ones meanwhile in processes that begin as this one is. Where
    none can be had, and where one ends badly, its work is done here: an error is raised as if
    there were no such process. Items have to be picklable.
    """
    first, *others = works
    forks = [_Fork(work) for work in others[: _room()]]
    try:
        yield from first()
        for place, work in enumerate(others):
            yield from _taken(forks[place], work) if place < len(forks) else work()
    finally:
        for fork in forks:
            fork.end()


def _taken(fork: "_Fork", work: Work[T]) -> Iterator[T]:
    """Yield what a process hands over, or what its work yields here where it did not end well."""
    yield from fork.items()
    if not fork.is_whole:
        yield from work()


def _room() -> int:
    """Return how many processes may stand beside this one."""
    # a fork has only the thread that made it: what another one holds would be held for ever
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) - 1


class _Fork:
    """A process that does a work and hands over what it yields; `is_whole` when that is all."""

    def __init__(self, work: Work[Any]) -> None:
        self.is_whole = False
        # a pipe would have the process wait until somebody reads
        self._answer = TemporaryFile()  # noqa: SIM115  `end` closes it
        with warnings.catch_warnings():
            # libraries keep idle threads of their own, which the other process never needs
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            _hand_over(work, self._answer)

    def items(self) -> Iterator[Any]:
        _, status = os.waitpid(self._process, 0)
        self._process = 0
        if status:
            return
        self._answer.seek(0)
        while some := pickle.load(self._answer):  # noqa: S301  it comes from ourselves
            yield from some
        self.is_whole = True

    def end(self) -> None:
        if self._process:
            os.kill(self._process, SIGKILL)
            os.waitpid(self._process, 0)
        self._answer.close()


def _hand_over(work: Work[Any], answer: IO[bytes]) -> NoReturn:
    """Write what a work yields in lists, an empty one at its end, and end this process."""
    status = 1
    try:
        items = work()
        while some := list(islice(items, _TOGETHER)):
            pickle.dump(some, answer, pickle.HIGHEST_PROTOCOL)
        pickle.dump([], answer)
        answer.flush()
        status = 0
    finally:
        # nothing of what this process has from the other one may be written or told twice
        os._exit(status)
