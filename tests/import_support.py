"""Experiments with invented agents' logs beside them, and what the log then holds."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent_corpus import Truth, make_corpus
from support import Answer, Cli


@dataclass(frozen=True, slots=True)
class Imports:
    """An experiment, and a folder with agents' logs."""

    cli: Cli
    logs: Path

    def __call__(self, *arguments: str, **environment: str) -> Answer:
        """Run `portlog` where the agents' logs are found."""
        return self.cli(*arguments, **(self.places | environment))

    @property
    def places(self) -> dict[str, str]:
        """The environment's variables that say where the agents' logs are."""
        return {
            "CLAUDE_CONFIG_DIR": str(self.logs / "claude"),
            "CODEX_HOME": str(self.logs / "codex"),
        }

    def take_in(self, *arguments: str) -> Answer:
        """Import the logs of all agents."""
        return self("session", "import", "all", *arguments)

    def corpus(self, seed: int, **sizes: float) -> Truth:
        """Write invented logs and return what they hold."""
        return make_corpus(self.logs, seed, experiment=self.cli.folder, **sizes)  # type: ignore[arg-type]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the answer to a query, decimals as they are written."""
        answer = self("query", sql, "--format", "json")
        assert answer.code == 0, answer.err
        rows: list[dict[str, Any]] = json.loads(answer.out, parse_float=Decimal)["rows"]
        return rows

    def texts(self) -> dict[str, bytes]:
        """Return the bytes of all public files."""
        return {path.name: path.read_bytes() for path in self.cli.path("data").iterdir()}


def claude_log(imports: Imports, name: str) -> Path:
    """Return where Claude Code would keep the log of a conversation."""
    folder = imports.logs / "claude" / "projects" / "-invented"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.jsonl"


def message(folder: Path, number: int, session: str, **changed: Any) -> str:
    """Return an invented row of a message, an hour after noon for each number, as one line."""
    usage = {"input_tokens": 10, "output_tokens": 100, "cache_read_input_tokens": 1000}
    told = {
        "type": "assistant",
        "sessionId": session,
        "cwd": str(folder),
        "version": "2.1.100",
        "gitBranch": "main",
        "uuid": f"row-{number}",
        "timestamp": f"2026-03-05T12:{number:02}:00.000Z",
        "message": {"id": f"msg_{number}", "model": "claude-opus-4-6", "usage": usage},
    }
    return json.dumps(told | changed) + "\n"
