"""Rows whose strings all tell something private."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent_corpus_file import Transcript
from agent_corpus_pen import milliseconds

START = milliseconds("2026-10-05") + 36_000_000
# what a reader needs to understand a row at all; the second set of rows spoils these
_KEPT = frozenset(
    "type subtype role timestamp id uuid parentUuid sessionId requestId model version speed "
    "service_tier inference_geo effort is_error tool_use_id thread_id session_id turn_id "
    "response_id call_id forked_from_id parent_thread_id thread_source kind cli_version "
    "advisorModel record_type messageId status stop_reason".split()
)
Row = dict[str, Any]


def laden(value: Any, planted: Sequence[str], key: str = "") -> Any:
    """Return a row with the planted strings in every string that may be any string."""
    if isinstance(value, dict):
        return {
            name if _is_name(name) else f"{name} {' '.join(planted)}": laden(one, planted, name)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [laden(one, planted, key) for one in value]
    if not isinstance(value, str) or key in _KEPT:
        return value
    return _filled(value, planted)


def _filled(value: str, planted: Sequence[str]) -> str:
    """Put the planted strings into a text; a path keeps its start and its extension."""
    stem, dot, kind = value.rpartition(".")
    if value.startswith("/") and dot:
        return f"{stem} {' '.join(planted)}.{kind}"
    return f"{value} {' '.join(planted)}"


def _is_name(key: str) -> bool:
    """Say whether a key is a field's name, and not a path or a name that somebody chose."""
    return re.fullmatch(r"\w+", key) is not None


def slugged(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "-", text)[:200]


def save_rows(path: Path, rows: Sequence[Row]) -> None:
    file = Transcript(path)
    for row in rows:
        file.add(row)
    file.save(START + 3_600_000)
