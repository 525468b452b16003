"""Invented folders of Claude Code and Codex, row by row: transcripts, histories and counts."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support import Cli

MODEL = "claude-opus-4-6"
BEGUN = datetime(2026, 3, 5, 9, tzinfo=UTC)
# none of these words may ever come out
PROMPT = "Please port the loop, said Jane of jane@example.com"
USAGE = {
    "input_tokens": 1000,
    "cache_creation_input_tokens": 2000,
    "cache_read_input_tokens": 30000,
    "output_tokens": 500,
}


def uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def at(minutes: float) -> str:
    return (BEGUN + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def lines(rows: Iterable[Any]) -> str:
    # without spaces, as the agents write: others look for `"usage":{`
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder of somebody who ports in the command line's folder."""

    cli: Cli

    @property
    def claude(self) -> Path:
        return self.cli.home / ".claude"

    @property
    def codex(self) -> Path:
        return self.cli.home / ".codex"

    @property
    def cwd(self) -> str:
        return str(self.cli.folder)

    def transcript(
        self, number: int, minutes: float = 0, *, answered: bool = True, commit: str = ""
    ) -> Path:
        """Write a conversation of one prompt, with its answer or without."""
        session = uuid(number)
        common = {"sessionId": session, "cwd": self.cwd, "version": "2.1.97"}
        user = {"type": "user", "uuid": f"u{number}", "timestamp": at(minutes), **common}
        rows: list[dict[str, Any]] = [{**user, "message": {"role": "user", "content": PROMPT}}]
        if answered:
            message = {"id": f"msg_{number}", "model": MODEL, "role": "assistant", "usage": USAGE}
            told = {"type": "assistant", "timestamp": at(minutes + 5), **common}
            ids = {"uuid": f"a{number}", "requestId": f"req_{number}"}
            rows.append({**told, **ids, "message": message})
        if commit:
            result = {"stdout": "", "gitOperation": {"commit": {"sha": commit}}}
            rows.append({**user, "timestamp": at(minutes + 6), "toolUseResult": result})
        slug = "".join(char if char.isalnum() else "-" for char in self.cwd)
        path = self.claude / "projects" / slug / f"{session}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines(rows))
        return path

    def prompts(self, *rows: dict[str, Any], tail: str = "") -> None:
        """Write Claude Code's history; a row says what of the usual is otherwise."""
        self.claude.mkdir(exist_ok=True)
        usual = {"display": PROMPT, "pastedContents": {}, "project": self.cwd}
        told = [{**usual, "timestamp": int(BEGUN.timestamp() * 1000), **row} for row in rows]
        (self.claude / "history.jsonl").write_text(lines(told) + tail)

    def settings(self, **project: Any) -> None:
        """Write `.claude.json` with what it says of the experiment's folder."""
        other = {"lastSessionId": uuid(999), "lastCost": 7, "history": [PROMPT]}
        told = {"oauthAccount": {"emailAddress": "jane@example.com"}}
        projects = {self.cwd: project, "/elsewhere": other}
        (self.cli.home / ".claude.json").write_text(json.dumps({**told, "projects": projects}))

    def rollout(self, number: int, tokens: int = 1100, cwd: str = "", parent: str = "") -> Path:
        """Write a thread of one turn in which so many tokens were used, 100 of them written."""
        name = uuid(number)
        meta: dict[str, Any] = {"id": name, "timestamp": at(0), "cwd": cwd or self.cwd}
        if parent:
            meta["source"] = {"subagent": {"thread_spawn": {"parent_thread_id": parent}}}
        used = {"input_tokens": tokens - 100, "cached_input_tokens": 0, "output_tokens": 100}
        used["total_tokens"] = tokens
        info = {"total_token_usage": used, "last_token_usage": used}
        context = {"turn_id": "t", "model": "gpt-5.1-codex", "cwd": cwd or self.cwd}
        rows = [
            {"timestamp": at(0), "type": "session_meta", "payload": meta},
            {"timestamp": at(0), "type": "turn_context", "payload": context},
            {
                "timestamp": at(number / 10),
                "type": "event_msg",
                "payload": {"type": "token_count", "info": info},
            },
        ]
        folder = self.codex / "sessions" / "2026" / "03" / "05"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"rollout-2026-03-05T09-00-00-{name}.jsonl"
        path.write_text(lines(rows))
        return path

    def asked_codex(self, *numbers: int) -> None:
        """Write Codex's history of prompts."""
        self.codex.mkdir(exist_ok=True)
        rows = [
            {"session_id": uuid(n), "ts": int(BEGUN.timestamp()), "text": PROMPT} for n in numbers
        ]
        (self.codex / "history.jsonl").write_text(lines(rows))

    def state(
        self, *threads: tuple[int, int], cwd: str = "", name: str = "state_5.sqlite"
    ) -> sqlite3.Connection:
        """Write Codex's database with threads and their tokens; it stays open, as in use."""
        self.codex.mkdir(exist_ok=True)
        database = sqlite3.connect(self.codex / name)
        database.execute("pragma journal_mode = wal")
        database.execute(
            "create table if not exists threads (id text primary key, rollout_path text, "
            "created_at integer, source text, cwd text, title text, tokens_used integer)"
        )
        begun = int(BEGUN.timestamp())
        rows = [(uuid(n), "cli", cwd or self.cwd, PROMPT, used) for n, used in threads]
        database.executemany(
            f"insert into threads values (?, '/x', {begun}, ?, ?, ?, ?)",  # noqa: S608
            rows,
        )
        database.commit()
        return database
