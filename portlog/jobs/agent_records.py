"""What the agents left on this machine, as the checks of the log read it."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portlog.jobs.import_logs.reading import LogReader, Search
from portlog.jobs.import_logs.request import Request
from portlog.jobs.import_logs.terms import Terms
from portlog.sources.agents.agent import Agent
from portlog.sources.agents.conversations import Conversations, conversations
from portlog.sources.agents.history import Trouble
from portlog.sources.agents.names import kept_thread
from portlog.sources.agents.readers import agent_named
from portlog.sources.agents.scan import find
from portlog.sources.agents.transcript import Transcript, milliseconds
from portlog.workspace import Workspace

_VARIABLES = ("CLAUDE_CONFIG_DIR", "CODEX_SQLITE_HOME", "CODEX_HOME", "XDG_CONFIG_HOME")
_DAY = timedelta(days=1)


class TranscriptReader(LogReader):
    """Reads the logs that may be the experiment's, as an import does, and keeps them apart."""

    __slots__ = ()

    def transcripts(self, search: Search) -> dict[Path, Transcript]:
        """Return what each log tells; those of other folders are left out."""
        told = self._told(search)
        return {path: one for path, one in told.items() if one is not None}


@dataclass(frozen=True, slots=True)
class Logs:
    """The log files of one agent that were found, and what those of the experiment tell."""

    search: Search
    told: Mapping[Path, Transcript]
    latest: int

    @property
    def agent(self) -> Agent:
        """Whose logs they are."""
        return self.search.agent

    def conversations(self) -> Conversations:
        """Return the conversations; what was copied is taken out of the transcripts' copies."""
        told = map(copy, self.told.values())
        return conversations(self.agent, told, latest=self.latest)

    @property
    def troubles(self) -> list[Trouble]:
        """The folders and files that could not be read at all."""
        return [
            Trouble(path, 0, trouble.why)
            for path, one in self.told.items()
            for trouble in one.unreadable
            if not trouble.line
        ]


def logs_of(
    agent: str, workspace: Workspace, terms: Terms, environ: Mapping[str, str], now: datetime
) -> Logs:
    """Read the logs of one agent; where it has no folder there are none."""
    reader = agent_named(agent)
    homes = tuple(reader.homes(environ))
    files = find(reader, [home for home in homes if home.exists()])
    search = Search(reader, homes, tuple(files))
    request = Request((agent,))
    transcripts = TranscriptReader(workspace, terms, request, now, lambda _done, _total: None)
    return Logs(search, transcripts.transcripts(search), milliseconds(now + _DAY))


def shown_place(path: Path, environ: Mapping[str, str]) -> str:
    """Return a path for messages: below a variable's name or `~`, or else its last part."""
    for name in _VARIABLES:
        for part in filter(None, map(str.strip, environ.get(name, "").split(","))):
            if path.is_relative_to(Path(part).expanduser()):
                return str(Path(f"${name}", path.relative_to(Path(part).expanduser())))
    home = Path.home()
    return str(Path("~", path.relative_to(home))) if path.is_relative_to(home) else path.name


def shown_record(path: Path) -> str:
    """Return a record's name, freed of what could be private; folders are named after paths."""
    if path.is_dir():
        return "a folder of logs"
    stem, dot, ending = path.name.partition(".jsonl")
    return f"{kept_thread(stem)}{dot}{ending}" if dot else path.name
