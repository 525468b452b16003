"""Which sessions of the experiment the agents' own records know of, their transcripts apart."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from portlog.sources.agents.claude_settings import NAME, projects_here
from portlog.sources.agents.codex_state import Thread, threads
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.history import History, Mention, Sightings, plain_name
from portlog.sources.agents.prompt_rows import moment, prompt_rows
from portlog.sources.agents.readers import agent_named
from portlog.sources.agents.readers.codex import imported_threads

_HISTORY = "history.jsonl"
Placed = Mapping[str, bool]


class _ClaudePrompt(msgspec.Struct, frozen=True, gc=False):
    timestamp: float | None = None
    project: str | None = None
    sessionId: str | None = None  # noqa: N815  the file's name


class _CodexPrompt(msgspec.Struct, frozen=True, gc=False):
    session_id: str
    ts: float | None = None


_claude_prompt = msgspec.json.Decoder(_ClaudePrompt, strict=False)
_codex_prompt = msgspec.json.Decoder(_CodexPrompt, strict=False)


def history_of(agent: str, environ: Mapping[str, str], ground: Ground, placed: Placed) -> History:
    """Return what one agent's records tell; of an agent that has none, nothing.

    `placed` says of conversations with a transcript whether they are the experiment's.
    """
    history = History()
    if agent in _HISTORIES:
        _HISTORIES[agent](environ, ground, placed, history)
    return history


def _claude(environ: Mapping[str, str], ground: Ground, _placed: Placed, history: History) -> None:
    seen = Sightings(_HISTORY)
    for home in agent_named("claude").homes(environ):
        for row in prompt_rows(home / _HISTORY, _claude_prompt, history):
            _see(row, ground, seen, history)
    history.here += seen.mentions()
    for project in projects_here(environ, ground, history):
        if project.lastSessionId:
            history.here.append(Mention(NAME, plain_name(project.lastSessionId)))


def _see(row: _ClaudePrompt, ground: Ground, seen: Sightings, history: History) -> None:
    name = plain_name(row.sessionId or "")
    if row.project and ground.holds(row.project):
        seen.add(name, moment(row.timestamp, 1))
    elif name and not row.project:
        history.unplaced.add(name)


def _codex(environ: Mapping[str, str], ground: Ground, placed: Placed, history: History) -> None:
    homes = agent_named("codex").homes(environ)
    foreign = {name for home in homes for name in _foreign(home)}
    known = dict(placed)
    for thread in threads(environ, history):
        name = plain_name(thread.id)
        is_here = not thread.parent and thread.id not in foreign and ground.holds(thread.folder)
        known.setdefault(name, is_here)
        if is_here:
            history.here.append(_mention(thread, name))
    prompts = Sightings(_HISTORY)
    for home in homes:
        for row in prompt_rows(home / _HISTORY, _codex_prompt, history):
            prompts.add(plain_name(row.session_id), moment(row.ts, 1000))
    history.here += [one for one in prompts.mentions() if known.get(one.name)]
    history.unplaced |= prompts.times.keys() - known.keys() - foreign


def _mention(thread: Thread, name: str) -> Mention:
    return Mention(thread.source, name, thread.at, thread.at)


def _foreign(home: Path) -> frozenset[str]:
    try:
        return imported_threads(home)
    except OSError:
        return frozenset()


_HISTORIES: Mapping[str, Callable[[Mapping[str, str], Ground, Placed, History], None]] = {
    "claude": _claude,
    "codex": _codex,
}
