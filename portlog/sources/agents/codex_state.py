"""Codex's own database of its threads: which there are, whose they are, and their tokens.

`title`, `first_user_message` and the like hold what people wrote: no query here names them.
"""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portlog.sources.agents.history import History, Trouble
from portlog.sources.agents.prompt_rows import moment
from portlog.sources.agents.sqlite_image import Unusable, opened

_NAME = re.compile(r"state_(\d{1,6})\.sqlite\Z", re.ASCII)
_NEEDED = frozenset({"id", "cwd", "tokens_used"})


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread as Codex's database has it; `parent` is the thread that a sub-agent works for.

    `tokens` is what it counted in all, `at` its beginning in milliseconds since 1970. The
    parent is `?` where only this much is told: it has one.
    """

    id: str
    folder: str
    tokens: int | None
    at: int | None
    parent: str
    source: str


def state_files(environ: Mapping[str, str]) -> list[Path]:
    """Return the databases of threads: of each folder the one of the newest form."""
    named = environ.get("CODEX_SQLITE_HOME", "").strip()
    homes = [part.strip() for part in environ.get("CODEX_HOME", "").split(",")]
    folders = [named] if named else [part for part in homes if part] or ["~/.codex"]
    return [_newest(Path(folder).expanduser()) for folder in folders]


def threads(environ: Mapping[str, str], history: History) -> Iterator[Thread]:
    """Yield all threads of the databases that exist; troubles go into the history."""
    for path in state_files(environ):
        history.looked_for.append(path)
        if path.exists():
            history.read.append(path)
            yield from _threads(path, history)


def root_of(thread: str, parents: Mapping[str, str]) -> str:
    """Return the thread that nobody started for another, above one."""
    passed = {thread}
    while (parent := parents.get(thread, "")) and parent not in passed:
        thread = parent
        passed.add(thread)
    return thread


def _newest(folder: Path) -> Path:
    found = {int(m[1]): p for p in _files(folder) if (m := _NAME.match(p.name))}
    return found[max(found)] if found else folder / "state_5.sqlite"


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _threads(path: Path, history: History) -> list[Thread]:
    try:
        with opened(path) as database:
            return _read(database, path.name)
    except Unusable as error:
        history.troubles.append(Trouble(path, 0, str(error)))
        return []


def _read(database: sqlite3.Connection, source: str) -> list[Thread]:
    there = _columns(database, "threads")
    missing = _NEEDED - there
    if missing:
        raise Unusable(f"its threads have no {' and no '.join(sorted(missing))}")
    edges = _edges(database)
    wanted = ["id", "cwd", "tokens_used", *_optional(there)]
    rows = database.execute(f"select {', '.join(wanted)} from threads")  # noqa: S608  fixed names
    found = (dict(zip(wanted, row, strict=True)) for row in rows)
    return [_thread(row, edges, source) for row in found if isinstance(row["id"], str)]


def _optional(there: Collection[str]) -> list[str]:
    return [name for name in ("created_at", "source", "thread_source") if name in there]


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in database.execute(f"pragma table_info({table})")}


def _edges(database: sqlite3.Connection) -> dict[str, str]:
    if not {"parent_thread_id", "child_thread_id"} <= _columns(database, "thread_spawn_edges"):
        return {}
    rows = database.execute("select child_thread_id, parent_thread_id from thread_spawn_edges")
    return {str(child): str(parent) for child, parent in rows}


def _thread(row: Mapping[str, object], edges: Mapping[str, str], source: str) -> Thread:
    name, tokens, at = str(row["id"]), row["tokens_used"], row.get("created_at")
    return Thread(
        name,
        str(row["cwd"] or ""),
        tokens if isinstance(tokens, int) and tokens >= 0 else None,
        moment(at, 1000) if isinstance(at, int | float) else None,
        edges.get(name) or _parent_told(row),
        source,
    )


def _parent_told(row: Mapping[str, object]) -> str:
    """Return the parent that a thread's origin names: `cli`, or JSON for a sub-agent's."""
    told = str(row.get("source") or "")
    if "subagent" not in told and row.get("thread_source") != "subagent":
        return ""
    try:
        parent = json.loads(told)["subagent"]["thread_spawn"]["parent_thread_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return "?"
    return parent if isinstance(parent, str) and parent else "?"
