"""`.claude.json`: what Claude Code itself counted of the last session in each folder.

Its totals are those of the process that ended last; one that was resumed goes on from them.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import msgspec

from portlog.sources.agents.ground import Ground
from portlog.sources.agents.history import History, Trouble

NAME = ".claude.json"


class ModelCount(msgspec.Struct, frozen=True, gc=False):
    """What one model did in a session, by Claude Code's own count; `costUSD` by its own prices."""

    inputTokens: int | None = None  # noqa: N815  the file's names
    outputTokens: int | None = None  # noqa: N815
    cacheReadInputTokens: int | None = None  # noqa: N815
    cacheCreationInputTokens: int | None = None  # noqa: N815
    webSearchRequests: int | None = None  # noqa: N815
    costUSD: Decimal | None = None  # noqa: N815


class Project(msgspec.Struct, frozen=True):
    """The last session in one folder; `lastDuration` is how long its window was open, in ms."""

    lastSessionId: str | None = None  # noqa: N815
    lastCost: Decimal | None = None  # noqa: N815
    lastModelUsage: dict[str, ModelCount] | None = None  # noqa: N815
    lastLinesAdded: int | None = None  # noqa: N815
    lastLinesRemoved: int | None = None  # noqa: N815
    lastDuration: Decimal | None = None  # noqa: N815
    lastTotalInputTokens: int | None = None  # noqa: N815
    lastTotalOutputTokens: int | None = None  # noqa: N815
    lastTotalCacheReadInputTokens: int | None = None  # noqa: N815
    lastTotalCacheCreationInputTokens: int | None = None  # noqa: N815
    lastTotalWebSearchRequests: int | None = None  # noqa: N815


class _Settings(msgspec.Struct, frozen=True):
    projects: dict[str, msgspec.Raw] = {}


_settings = msgspec.json.Decoder(_Settings).decode
_project = msgspec.json.Decoder(Project, strict=False).decode


def settings_files(environ: Mapping[str, str]) -> list[Path]:
    """Return where Claude Code keeps the file: in its folder, or else in the home folder."""
    named = [part.strip() for part in environ.get("CLAUDE_CONFIG_DIR", "").split(",")]
    folders = [Path(part) for part in named if part] or [Path("~"), Path("~/.claude")]
    return [folder.expanduser() / NAME for folder in folders]


def projects_here(
    environ: Mapping[str, str], ground: Ground, history: History
) -> Iterator[Project]:
    """Yield what the files tell of the experiment's folders; troubles go into the history."""
    for path in settings_files(environ):
        history.looked_for.append(path)
        if path.exists():
            history.read.append(path)
            yield from _projects(path, ground, history)


def _projects(path: Path, ground: Ground, history: History) -> Iterator[Project]:
    try:
        folders = _settings(path.read_bytes()).projects
    except OSError as error:
        history.troubles.append(Trouble(path, 0, error.strerror or "cannot be read"))
        return
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        history.troubles.append(Trouble(path, 0, "not JSON of a known form"))
        return
    for folder, told in folders.items():
        if ground.holds(folder):
            yield from _one(path, told, history)


def _one(path: Path, told: msgspec.Raw, history: History) -> Iterator[Project]:
    try:
        yield _project(told)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        history.troubles.append(Trouble(path, 0, "an entry of this folder is of no known form"))
