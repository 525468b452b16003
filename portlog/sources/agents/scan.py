"""Read many log files, those that have changed, on all processors."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.discretion import discreet
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.side_by_side import Work, side_by_side
from portlog.sources.agents.transcript import Transcript, Trouble

_WORTH_A_PROCESS = 32 * 1024 * 1024
_BATCHES_PER_PROCESS = 32
_MOST_BATCHES = 1000

Stamp = tuple[int, int, int, int]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Transcript]).decode


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log file, and what tells its present state from any other."""

    path: Path
    stamp: Stamp

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return self.stamp[1]


def find(agent: Agent, homes: Iterable[Path]) -> list[LogFile]:
    """Return the log files below folders, each once, in the order of their paths.

    What cannot be looked at is among them, and is found unreadable when it is read.
    """
    files: dict[tuple[int, int], LogFile] = {}
    for home in homes:
        for path in agent.logs(home):
            try:
                seen = path.stat()
            except OSError:
                files[0, len(files)] = LogFile(path, (0, 0, 0, len(files)))
                continue
            stamp = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
            files.setdefault((seen.st_dev, seen.st_ino), LogFile(path, stamp))
    return list(files.values())


def read_all(  # noqa: PLR0913  all but three are named by the caller
    agent: Agent,
    files: Sequence[LogFile],
    ground: Ground,
    *,
    deep: bool = False,
    progress: Callable[[int], None] = lambda _bytes: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[Transcript]:
    """Return what each file tells, in the files' order; `progress` is told of bytes as they go.

    `meanwhile` is done once, while other processes read, if any do.
    """
    processes = _processes(files)
    batches = _batches(files, processes)

    def do(number: int) -> list[Transcript]:
        return [_read(agent, file.path, ground, deep=deep) for file in batches[number]]

    told = side_by_side(
        Work(len(batches), do, _encode, _decode),
        processes,
        done=lambda number: progress(sum(file.size for file in batches[number])),
        meanwhile=meanwhile,
    )
    by_path = {
        file.path: one
        for batch, found in zip(batches, told, strict=True)
        for file, one in zip(batch, found, strict=True)
    }
    return [by_path[file.path] for file in files]


def _processes(files: Sequence[LogFile]) -> int:
    """Return how many processes it is worth to read files in, no more than there are processors."""
    worth = 1 + sum(file.size for file in files) // _WORTH_A_PROCESS
    can_tell = hasattr(os, "sched_getaffinity")
    return min(worth, len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1)


def _batches(files: Sequence[LogFile], processes: int) -> list[list[LogFile]]:
    """Return the files in batches of about equal size."""
    count = min(processes * _BATCHES_PER_PROCESS, _MOST_BATCHES, len(files))
    batches: list[list[LogFile]] = [[] for _ in range(count)]
    sizes = [0] * len(batches)
    for file in sorted(files, key=lambda file: -file.size):
        least = sizes.index(min(sizes))
        batches[least].append(file)
        sizes[least] += file.size
    return batches


def _read(agent: Agent, path: Path, ground: Ground, *, deep: bool) -> Transcript:
    try:
        return discreet(agent.read(path, ground, deep))
    except OSError as error:
        return Transcript("", unreadable=[Trouble(0, error.strerror or "cannot be read")])
