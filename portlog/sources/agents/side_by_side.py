"""Work on many pieces at once, in this process and in copies of it."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, TypeVar

T = TypeVar("T")

_NUMBER = 4
_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """What is done with each of `count` pieces, and how what it gives goes to another process.

    More than a thousand pieces are too many: their numbers wait in a pipe, which holds a page.
    """

    count: int
    do: Callable[[int], T]
    encode: Callable[[T], bytes]
    decode: Callable[[bytes], T]


def side_by_side(
    work: Work[T],
    processes: int,
    *,
    done: Callable[[int], None] = lambda _piece: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[T]:
    """Return what each piece gives; `done` is told of pieces as they are done.

    Each process takes the next piece when it has done one. What a process that died has not given
    is done here. `meanwhile` is done once, beside the others if there are any: it may start
    threads, after which no process can be copied.
    """
    tickets = _tickets(work.count)
    others = [other for _ in range(processes - 1) if (other := _begun(work, tickets))]
    meanwhile()
    found: dict[int, T] = {}
    for piece in _taken(tickets):
        found[piece] = work.do(piece)
        done(piece)
        for other in others:
            other.tell(done)
    os.close(tickets)
    for other in others:
        found |= {piece: work.decode(content) for piece, content in other.given(done).items()}
    for piece in set(range(work.count)) - found.keys():
        found[piece] = work.do(piece)
    return [found[piece] for piece in range(work.count)]


def _tickets(count: int) -> int:
    """Return where each process reads the number of the piece that it is to do next."""
    source, sink = os.pipe()
    with os.fdopen(sink, "wb") as file:
        file.write(b"".join(_bytes(piece) for piece in range(count)))
    return source


def _taken(tickets: int) -> Iterator[int]:
    # one number is read in one step, whoever else reads
    while ticket := os.read(tickets, _NUMBER):
        yield int.from_bytes(ticket, "big")


@dataclass(frozen=True, slots=True)
class _Other:
    """Another process: what it has done so far, and what it gives when there is no more to do."""

    process: int
    told: int
    results: int

    def tell(self, done: Callable[[int], None]) -> None:
        """Tell of the pieces that were done since it was last asked."""
        with suppress(BlockingIOError):
            for piece in _taken(self.told):
                done(piece)

    def given(self, done: Callable[[int], None]) -> dict[int, bytes]:
        """Return what the pieces gave, by their numbers; waits for the process to end."""
        with os.fdopen(self.results, "rb") as file:
            content = memoryview(file.read())
        self.tell(done)
        os.close(self.told)
        os.waitpid(self.process, 0)
        return dict(_parts(content))


def _parts(content: memoryview) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces that came whole."""
    while len(content) >= _NUMBER + _LENGTH:
        piece = int.from_bytes(content[:_NUMBER], "big")
        end = _NUMBER + _LENGTH + int.from_bytes(content[_NUMBER : _NUMBER + _LENGTH], "big")
        if len(content) < end:
            return
        yield piece, bytes(content[_NUMBER + _LENGTH : end])
        content = content[end:]


def _begun(work: Work[T], tickets: int) -> _Other | None:
    """Return a copy of this process that works; None where none can be made."""
    parent = os.getpid()
    try:
        process, told, results = _forked()
    except (AttributeError, OSError):
        return None
    if process:
        os.set_blocking(told, False)
        return _Other(process, told, results)
    try:
        _work(work, _taken_for(parent, tickets), told, results)
    finally:
        # nothing of the process that this is a copy of is to end twice
        os._exit(0)


def _forked() -> tuple[int, int, int]:
    """Return 0 in a new process and its number in this one, and two pipes' ends."""
    told, results = os.pipe(), os.pipe()
    process = os.fork()
    end = 0 if process else 1
    for pipe in (told, results):
        os.close(pipe[1 - end])
    return process, told[end], results[end]


def _taken_for(parent: int, tickets: int) -> Iterator[int]:
    """Yield pieces as long as there is somebody to give them to."""
    return takewhile(lambda _piece: os.getppid() == parent, _taken(tickets))


def _work(work: Work[T], pieces: Iterable[int], told: int, results: int) -> None:
    gc.disable()  # the process ends with the work
    given = []
    for piece in pieces:
        content = work.encode(work.do(piece))
        given += [_bytes(piece), len(content).to_bytes(_LENGTH, "big"), content]
        os.write(told, _bytes(piece))
    with os.fdopen(results, "wb") as file:
        file.writelines(given)


def _bytes(piece: int) -> bytes:
    return piece.to_bytes(_NUMBER, "big")
