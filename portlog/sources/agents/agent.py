"""What portlog asks of an agent's reader; each agent is one module of `readers`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portlog.sources.agents.ground import Ground
from portlog.sources.agents.transcript import Transcript


def _itself(home: Path) -> Sequence[Path]:
    return [home]


@dataclass(frozen=True, slots=True)
class Agent:
    """How the logs of one agent are found and read.

    `homes` gives the folders where the agent keeps its logs, by the environment's variables;
    `logs` the log files below a folder, `read` what one of them holds. `settled` brings the
    transcripts of all files to where every call stands once under its own key; copies of one
    call under one key are left to the caller. `places` gives all, be it there or not, that `logs`
    depends on beside the names in the folder: files, and folders of which all counts.
    """

    name: str
    homes: Callable[[Mapping[str, str]], Sequence[Path]]
    logs: Callable[[Path], Iterator[Path]]
    read: Callable[[Path, Ground, bool], Transcript]
    settled: Callable[[Iterable[Transcript]], Sequence[Transcript]] = list
    places: Callable[[Path], Sequence[Path]] = _itself
