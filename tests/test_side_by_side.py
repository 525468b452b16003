"""Work that several processes share is done whole, whatever becomes of them."""

import os
import signal
from collections.abc import Callable

import pytest

from portlog.sources.agents.side_by_side import Work, side_by_side

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def test_pieces_are_given_in_order_and_told_of_once_whoever_did_them() -> None:
    told: list[int] = []

    given = side_by_side(_work(_shared(_large), 40), 2, done=told.append)

    assert [content[0] for content in given] == list(range(40))
    assert all(len(content) == 100_000 for content in given)
    assert sorted(told) == list(range(40))


def test_what_is_done_meanwhile_is_done_once_and_here() -> None:
    seen: list[int] = []

    given = side_by_side(_work(_large, 4), 2, meanwhile=lambda: seen.append(os.getpid()))

    assert len(given) == 4
    assert seen == [os.getpid()]


def test_what_a_process_that_was_killed_has_not_given_is_done_here() -> None:
    def die(_piece: int) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    given = side_by_side(_work(_shared(_large, elsewhere=die), 12), 2)

    assert given == [_large(piece) for piece in range(12)]


def test_what_goes_wrong_in_a_piece_is_raised_here() -> None:
    def fail(piece: int) -> bytes:
        if piece == 7:
            raise ValueError("piece 7")
        return b""

    with pytest.raises(ValueError, match="piece 7"):
        side_by_side(_work(fail, 12), 2)


def test_without_other_processes_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)

    assert side_by_side(_work(_large, 3), 2) == [_large(0), _large(1), _large(2)]


def _shared(
    here: Callable[[int], bytes], elsewhere: Callable[[int], bytes] | None = None
) -> Callable[[int], bytes]:
    """Return work that waits here until another process has taken its first piece."""
    this = os.getpid()
    waits, tells = os.pipe()
    waited: list[bytes] = []

    def do(piece: int) -> bytes:
        if os.getpid() != this:
            os.write(tells, b".")
            return (elsewhere or here)(piece)
        if not waited:
            waited.append(os.read(waits, 1))
        return here(piece)

    return do


def _work(do: Callable[[int], bytes], count: int) -> Work[bytes]:
    return Work(count, do, encode=bytes, decode=bytes)


def _large(piece: int) -> bytes:
    return bytes([piece]) * 100_000
