"""Rows of Claude Code's transcripts: one chain of them, and the file that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agent_corpus_claude_tools import Deed, Tools
from agent_corpus_claude_usage import (
    SUFFIXED,
    Bill,
    Era,
    bill,
    placeholder_usage,
    shown_usage,
)
from agent_corpus_file import DAY_MS, Transcript
from agent_corpus_pen import Clock, Pen, stamp
from agent_corpus_truth import Book, Chapter, TrueMessage, moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation takes place, with which release."""

    era: Era
    session: str
    version: str
    cwd: str
    branch: str


@dataclass
class Strand:
    """One chain of rows: a conversation's own, or that of one of its sub-agents."""

    pen: Pen
    book: Book
    chapter: Chapter
    place: Place
    file: Transcript
    clock: Clock
    tools: Tools
    model: str
    agent: str | None = None
    sidechain: bool = False
    parent: str | None = None
    effort: str | None = None
    context: int = 12_000
    recent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chapter.versions.add(self.place.version)
        if self.place.branch:
            self.chapter.branches[self.place.branch] = None

    def has(self, trait: str) -> bool:
        return trait in self.place.era.traits

    def row(self, kind: str, ms: int, **told: Any) -> dict[str, Any]:
        """Write a row that is an event of the conversation."""
        made = self.framed(kind, stamp(ms), told)
        self.parent = made["uuid"]
        self.file.add(made)
        self.chapter.events.append(ms)
        return made

    def framed(self, kind: str, at: str, told: dict[str, Any]) -> dict[str, Any]:
        """Return a row with the fields that every kind has."""
        return {
            "parentUuid": self.parent,
            "isSidechain": self.sidechain,
            **({"agentId": self.agent} if self.agent else {}),
            "userType": "external",
            "cwd": self.place.cwd,
            "sessionId": self.place.session,
            "version": self.place.version,
            "gitBranch": self.place.branch,
            "type": kind,
            **told,
            "uuid": self.pen.uuid(),
            "timestamp": at,
        }

    def prompt(self) -> None:
        """Write what a person, or the agent above, asks for."""
        text = self.pen.prose(self.pen.skewed(180, 6_000))
        content: Any = text if self.pen.odds(0.5) else [{"type": "text", "text": text}]
        self.row("user", self.clock.ms, message={"role": "user", "content": content})

    def call(self, deed: Deed | None = None) -> TrueMessage:
        """Write a model's call, one row for each block, and note what it used."""
        self.context = min(self.context + self.pen.skewed(900, 20_000), 190_000)
        if self.context >= 190_000:
            self.context = 20_000
        told = bill(self.pen, self.place.era, self._model(), self.context)
        return self._written(told, self._blocks(deed))

    def _model(self) -> str:
        if self.has("full") and self.pen.chance("suffixes", 0.02):
            return self.pen.one(SUFFIXED)
        return self.model

    def _blocks(self, deed: Deed | None) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = []
        if self.pen.odds(0.6):
            thought = self.pen.prose(self.pen.skewed(250, 5_000))
            signature = self.pen.hex(self.pen.count(50, 300))
            blocks.append({"type": "thinking", "thinking": thought, "signature": signature})
        if deed is None or self.pen.odds(0.5):
            blocks.append({"type": "text", "text": self.pen.prose(self.pen.skewed(250, 5_000))})
        if deed:
            used = {"type": "tool_use", "id": self._tool_id(), "name": deed.name}
            blocks.append({**used, "input": deed.input})
        return blocks

    def _tool_id(self) -> str:
        return f"toolu_01{self.pen.hex(20)}"

    def _written(self, told: Bill, blocks: list[dict[str, Any]]) -> TrueMessage:
        name, request = f"msg_01{self.pen.hex(22)}", self._request()
        outputs = self._outputs(told.tokens.output, len(blocks))
        times = self._times(len(blocks))
        settled = outputs.index(told.tokens.output)
        shown = shown_usage(self.pen, self.place.era, told)
        models = self._models(told.model, outputs)
        for number, block in enumerate(blocks):
            final = outputs[number] == told.tokens.output
            usage = shown if final else placeholder_usage(shown, outputs[number])
            if models[number] != told.model:
                usage = {**usage, "input_tokens": usage["input_tokens"] + 7_777}
            message = self._message(name, models[number], block, usage)
            self._assistant(message, request, times[number], told)
        return self._noted(name, told, (times[0], times[settled]))

    def _request(self) -> str | None:
        return None if self.pen.chance("nulls", 0.01) else f"req_01{self.pen.hex(22)}"

    def _outputs(self, final: int, rows: int) -> list[int]:
        """Return the output figure of each row: placeholders first, the final one later."""
        if self.pen.odds(0.15) or not self.pen.chance("placeholders", 1):
            return [final] * rows
        early = [self.pen.count(1, 9) for _ in range(rows - 1)]
        if early and self.pen.odds(0.04):
            return [*early[1:], final, early[0]]
        return [*early, final]

    def _models(self, final: str, outputs: list[int]) -> list[str]:
        """Return the model each row names: another one before a fallback in mid-stream."""
        early = [output < max(outputs) for output in outputs]
        if any(early) and self.pen.chance("fallback", 0.004):
            return ["claude-opus-5-5" if before else final for before in early]
        return [final] * len(outputs)

    def _times(self, rows: int) -> list[int]:
        """Return the rows' times, on one UTC day unless a midnight between them is wanted."""
        self.clock.tick()
        left = DAY_MS - self.clock.ms % DAY_MS
        if rows > 1 and left < 900_000 and self.pen.chance("midnight", 0.7):
            self.clock.ms += left - 3
        elif left < 40_000:
            self.clock.ms += left
        return [self.clock.ms, *(self.clock.tick(40, 900) for _ in range(rows - 1))]

    def _message(
        self, name: str, model: str, block: dict[str, Any], usage: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "id": name,
            "type": "message",
            "role": "assistant",
            "model": model,
            "content": [block],
            "stop_reason": "tool_use" if block["type"] == "tool_use" else None,
            "stop_sequence": None,
            "usage": usage,
        }

    def _assistant(self, message: dict[str, Any], request: str | None, ms: int, told: Bill) -> None:
        extra: dict[str, Any] = {"requestId": request}
        if self.has("cost") and self.pen.chance("cost_usd", 0.9):
            extra["costUSD"] = round(told.tokens.total / 1e6, 6)
        if self.effort and self.has("effort"):
            extra["effort"] = self.effort
            self.chapter.efforts.add(self.effort)
        if told.advice:
            extra["advisorModel"] = told.advice.model
        made = self.row("assistant", ms, message=message, **extra)
        self.recent = [*self.recent[-5:], made]

    def _noted(self, name: str, told: Bill, times: tuple[int, int]) -> TrueMessage:
        for one in (told, told.advice):
            if one is not None:
                self.book.messages.append(self._true(name, one, times))
        return self._true(name, told, times)

    def _true(self, name: str, told: Bill, times: tuple[int, int]) -> TrueMessage:
        return TrueMessage(
            agent="claude",
            conversation=self.chapter.id,
            id=name,
            model=told.model,
            tier=told.tier,
            at=moment(times[0]),
            settled_at=moment(times[1]),
            tokens=told.tokens,
        )

    def result(self, deed: Deed) -> None:
        """Write a tool's result, and note what it truly changed."""
        told = {"type": "tool_result", "content": deed.said, "tool_use_id": self._last_tool()}
        failed = {"is_error": True} if deed.failed else {}
        message = {"role": "user", "content": [{**told, **failed}]}
        self.row("user", self.clock.tick(), message=message, toolUseResult=deed.result)
        if deed.edit:
            self.chapter.edited(*deed.edit)
        if deed.commit:
            self.chapter.commits[deed.commit] = None
        if deed.server:
            self.chapter.servers.add(deed.server)

    def _last_tool(self) -> str:
        blocks: Sequence[dict[str, Any]] = self.recent[-1]["message"]["content"]
        return str(blocks[-1].get("id", "toolu_01"))

    def step(self) -> None:
        """Write a call that uses a tool, and what came of it."""
        deed = self.tools.any()
        self.call(deed)
        if self.has("progress") and deed.name == "Bash":
            self._bash_progress()
        self.result(deed)
        self._housekeeping(deed)

    def _bash_progress(self) -> None:
        for _ in range(self.pen.count(0, 14) if self.pen.chance("progress", 1) else 0):
            output = {"type": "bash_progress", "output": self.pen.text(self.pen.skewed(60, 900))}
            self.row("progress", self.clock.tick(), data=output, toolUseID="bash-progress-1")

    def _housekeeping(self, deed: Deed) -> None:
        """Write the rows that no person and no model wrote."""
        if deed.edit and self.has("snapshots") and self.pen.chance("snapshots", 0.5):
            self.snapshot()
        if self.has("attachments"):
            self._attachments(deed)
        if self.pen.chance("drift", 0.004):
            self.row("weather-report", self.clock.ms, sky="clear")
        if self.pen.chance("synthetic", 0.008):
            self._synthetic()

    def snapshot(self) -> None:
        """Write a snapshot of the edited files' backups: no time of its own, at times large."""
        files = self.pen.skewed(12, 900 if self.tools.scale == 1 else 90)
        backups = {
            f"{self.tools.root}/src/{self.pen.word()}{number}.rs": {
                "backupFileName": f"{self.pen.hex(16)}@v{number % 7 + 1}",
                "version": number % 7 + 1,
                "backupTime": stamp(self.clock.ms),
            }
            for number in range(files)
        }
        name = self.pen.uuid()
        held = {"messageId": name, "trackedFileBackups": backups, "timestamp": stamp(self.clock.ms)}
        told = {"type": "file-history-snapshot", "messageId": name, "snapshot": held}
        self.file.add({**told, "isSnapshotUpdate": self.pen.odds(0.7)})

    def _attachments(self, deed: Deed) -> None:
        for _ in range(self.pen.count(0, 4) if self.pen.chance("housekeeping", 0.9) else 0):
            kind = self.pen.one(
                ("todo_reminder", "edited_text_file", "diagnostics", "skill_listing")
            )
            text = self.pen.text(self.pen.skewed(400, 9_000))
            self.row(
                "attachment", self.clock.tick(1, 60), attachment={"type": kind, "content": text}
            )
        if deed.name in {"Edit", "Bash"} and self.pen.chance("hooks", 0.12):
            self._hook("PreToolUse", f"PreToolUse:{deed.name}")

    def _hook(self, event: str, name: str) -> None:
        command = f"python3 hooks/{event.lower()}.py --quiet"
        told = {"type": "hook_success", "hookName": name, "hookEvent": event, "content": ""}
        more = {"stdout": "", "stderr": "", "exitCode": 0, "command": command, "durationMs": 31}
        used = {"toolUseID": self._last_tool()}
        self.row("attachment", self.clock.tick(1, 60), attachment={**told, **used, **more})
        self.chapter.hooks.add(event)
        self.chapter.hook_commands.add(command)

    def _synthetic(self) -> None:
        """Write an error of the API as Claude Code shows it: an answer that no model gave."""
        block = {"type": "text", "text": "API Error: 529 overloaded_error"}
        usage = {"input_tokens": 0, "output_tokens": 0, "cache_creation_input_tokens": 0}
        message = self._message(self.pen.uuid(), "<synthetic>", block, usage)
        told = {"isApiErrorMessage": True, "error": "server_error"}
        self.row("assistant", self.clock.tick(), message=message, **told)

    def finish_turn(self, began: int) -> None:
        """Write what stands at the end of a turn: its hooks and how long it took."""
        if self.has("full") and self.pen.chance("hooks", 0.3):
            self._stop_hook()
        if self.has("durations") and self.pen.odds(0.8):
            took = self.clock.ms - began
            self.row(
                "system",
                self.clock.tick(1, 40),
                subtype="turn_duration",
                durationMs=took,
                isMeta=False,
            )
            self.chapter.took(took)
        if self.has("durations") and self.pen.chance("compaction", 0.02):
            self._compaction()
        if self.pen.chance("housekeeping", 0.5):
            self._remarks()

    def _stop_hook(self) -> None:
        command = "bash hooks/stop.sh"
        told = {"hookCount": 1, "hookInfos": [{"command": command, "durationMs": 12}]}
        more = {
            "hookErrors": [],
            "preventedContinuation": False,
            "stopReason": "",
            "hasOutput": True,
        }
        self.row(
            "system",
            self.clock.tick(1, 40),
            subtype="stop_hook_summary",
            **told,
            **more,
            level="info",
        )
        self.chapter.hooks.add("Stop")
        self.chapter.hook_commands.add(command)

    def _compaction(self) -> None:
        told = {"trigger": "auto", "preTokens": self.context}
        text = "Conversation compacted"
        self.row(
            "system",
            self.clock.tick(),
            subtype="compact_boundary",
            content=text,
            compactMetadata=told,
        )
        content = "This session is being continued. " + self.pen.prose(2_000)
        message = {"role": "user", "content": content}
        self.row("user", self.clock.tick(1, 9), message=message, isCompactSummary=True)
        self.context = 20_000

    def _remarks(self) -> None:
        """Write rows without a time, and one with a time that is an event."""
        session = self.place.session
        kind = self.pen.one(("summary", "ai-title", "permission-mode", "last-prompt", "queue"))
        rows: dict[str, dict[str, Any]] = {
            "summary": {"type": "summary", "summary": self.pen.prose(60), "leafUuid": self.parent},
            "ai-title": {"type": "ai-title", "aiTitle": self.pen.prose(50), "sessionId": session},
            "permission-mode": {
                "type": "permission-mode",
                "permissionMode": "acceptEdits",
                "sessionId": session,
            },
            "last-prompt": {
                "type": "last-prompt",
                "lastPrompt": self.pen.prose(90),
                "sessionId": session,
            },
            "queue": {
                "type": "queue-operation",
                "operation": "enqueue",
                "timestamp": stamp(self.clock.ms),
                "sessionId": session,
                "content": self.pen.prose(90),
            },
        }
        self.file.add(rows[kind])

    def elsewhere(self, path: Path, agent: str | None, **changed: Any) -> "Strand":
        """Return a new chain in another file that goes on from this one's time."""
        return replace(
            self,
            file=Transcript(path),
            clock=Clock(self.pen, self.clock.ms),
            agent=agent,
            sidechain=agent is not None,
            parent=None,
            recent=[],
            context=9_000,
            **changed,
        )
