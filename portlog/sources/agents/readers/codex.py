"""Codex: its rollouts, one file for each thread, be it a person's, a fork or a sub-agent's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.codex_lineage import settled
from portlog.sources.agents.codex_reading import Reading
from portlog.sources.agents.codex_rows import UNREADABLE
from portlog.sources.agents.folders import files_below
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.lines import PACKED, Damaged, blocks
from portlog.sources.agents.transcript import Transcript

_FOLDERS = ("archived_sessions", "sessions")
_IMPORTS = "external_agent_session_imports.json"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


class _Import(msgspec.Struct, frozen=True, gc=False):
    imported_thread_id: str | None = None


class _Imports(msgspec.Struct, frozen=True):
    records: list[_Import] = []


def homes(environ: Mapping[str, str]) -> Sequence[Path]:
    """Return Codex's folders: those of `CODEX_HOME`, else its usual place."""
    named = [part.strip() for part in environ.get("CODEX_HOME", "").split(",")]
    return [Path(part).expanduser() for part in named if part] or [Path("~/.codex").expanduser()]


def logs(home: Path) -> Iterator[Path]:
    """Yield the rollouts of a home of Codex's, or below any other folder.

    Left out are those that Codex made of another agent's conversations, and packed ones beside
    their plain form. A folder, or the list of those conversations, is itself yielded if it cannot
    be read.
    """
    if home.is_file():
        yield home
        return
    imported: set[str] = set()
    for path in _lists_of_imports(home):
        try:
            imported |= imported_threads(path.parent)
        except OSError:
            yield path
    for path in _rollouts(home):
        if _thread_named(path) not in imported and not _is_twin(path):
            yield path


def places(home: Path) -> Sequence[Path]:
    """Return all that the rollouts of a home, or below any other folder, depend on."""
    folders = [home / name for name in _FOLDERS] if _folders_of(home) else [home]
    return [*_lists_of_imports(home), *_rollouts_in(home), *folders]


def read(log: Path, ground: Ground, deep: bool) -> Transcript:  # noqa: FBT001  an Agent's interface
    """Return what one rollout tells; `deep` looks at the names of all fields."""
    reading = Reading(_thread_named(log), ground, deep=deep)
    at = 1
    try:
        for block in blocks(log):
            reading.take(block)
            at = block.number + block.lines
    except Damaged:
        reading.trouble(at, "it cannot be unpacked from here on")
    return reading.transcript(log.name)


def _lists_of_imports(home: Path) -> Sequence[Path]:
    return [folder / _IMPORTS for folder in (home, home.parent)]


def _folders_of(home: Path) -> Sequence[Path]:
    """Return the folders of a home of Codex's; none for any other folder."""
    return [home / name for name in _FOLDERS if (home / name).is_dir()]


def _rollouts(home: Path) -> Iterator[Path]:
    folders = _folders_of(home)
    if folders:
        yield from _rollouts_in(home)
    for folder in folders or [home]:
        yield from files_below(folder, _is_rollout)


def _rollouts_in(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.glob("rollout-*") if _is_rollout(path.name))


def _is_rollout(name: str) -> bool:
    return name.startswith("rollout-") and name.endswith((".jsonl", f".jsonl{PACKED}"))


def _is_twin(path: Path) -> bool:
    return path.name.endswith(PACKED) and path.with_name(path.name.removesuffix(PACKED)).is_file()


def _thread_named(log: Path) -> str:
    """Return the thread that a rollout's name tells; nothing if it tells none."""
    named = _UUID.search(log.name.partition(".jsonl")[0])
    return named[0] if named else ""


def imported_threads(home: Path) -> frozenset[str]:
    """Return the threads that Codex made of another agent's conversations."""
    path = home / _IMPORTS
    if not path.is_file():
        return frozenset()
    try:
        told = msgspec.json.decode(path.read_bytes(), type=_Imports | list[_Import])
    except UNREADABLE:
        return frozenset()
    records = told.records if isinstance(told, _Imports) else told
    return frozenset(record.imported_thread_id or "-" for record in records)


AGENT = Agent("codex", homes, logs, read, settled, places)
