"""Invented rollouts of Codex, row by row: the shapes follow public descriptions of the format."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.ground import Ground, ground_of
from portlog.sources.agents.readers import agent_named
from portlog.sources.agents.transcript import Call, Transcript

CODEX: Agent = agent_named("codex")
PORT = "/srv/port"
GROUND: Ground = ground_of([PORT])
BEGUN = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
ONE = "019f0000-0000-7000-a000-000000000001"
TWO = "019f0000-0000-7000-a000-000000000002"
THREE = "019f0000-0000-7000-a000-000000000003"
Row = dict[str, Any]


def stamp(seconds: float) -> str:
    moment = BEGUN + timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ms(seconds: float) -> int:
    return round((BEGUN + timedelta(seconds=seconds)).timestamp() * 1000)


def row(at: float, kind: str, payload: Any, **more: Any) -> Row:
    return {"timestamp": stamp(at), "type": kind, "payload": payload, **more}


def event(at: float, kind: str, **told: Any) -> Row:
    return row(at, "event_msg", {"type": kind, **told})


def item(at: float, kind: str, **told: Any) -> Row:
    return row(at, "response_item", {"type": kind, **told})


def meta(thread: str = ONE, at: float = 0, **more: Any) -> Row:
    told = {"id": thread, "cwd": PORT, "cli_version": "0.150.0", "source": "cli", **more}
    return row(at, "session_meta", told)


def context(at: float = 1, model: str = "gpt-6-astra", **more: Any) -> Row:
    return row(at, "turn_context", {"cwd": PORT, "model": model, **more})


def tokens(whole: int, output: int, cached: int = 0, written: int = 0) -> Mapping[str, int]:
    return {
        "input_tokens": whole,
        "cached_input_tokens": cached,
        "cache_write_input_tokens": written,
        "output_tokens": output,
        "reasoning_output_tokens": 0,
        "total_tokens": whole + output,
    }


def count(at: float, total: Mapping[str, int] | None, last: Mapping[str, int] | None) -> Row:
    shown = {"total_token_usage": total, "last_token_usage": last}
    return event(at, "token_count", info={k: v for k, v in shown.items() if v is not None})


def record(at: float, response: str, usage: Mapping[str, int | None], **more: Any) -> Row:
    told = {"thread_id": ONE, "response_id": response, "usage": usage, **more}
    return row(at, "token_usage_record", told)


def content_of(rows: Sequence[Row]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in rows)


def log_of(folder: Path, rows: Sequence[Row] | bytes, thread: str = ONE) -> Path:
    path = folder / f"rollout-2026-08-03T09-00-00-{thread}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rows if isinstance(rows, bytes) else content_of(rows))
    return path


def read(log: Path, *, deep: bool = False) -> Transcript:
    return CODEX.read(log, GROUND, deep)


def told_by(folder: Path, *rows: Row) -> Transcript:
    return read(log_of(folder, rows))


def in_and_out(calls: Sequence[Call]) -> list[tuple[int, int]]:
    return [(one.input + one.cache_read + one.cache_write_5m, one.output) for one in calls]
