"""Taking turns: at most one request in a stretch of time, over all processes of a user."""

import fcntl
import time
from contextlib import suppress
from pathlib import Path

from portlog.errors import Unreachable

_LONGEST_MOMENT = 40


class Pace:
    """Hands out turns through a file that all processes share, or alone where there is none."""

    def __init__(self, file: Path, apart_s: float) -> None:
        """Take the shared file and the seconds between two turns."""
        self._file = file
        self._apart_s = apart_s
        self._own_next_turn = 0.0

    def wait_for_turn(self, at_most_s: float) -> None:
        """Sleep until it is this caller's turn; `Unreachable` if that is too far off."""
        try:
            wait_s = self._book(at_most_s)
        except OSError:
            wait_s = max(self._own_next_turn - time.time(), 0)
        if wait_s > at_most_s:
            raise Unreachable("other requests are waiting for their turn")
        self._own_next_turn = time.time() + wait_s + self._apart_s
        time.sleep(wait_s)

    def _book(self, at_most_s: float) -> float:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a+") as shared:
            fcntl.flock(shared, fcntl.LOCK_EX)
            shared.seek(0)
            now = time.time()
            wait_s = max(_moment(shared.read(_LONGEST_MOMENT)) - now, 0)
            if wait_s <= at_most_s:
                shared.truncate(0)
                shared.write(repr(now + wait_s + self._apart_s))
            return wait_s


def _moment(written: str) -> float:
    with suppress(ValueError):
        return float(written)
    return 0.0
