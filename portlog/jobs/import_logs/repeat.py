"""An import that would do what the last one did: the same logs, terms and texts."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import msgspec

from portlog import __version__
from portlog.jobs.import_logs.answer import Standing
from portlog.jobs.import_logs.reading import Search
from portlog.jobs.import_logs.request import Request
from portlog.records.log_import import LogImport
from portlog.sources.agents.readers import agent_named
from portlog.sources.kept_file import keep_file
from portlog.workspace import SETTINGS, Workspace


class _Kept(msgspec.Struct, array_like=True):
    state: str
    report: LogImport


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


class Repeat:
    """What the last import of the same kind found, as long as nothing has changed since."""

    def __init__(
        self, workspace: Workspace, request: Request, terms: str, searches: Sequence[Search]
    ) -> None:
        """Note what the result depends on."""
        self._workspace = workspace
        self._request = request
        self._of = [__version__, terms, *_asked(request), *_logs(searches)]
        kind = sha256("\0".join(_asked(request)).encode()).hexdigest()[:16]
        self._path = workspace.cache / "agents" / f"last-{kind}.json"

    def last(self) -> LogImport | None:
        """Return the report of the last import if this one would find and do nothing else."""
        try:
            kept = _decode(self._path.read_bytes())
        except (OSError, msgspec.DecodeError):
            return None
        return kept.report if kept.state == self._state() else None

    def remember(self, report: LogImport) -> None:
        """Keep what an import found, as it would be found again."""
        if self._request.dry_run:
            return
        keep_file(self._path, _encode(_Kept(self._state(), told_again(report))))

    def _state(self) -> str:
        return sha256("\0".join([*self._of, *self._texts()]).encode()).hexdigest()

    def _texts(self) -> Iterable[str]:
        adopted = self._workspace.adopted
        paths = [*sorted(self._workspace.data.glob("*.csv")), *([adopted] if adopted else [])]
        return [f"{path.name} {_stamp(path)}" for path in paths]


def told_again(report: LogImport) -> LogImport:
    """Return what an import would report if it were done again at once."""
    again = LogImport(**{f: getattr(report, f) for f in report.__slots__})
    again.known += len(again.added) + len(again.updated)
    again.added, again.updated = [], []
    return again


def standing_of(
    workspace: Workspace,
    request: Request,
    environ: Mapping[str, str],
    arguments: Sequence[str],
) -> Standing | None:
    """Return how all stands that an import depends on; None if not all can be looked at."""
    agents = map(agent_named, request.agents)
    try:
        homes = [(one, home) for one in agents for home in request.paths or one.homes(environ)]
        logs = [place for agent, home in homes for place in agent.places(home)]
        logs.append(workspace.root / SETTINGS)
        texts = [workspace.data, workspace.description, workspace.adopted or workspace.data]
        places = {"folders": [home for _, home in homes], "logs": logs, "texts": texts}
        return Standing(workspace.root, arguments, _from(workspace.root, places))
    except OSError:
        return None


def _from(root: Path, places: Mapping[str, Iterable[Path]]) -> dict[str, list[str]]:
    return {kind: [os.path.relpath(path, root) for path in paths] for kind, paths in places.items()}


def _asked(request: Request) -> list[str]:
    return [f"{name}={value}" for name, value in asdict(request).items() if name != "dry_run"]


def _logs(searches: Sequence[Search]) -> list[str]:
    return [f"{file.path} {file.stamp}" for search in searches for file in search.files]


def _stamp(path: Path) -> str:
    with suppress(OSError):
        seen = path.stat()
        return f"{seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"
    return "absent"
