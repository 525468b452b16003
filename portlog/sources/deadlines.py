"""Work that must not take longer than it may, whatever it waits for."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what the work returns; `TimeoutError` if it is not done in time.

    Work that is late goes on in a thread that does not keep the process alive: a name server
    or a peer that sends one byte a minute cannot be interrupted in any other way.
    """
    future: Future[T] = Future()
    Thread(target=_settle, args=(future, work), daemon=True).start()
    return future.result(timeout=max(seconds, 0))


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised again where the result is taken
        future.set_exception(error)
