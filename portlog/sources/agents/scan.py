"""Read many log files, those that have changed, on all processors."""

import gc
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import msgspec

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.discretion import discreet
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.readers import agent_named
from portlog.sources.agents.transcript import Transcript, Trouble

_WORTH_A_PROCESS = 32 * 1024 * 1024
_BATCHES_PER_PROCESS = 16

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

    `meanwhile` is done while other processes read, if any do.
    """
    batches = _batches(files)
    if len(batches) == 1:
        return _alone(agent, files, ground, deep=deep, progress=progress)
    told: dict[Path, Transcript] = {}
    with ProcessPoolExecutor(_processes()) as pool:
        begun = {
            pool.submit(_read_batch, agent.name, [f.path for f in batch], ground, deep): batch
            for batch in batches
        }
        meanwhile()
        for done in as_completed(begun):
            told |= _named(done, begun)
            progress(sum(file.size for file in begun[done]))
    return [told[file.path] for file in files]


def _named(
    done: "Future[bytes]", begun: Mapping["Future[bytes]", Sequence[LogFile]]
) -> dict[Path, Transcript]:
    paths = [file.path for file in begun[done]]
    return dict(zip(paths, _decode(done.result()), strict=True))


def _alone(
    agent: Agent,
    files: Sequence[LogFile],
    ground: Ground,
    *,
    deep: bool,
    progress: Callable[[int], None],
) -> list[Transcript]:
    told = []
    for file in files:
        told.append(_read(agent, file.path, ground, deep=deep))
        progress(file.size)
    return told


def _batches(files: Sequence[LogFile]) -> list[list[LogFile]]:
    """Return the files in batches of about equal size; one batch is not worth a process."""
    total = sum(file.size for file in files)
    if total < _WORTH_A_PROCESS or _processes() == 1:
        return [list(files)]
    count = _processes() * _BATCHES_PER_PROCESS
    batches: list[list[LogFile]] = [[] for _ in range(min(count, len(files)))]
    sizes = [0] * len(batches)
    for file in sorted(files, key=lambda file: -file.size):
        least = sizes.index(min(sizes))
        batches[least].append(file)
        sizes[least] += file.size
    return batches


def _processes() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_batch(agent: str, paths: Sequence[Path], ground: Ground, deep: bool) -> bytes:  # noqa: FBT001  a pool passes no keywords
    gc.disable()  # what is read makes no cycles, and the process ends with the batches
    reader = agent_named(agent)
    return _encode([_read(reader, path, ground, deep=deep) for path in paths])


def _read(agent: Agent, path: Path, ground: Ground, *, deep: bool) -> Transcript:
    try:
        return discreet(agent.read(path, ground, deep))
    except OSError as error:
        return Transcript("", unreadable=[Trouble(0, error.strerror or "cannot be read")])
