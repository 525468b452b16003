"""Claude Code: its transcripts, one file for each conversation and each of its sub-agents."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.claude_reading import Reading
from portlog.sources.agents.folders import files_below
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.lines import Damaged, blocks
from portlog.sources.agents.transcript import Transcript


def homes(environ: Mapping[str, str]) -> Sequence[Path]:
    """Return Claude Code's folders: `CLAUDE_CONFIG_DIR`, else both of its usual places."""
    named = [part.strip() for part in environ.get("CLAUDE_CONFIG_DIR", "").split(",")]
    if any(named):
        return [Path(part).expanduser() for part in named if part]
    config = environ.get("XDG_CONFIG_HOME") or "~/.config"
    return [Path(config, "claude").expanduser(), Path("~/.claude").expanduser()]


def logs(home: Path) -> Iterator[Path]:
    """Yield the transcripts below one of Claude Code's folders, or below any other."""
    if home.is_file():
        yield home
        return
    for path in files_below(_folder(home), _is_log):
        if "tool-results" not in path.parts:
            yield path


def places(home: Path) -> Sequence[Path]:
    """Return all that the transcripts below a folder depend on."""
    return [_folder(home)]


def _folder(home: Path) -> Path:
    projects = home / "projects"
    return projects if projects.is_dir() else home


def _is_log(name: str) -> bool:
    return name.endswith((".jsonl", ".jsonl.zst")) and name != "journal.jsonl"


def read(log: Path, ground: Ground, deep: bool) -> Transcript:  # noqa: FBT001  an Agent's interface
    """Return what one transcript tells; `deep` looks at the names of all fields."""
    reading = Reading(log, ground, deep=deep)
    at = 1
    try:
        for block in blocks(log):
            reading.take(block)
            at = block.number + block.lines
    except Damaged:
        reading.trouble(at, "it cannot be unpacked from here on")
    return reading.transcript()


AGENT = Agent("claude", homes, logs, read, places=places)
