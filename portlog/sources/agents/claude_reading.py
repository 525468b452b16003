"""One pass over one of Claude Code's transcripts."""

import re
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from portlog.sources.agents.claude_edits import commits_in, edit_in
from portlog.sources.agents.claude_lines import (
    Unread,
    row_of,
    rows_of,
    times_of,
    unknown_fields,
    where,
)
from portlog.sources.agents.claude_rows import (
    KINDS,
    Block,
    Embedded,
    Hook,
    Message,
    Progress,
    Row,
    Thinking,
    ToolResult,
)
from portlog.sources.agents.claude_usage import Usages
from portlog.sources.agents.ground import Ground
from portlog.sources.agents.lines import Block as Lines
from portlog.sources.agents.lines import Line
from portlog.sources.agents.names import is_plain
from portlog.sources.agents.transcript import Transcript, Trouble, Turn, key_of, milliseconds

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_REPORTS = frozenset({"system", "attachment", "progress"})
_OWN, _ASIDE, _EMBEDDED = 2, 1, 0
_UNSAID = Thinking()
_NOTHING = msgspec.UNSET


class Reading:
    """Takes the lines of a transcript, and gives what they told."""

    def __init__(self, log: Path, ground: Ground, *, deep: bool) -> None:
        """Begin a transcript; `deep` looks at the names of all fields."""
        self._log = log
        self._ground = ground
        self._deep = deep
        self._usages = Usages()
        self._times = array("q")
        self._kinds: Counter[str] = Counter()
        self._drift: Counter[str] = Counter()
        self._folders: dict[str, None] = {}
        self._session = self._forked_from = ""
        self._folder = ""
        self._names: dict[str, dict[str, None]] = {
            name: {} for name in ("effort", "hooks", "servers", "commits")
        }
        self._told = Transcript("")

    def take(self, lines: Lines) -> None:
        """Take what some lines tell: at once if all are well, else one by one."""
        rows = None if self._deep or lines.cut or not lines.ended else rows_of(lines)
        if rows is None:
            for number, content in enumerate(lines.content.split(b"\n"), lines.number):
                if content:
                    self._take_line(Line(number, content, lines.ended, lines.cut))
            return
        self._take_rows(rows, lines.number)

    def trouble(self, number: int, why: str) -> None:
        """Note a line that cannot be read."""
        self._told.unreadable.append(Trouble(number, why))

    def transcript(self) -> Transcript:
        """Return all that was told."""
        told = self._told
        told.thread, told.parent = _thread(self._log, self._session)
        copied = self._forked_from or ("" if told.parent else self._session)
        told.copied_from = "" if copied == told.thread else copied
        told.inside = any(map(self._ground.holds, self._folders))
        told.calls = self._usages.calls()
        told.kinds = dict(self._kinds)
        told.drift = self._all_drift(told.kinds)
        told.events = self._times.tobytes()
        for name, found in self._names.items():
            setattr(told, name, list(found))
        return told

    def _all_drift(self, kinds: Mapping[str, int]) -> dict[str, int]:
        for kind in kinds.keys() - KINDS:
            self._drift[f"kind {_shown(kind)}"] = kinds[kind]
        for name, rows in self._usages.unknown_fields.items():
            self._drift[f"usage field {_shown(name)}"] += rows
        return dict(self._drift)

    def _take_line(self, line: Line) -> None:
        found = row_of(line)
        if isinstance(found, Unread):
            self._take_unread(found, line.number)
        elif found is not None:
            self._take_rows((found,), line.number)
            for name in unknown_fields(line) if self._deep else ():
                self._drift[f"field {_shown(name)}"] += 1

    def _take_unread(self, unread: Unread, number: int) -> None:
        if unread.kind is not None:
            self._kinds[unread.kind] += 1
        if unread.why:
            self.trouble(number, unread.why)

    def _take_rows(self, rows: Sequence[Row[Any]], number: int) -> None:  # noqa: C901  each call that it saves is one for every row
        """Take rows; the loop asks of each for nothing that most do not have."""
        told, effort = self._told, None
        times = times_of(rows)
        self._kinds.update([row.type for row in rows])
        self._times.extend([at for at in times if at is not None])
        for index, row in enumerate(rows):
            message, result = row.message, row.toolUseResult
            if row.cwd is not None and (row.cwd != self._folder or row.gitBranch != told.branch):
                self._note_place(row)
            if type(message) is Message and message.usage is not _NOTHING:
                self._take_message(row, message, times[index], number + index)
            if type(result) is ToolResult:
                self._take_result(row, result)
            if row.subtype is not None or row.data is not None:
                self._take_report(row, number + index)
            if type(row.attachment) is Hook and row.attachment.hookEvent is not None:
                self._take_hook(row, row.attachment)
            if row.effort not in (None, effort) or row.thinkingMetadata is not None:
                effort = self._take_effort(row)

    def _note_place(self, row: Row[Any]) -> None:
        self._folder = row.cwd or ""
        self._folders[self._folder] = None
        if not self._session:
            self._session = row.sessionId or ""
        if row.forkedFrom is not None and not self._forked_from:
            self._forked_from = row.forkedFrom.sessionId or ""
        if row.gitBranch:
            self._told.branch = row.gitBranch
        if row.version:
            self._told.version = row.version

    def _take_message(
        self, row: Row[Any], message: Message[Any], at: int | None, number: int
    ) -> None:
        usage: Any = message.usage
        if at is not None:
            name = message.id or row.requestId or row.uuid or f"{self._log.name}:{number}"
            rank = _ASIDE if row.isSidechain else _OWN
            try:
                self._usages.take(usage, name, message.model or "", at, rank)
            except ValueError as error:
                self.trouble(number, where(error))
        if row.type == "assistant" and type(message.content) is list:
            for block in message.content:
                if type(block) is Block and block.name and block.name.startswith("mcp__"):
                    self._note("servers", block.name.split("__")[1])

    def _take_effort(self, row: Row[Any]) -> str | None:
        """Note how hard the model was to think, and return what need not be noted again."""
        message = row.message
        if type(message) is not Message or (message.usage is _NOTHING and row.type != "user"):
            return None
        self._note("effort", row.effort or (row.thinkingMetadata or _UNSAID).level)
        return row.effort

    def _take_result(self, row: Row[Any], result: ToolResult) -> None:
        if result.filePath is not None and row.cwd is not None:
            self._take_edit(row, result, row.cwd)
        if result.stdout or result.gitOperation is not None:
            for sha in commits_in(result):
                self._note("commits", sha)

    def _take_edit(self, row: Row[Any], result: ToolResult, folder: str) -> None:
        place = self._ground.place(result.filePath or "", folder)
        if place is not None:
            edit = edit_in(result, place, key_of("edit", _tool_call(row) or row.uuid or ""))
            if edit is not None:
                self._told.edits.append(edit)

    def _take_report(self, row: Row[Any], number: int) -> None:
        if row.type not in _REPORTS:
            return
        if row.subtype is not None:
            self._take_event(row, number)
        if isinstance(row.data, Progress):
            self._take_hook(row, row.data)
            if isinstance(row.data.message, Embedded):
                self._take_embedded(row.data.message, number)

    def _take_hook(self, row: Row[Any], report: Hook | Progress[Any]) -> None:
        if row.type in _REPORTS:
            self._note("hooks", report.hookEvent)

    def _take_event(self, row: Row[Any], number: int) -> None:
        if row.subtype == "turn_duration" and row.durationMs is not None and row.durationMs >= 0:
            key = key_of("turn", row.uuid or f"{self._log.name}:{number}")
            self._told.turns.append(Turn(key, round(row.durationMs)))
        if row.subtype == "stop_hook_summary":
            self._note("hooks", "Stop")

    def _take_embedded(self, embedded: Embedded[Any], number: int) -> None:
        message = embedded.message
        if not isinstance(message, Message) or not message.id or message.usage is _NOTHING:
            return
        if embedded.timestamp is not None:
            at = milliseconds(embedded.timestamp)
            try:
                self._usages.take(message.usage, message.id, message.model or "", at, _EMBEDDED)
            except ValueError as error:
                self.trouble(number, where(error))

    def _note(self, name: str, found: str | None) -> None:
        if found:
            self._names[name][found] = None


def _thread(log: Path, session: str) -> tuple[str, str]:
    """Return what a transcript's conversation is called, and the one that it works for."""
    stem = log.name.partition(".jsonl")[0]
    folders = log.parts[:-1]
    if "subagents" in folders:
        root = folders[len(folders) - 1 - folders[::-1].index("subagents") - 1]
        return f"{root}/{stem}", root
    if stem.startswith("agent-") and session:
        return f"{session}/{stem}", session
    if _UUID.match(stem):
        return stem, ""
    if _UUID.match(log.parent.name):
        return f"{log.parent.name}/{stem}", log.parent.name
    return session or stem, ""


def _tool_call(row: Row[Any]) -> str | None:
    content = row.message.content if isinstance(row.message, Message) else None
    blocks = content if isinstance(content, list) else []
    return next((b.tool_use_id for b in blocks if isinstance(b, Block) and b.tool_use_id), None)


def _shown(name: str) -> str:
    return name if is_plain(name) else "(not a plain name)"
