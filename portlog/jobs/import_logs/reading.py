"""Find an agent's logs and read them into conversations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from portlog import __version__
from portlog.errors import InputError
from portlog.jobs.import_logs.request import Request
from portlog.jobs.import_logs.terms import Terms
from portlog.records.log_import import LogImport, UnreadLine, count_up
from portlog.sources.agents.agent import Agent
from portlog.sources.agents.conversations import Conversations, conversations
from portlog.sources.agents.heads import may_concern
from portlog.sources.agents.names import kept_thread
from portlog.sources.agents.readers import agent_named
from portlog.sources.agents.scan import LogFile, find, read_all
from portlog.sources.agents.scan_cache import ScanCache
from portlog.sources.agents.transcript import Transcript, milliseconds
from portlog.workspace import Workspace

Progress = Callable[[int, int], None]
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Search:
    """The log files of one agent, and the folders where they were looked for."""

    agent: Agent
    homes: tuple[Path, ...]
    files: tuple[LogFile, ...]

    @property
    def is_vain(self) -> bool:
        """Whether none of the folders is there."""
        return not any(home.exists() for home in self.homes)


def searched(request: Request, environ: Mapping[str, str]) -> list[Search]:
    """Look for the logs that are asked for; `InputError` where there is no place to look in."""
    searches = [_searched(agent_named(name), request, environ) for name in request.agents]
    missing = next((path for path in request.paths if not path.exists()), None)
    if missing is not None:
        raise InputError(f"there is no {missing}", "name a log, or a folder of them")
    if all(search.is_vain for search in searches):
        places = [shown_home(home, environ) for search in searches for home in search.homes]
        raise InputError(f"no logs: looked in {', '.join(places)}", "name their folder")
    return searches


def _searched(agent: Agent, request: Request, environ: Mapping[str, str]) -> Search:
    homes = request.paths or tuple(agent.homes(environ))
    files = find(agent, [home for home in homes if home.exists()])
    return Search(agent, tuple(homes), tuple(files))


def shown_home(home: Path, environ: Mapping[str, str]) -> str:
    """Return a folder's name for messages: what a variable says is named after the variable."""
    for name in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME"):
        if environ.get(name) and str(home).startswith(environ[name].split(",")[0].strip()):
            return f"${name}"
    try:
        return f"~/{home.relative_to(Path.home())}"
    except ValueError:
        return str(home)


@dataclass(frozen=True, slots=True)
class LogReader:
    """Reads the logs that were found, those that changed since they were last read.

    `meanwhile` is what can be done while other processes read.
    """

    workspace: Workspace
    terms: Terms
    request: Request
    now: datetime
    progress: Progress
    meanwhile: Callable[[], object] = lambda: None

    def read(self, search: Search, report: LogImport) -> Conversations:
        """Return the conversations in some logs; what could not be read goes into the report."""
        told = self._told(search)
        agent = search.agent.name
        report.files[agent] = len(search.files)
        for file in search.files:
            _report(agent, file.path, told[file.path], report)
        found = conversations(
            search.agent,
            [one for one in told.values() if one is not None],
            latest=milliseconds(self.now) + _DAY_MS,
            everywhere=self.request.all_projects,
        )
        report.elsewhere += found.elsewhere
        return found

    def _told(self, search: Search) -> dict[Path, Transcript | None]:
        kept = self.workspace.cache / "agents" / f"{search.agent.name}.msgpack"
        cache = ScanCache(kept, self._cache_terms())
        told: dict[Path, Transcript | None] = {}
        fresh: list[LogFile] = []
        for file in search.files:
            remembered = cache.told(file)
            if remembered is not None:
                told[file.path] = remembered.told
            elif self._may_concern(file.path):
                fresh.append(file)
            else:
                told[file.path] = None
        told |= self._read_fresh(search.agent, fresh)
        if fresh:
            cache.keep(search.files, told)
        return told

    def _may_concern(self, path: Path) -> bool:
        return self.request.all_projects or may_concern(path, self.terms.ground)

    def _read_fresh(self, agent: Agent, files: list[LogFile]) -> dict[Path, Transcript]:
        total, done = sum(file.size for file in files), 0

        def tell(size: int) -> None:
            nonlocal done
            done += size
            self.progress(done, total)

        deep = self.request.deep
        told = read_all(
            agent, files, self.terms.ground, deep=deep, progress=tell, meanwhile=self.meanwhile
        )
        return {file.path: one for file, one in zip(files, told, strict=True)}

    def _cache_terms(self) -> str:
        request = self.request
        said = f"{__version__} {self.terms.digest} {request.deep} {request.all_projects}"
        return sha256(said.encode()).hexdigest()


def _report(agent: str, path: Path, told: Transcript | None, report: LogImport) -> None:
    if told is None:
        return
    for trouble in told.unreadable:
        report.unreadable.append(UnreadLine(agent, _shown(path), trouble.line, trouble.why))
    count_up(report.drift, told.drift)


def _shown(path: Path) -> str:
    """Return a log's name, that of a sub-agent's below its conversation's."""
    stem, dot, ending = path.name.partition(".jsonl")
    name = f"{kept_thread(stem)}{dot}{ending}"
    folders = path.parts[:-1]
    if "subagents" not in folders:
        return name
    return f"{kept_thread(folders[folders.index('subagents') - 1])}/subagents/{name}"
