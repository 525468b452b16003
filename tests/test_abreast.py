"""Works done at once yield what they yield one after the other, whatever happens to a process."""

import os
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from portlog.present.site import abreast as module
from portlog.present.site.abreast import Work, abreast

WHOLE = [(name, number) for name in "abc" for number in range(200)]
WORKS: list[Work[tuple[str, int]]] = [
    partial(iter, WHOLE[place : place + 200]) for place in (0, 200, 400)
]


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_room", lambda: 2)


def processes(numbers: int) -> Iterator[int]:
    yield from (os.getpid() for _ in range(numbers))


@pytest.mark.usefixtures("roomy")
def test_further_works_have_processes_of_their_own_and_keep_their_order() -> None:
    found = list(abreast(WORKS))
    done_in = list(abreast([partial(processes, 100)] * 3))

    assert found == WHOLE
    assert len(set(done_in)) == 3
    assert set(done_in[:100]) == {os.getpid()}


def test_without_room_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_room", lambda: 0)

    assert list(abreast(WORKS)) == WHOLE
    assert set(abreast([partial(processes, 9)] * 3)) == {os.getpid()}


def test_where_another_thread_runs_there_is_no_room() -> None:
    waits = threading.Event()
    other = threading.Thread(target=waits.wait)
    other.start()

    room = module._room()  # noqa: SLF001  what decides

    waits.set()
    other.join()
    assert room == 0


@pytest.mark.usefixtures("roomy")
def test_what_a_process_did_not_hand_over_is_done_here() -> None:
    here = os.getpid()

    def dies() -> Iterator[tuple[str, int]]:
        for place, item in enumerate(WHOLE):
            if place == 150 and os.getpid() != here:
                os._exit(1)
            yield item

    assert list(abreast([dies, dies])) == WHOLE * 2


@pytest.mark.usefixtures("roomy")
def test_an_error_is_raised_as_it_is_without_a_process() -> None:
    def fails() -> Iterator[tuple[str, int]]:
        yield "a", 1
        msg = "its own words"
        raise LookupError(msg)

    works: list[Work[tuple[str, int]]] = [partial(iter, WHOLE[:1]), fails]
    found = abreast(works)

    assert [next(found), next(found)] == [WHOLE[0], ("a", 1)]
    with pytest.raises(LookupError, match="its own words"):
        next(found)


@pytest.mark.usefixtures("roomy")
def test_processes_end_when_nobody_asks_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    fork = os.fork

    def noted() -> int:
        begun.append(fork())
        return begun[-1]

    def endless() -> Iterator[int]:
        while True:
            yield 1

    monkeypatch.setattr("os.fork", noted)
    found = abreast([endless, endless])
    next(found)

    found.close()

    (process,) = begun
    with pytest.raises(ChildProcessError):
        os.waitpid(process, os.WNOHANG)
