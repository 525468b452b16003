"""What a tool of Claude Code's did to files and to the repository."""

import re

import msgspec

from portlog.sources.agents.claude_rows import ToolResult
from portlog.sources.agents.ground import Place
from portlog.sources.agents.transcript import Edit

_COMMITTED = re.compile(r"^\[[^\]\n]{1,200} ([0-9a-f]{7,40})\] ", re.MULTILINE)
_LONGEST_OUTPUT = 16 * 1024


def edit_in(result: ToolResult, place: Place, key: str) -> Edit | None:
    """Return the edit that a result reports; None for a tool that changed no lines."""
    if result.structuredPatch is None:
        return None
    added = removed = 0
    for hunk in result.structuredPatch:
        marks = [line[:1] for line in hunk.lines]
        added += marks.count("+")
        removed += marks.count("-")
    if not result.structuredPatch and result.type == "create":
        added = _lines_in(result.content)
    return Edit(key, place.language, place.module, added, removed) if added or removed else None


def commits_in(result: ToolResult) -> list[str]:
    """Return the commits that a command made, as it named them."""
    operation = result.gitOperation
    if operation is not None and operation.commit is not None and operation.commit.sha:
        return [operation.commit.sha]
    printed = memoryview(result.stdout)
    if not printed or len(printed) > _LONGEST_OUTPUT:
        return []
    content = bytes(printed)
    if content.startswith(b'"[') or b"\\n[" in content:
        return _COMMITTED.findall(_text(result.stdout))
    return []


def _lines_in(content: msgspec.Raw) -> int:
    text = _text(content)
    return text.count("\n") + (not text.endswith("\n")) if text else 0


def _text(raw: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(raw, type=str) if raw else ""
    except msgspec.DecodeError:
        return ""
