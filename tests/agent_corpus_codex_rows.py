"""Rows of Codex's rollouts: one thread of them, with its running totals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent_corpus_claude_tools import SERVERS
from agent_corpus_codex_usage import CodexEra, Totals
from agent_corpus_file import Transcript
from agent_corpus_pen import Clock, Pen, stamp
from agent_corpus_truth import Book, Chapter, TrueMessage, line_count, moment

_WINDOW = 258_400


@dataclass
class Thread:
    """One rollout: what is written into it, and what of that is truly new."""

    pen: Pen
    book: Book
    chapter: Chapter
    era: CodexEra
    id: str
    version: str
    cwd: str | None
    file: Transcript
    clock: Clock
    scale: float
    model: str
    root: bool = True
    tier: str = "standard"
    totals: Totals = field(default_factory=Totals)
    spent: Totals = field(default_factory=Totals)
    turn: str = ""
    effort: str | None = None

    def has(self, trait: str) -> bool:
        return trait in self.era.traits

    @property
    def writes(self) -> bool:
        return self.has("writes") and "codex_cache_write" in self.pen.features

    def row(self, kind: str, payload: Mapping[str, Any], ms: int | None = None) -> None:
        """Write a row that is an event of the conversation."""
        at = self.clock.tick(1, 1_500) if ms is None else ms
        self.file.add({"timestamp": stamp(at), "type": kind, "payload": payload})
        self.chapter.events.append(at)

    def event(self, kind: str, ms: int | None = None, **told: Any) -> None:
        self.row("event_msg", {"type": kind, **told}, ms)

    def item(self, kind: str, **told: Any) -> None:
        self.row("response_item", {"type": kind, **told})

    def meta(self, **more: Any) -> None:
        """Write the first row, which names the thread."""
        self.chapter.versions.add(self.version)
        branch = self.pen.one(("main", "port/agent-loop", None))
        if self.root and branch:
            self.chapter.branches[branch] = None
        told: dict[str, Any] = {
            "id": self.id,
            "timestamp": stamp(self.clock.ms - self.pen.count(0, 2_500)),
            "cwd": self.cwd,
            "originator": "codex-tui",
            "cli_version": self.version,
            "source": "cli",
            "model_provider": "openai",
            **more,
        }
        if self.has("threads"):
            told = {"session_id": self.id, "thread_source": "user", **told}
        if self.has("big"):
            told["base_instructions"] = {"text": self._instructions()}
        remote = "git@example.invalid:port/experiment.git"
        git = {"commit_hash": self.pen.hex(40), "branch": branch, "repository_url": remote}
        self.row("session_meta", {**told, **({"git": git} if branch else {})}, self.clock.ms)

    def _instructions(self) -> str:
        return self.pen.prose(1_200 + int(20_000 * self.scale))

    def turn_of(self, calls: int, room: int) -> None:
        """Write a turn: settings, prompt, calls with their tools, and how it ended."""
        self.clock.pause()
        self.turn = self.pen.uuid()
        began = self.clock.ms
        self._settings()
        self.event("task_started", turn_id=self.turn, model_context_window=_WINDOW)
        self._context()
        self._prompt()
        if self.pen.chance("codex_null_info", 0.1):
            self._token_count(None)
        for _ in range(calls):
            self.step()
            if self.file.size > room:
                break
        self.call()
        self._answer()
        self._end(began)

    def _settings(self) -> None:
        """Change the service tier, the model or the effort, as people do between turns."""
        if self.has("threads") and self.pen.chance("codex_tiers", 0.06):
            self.set_tier(self.pen.one(("priority", "flex", "default", "default")))
        if self.pen.chance("codex_model_change", 0.05):
            self.model = self.pen.one(self.era.models)

    def set_tier(self, tier: str) -> None:
        told = {"model": self.model, "service_tier": tier}
        self.event("thread_settings_applied", thread_settings=told)
        self.tier = "standard" if tier == "default" else tier

    def _context(self) -> None:
        told: dict[str, Any] = {"turn_id": self.turn, "cwd": self.cwd, "model": self.model}
        if self.effort and self.pen.chance("effort", 1):
            told["effort"] = self.effort
            self.chapter.efforts.add(self.effort)
        policy = {"approval_policy": "on-request", "sandbox_policy": {"mode": "workspace-write"}}
        self.row("turn_context", {**told, **policy, "summary": "auto", "timezone": "Etc/UTC"})

    def _prompt(self) -> None:
        text = self.pen.prose(self.pen.skewed(200, 6_000))
        block = {"type": "input_text", "text": text}
        self.item("message", role="user", content=[block])
        self.event("user_message", message=text, images=[])

    def _answer(self) -> None:
        text = self.pen.prose(self.pen.skewed(400, 6_000))
        block = {"type": "output_text", "text": text}
        self.item("message", role="assistant", content=[block])
        self.event("agent_message", message=text)

    def _end(self, began: int) -> None:
        if self.pen.chance("codex_aborted", 0.06):
            self.event("turn_aborted", turn_id=self.turn, reason="interrupted")
            return
        took = self.clock.ms - began
        done = self.clock.ms // 1000
        self.event("task_complete", turn_id=self.turn, completed_at=done, duration_ms=took)
        self.chapter.took(took, root=self.root)

    def step(self) -> None:
        """Write a call that uses a tool, and what came of it."""
        if self.pen.odds(0.6):
            sealed = self.pen.hex(self.pen.skewed(700, 6_000))
            self.item("reasoning", summary=[], content=None, encrypted_content=sealed)
        kinds = {"exec": 60, "patch": 25, "commit": 4, "mcp": 4}
        kind = self.pen.of(kinds)
        {"exec": self.shell, "patch": self._patch, "commit": self._commit, "mcp": self._mcp}[kind]()
        self.call()
        if self.pen.chance("drift", 0.01):
            self.event("mood_changed", mood="curious")

    def shell(self, command: str = "cargo test", told: str | None = None) -> None:
        name = f"call_{self.pen.hex(24)}"
        arguments = f'{{"cmd":"{command}","yield_time_ms":1000}}'
        self.item("function_call", name="exec_command", arguments=arguments, call_id=name)
        output = told or self.pen.text(int(self.pen.skewed(4_500, 120_000) * self.scale) + 30)
        shown = f"Chunk ID: 7f\nProcess exited with code 0\nOutput:\n{output}"
        self.item("function_call_output", call_id=name, output=shown)

    def _commit(self) -> None:
        if not self.pen.chance("commits", 1):
            self.shell()
            return
        sha = self.pen.hex(7)
        self.shell("git commit -am port", f"[main {sha}] Port it\n 1 file changed, 2 insertions(+)")
        self.chapter.commits[sha] = None

    def _mcp(self) -> None:
        if not self.pen.chance("mcp", 1):
            self.shell()
            return
        server, call = self.pen.one(SERVERS), f"call_{self.pen.hex(24)}"
        told = {"content": [{"type": "text", "text": self.pen.text(400)}], "isError": False}
        self.event(
            "mcp_tool_call_end",
            call_id=call,
            invocation={"server": server, "tool": "lookup", "arguments": {"q": self.pen.prose(30)}},
            duration={"secs": 1, "nanos": 5},
            result={"Ok": told},
        )
        self.chapter.servers.add(server)

    def _patch(self) -> None:
        """Write a patch to one or more files, or one that failed and changed nothing."""
        if not self.pen.chance("codex_patches", 1):
            self.shell()
            return
        failed = self.pen.chance("failed_edits", 0.08)
        call, changes = f"call_{self.pen.hex(24)}", {}
        for _ in range(self.pen.count(1, 3)):
            path, change, lines = self._change()
            if path not in changes:
                changes[path] = change
                if not failed:
                    self.chapter.edited(path, *lines)
        said: dict[str, Any] = {
            "stdout": "" if failed else "Success.",
            "stderr": "no match" if failed else "",
        }
        self._patch_call(call, list(changes))
        more: dict[str, Any] = {"success": not failed, "changes": changes}
        state: dict[str, Any] = {"status": "failed" if failed else "completed"}
        self.event("patch_apply_end", call_id=call, turn_id=self.turn, **said, **more, **state)

    def _patch_call(self, call: str, paths: list[str]) -> None:
        body = "".join(f"*** Update File: {path}\n-old\n+new\n" for path in paths)
        text = f"*** Begin Patch\n{body}*** End Patch\n"
        told = {"status": "completed", "call_id": call, "name": "apply_patch", "input": text}
        self.item("custom_tool_call", **told)

    def _change(self) -> tuple[str, dict[str, Any], tuple[int, int]]:
        """Return a file's path, its change as logged, and the lines it truly added and removed."""
        path = self._path()
        kind = self.pen.of({"update": 8, "add": 2, "delete": 1})
        if kind == "update":
            return (path, *self._update(path))
        content = "\n".join(self.pen.lines(self.pen.skewed(25, 300))) + self.pen.one(("\n", ""))
        count = line_count(content)
        lines = (count, 0) if kind == "add" else (0, count)
        return path, {"type": kind, "content": content}, lines

    def _update(self, path: str) -> tuple[dict[str, Any], tuple[int, int]]:
        removed = [f"-{one}" for one in self._changed(6, "-- an old remark")]
        added = [f"+{one}" for one in self._changed(12, "++ a new remark")]
        head = f"@@ -1,{len(removed) + 1} +1,{len(added) + 1} @@"
        rows = [head, f" {self.pen.word()}", *removed, *added]
        diff = "\n".join(rows) + self.pen.one(("\n", "\n", "\n\\ No newline at end of file\n"))
        moved = path.replace("/src/", "/src/moved_") if self.pen.odds(0.05) else None
        change = {"type": "update", "unified_diff": diff, "move_path": moved}
        return change, (len(added), len(removed))

    def _changed(self, most: int, remark: str) -> list[str]:
        lines = self.pen.lines(self.pen.count(0, most))
        return [*lines, remark] if self.pen.odds(0.1) else lines

    def _path(self) -> str:
        root = str(self.book.experiment)
        if self.pen.chance("outside_edits", 0.07) or not self._is_inside():
            root = f"{root}-old"
        kind = self.pen.one(("rs", "rs", "rs", "py", "md"))
        return f"{root}/src/{self.pen.word()}_{self.pen.word()}.{kind}"

    def _is_inside(self) -> bool:
        return (self.cwd or "").startswith(str(self.book.experiment)) and not (
            self.cwd or ""
        ).startswith(f"{self.book.experiment}-old")

    # -- usage --------------------------------------------------------------------------------

    def call(self) -> None:
        """Write what a call used, as a record with an id and as counters, by the release."""
        self.billed(self.used())
        if self.pen.chance("codex_repeats", 0.08):
            self._token_count(self._last)

    def used(self) -> Totals:
        cached = self.pen.skewed(30_000, 200_000) // 128 * 128
        written = self.pen.one((0, 0, self.pen.skewed(900, 20_000))) if self.writes else 0
        output = self.pen.skewed(300, 12_000) + 5
        thought = self.pen.count(0, output)
        fresh = self.pen.skewed(1_500, 60_000)
        return Totals(cached + written + fresh, cached, written, output, thought)

    def billed(self, used: Totals) -> None:
        """Count a call, and write it."""
        self.totals = self.totals + used
        self.spent = self.spent + used
        self._last = used
        at = self.clock.tick(200, 4_000)
        name = self._record(used, at) if self._records else ""
        self._token_count(used, at)
        self._note(name, used, at)

    @property
    def _records(self) -> bool:
        return self.has("records") and "codex_records" in self.pen.features

    def _record(self, used: Totals, at: int) -> str:
        name = f"resp_{self.pen.hex(32)}"
        self.row("token_usage_record", self._record_payload(name, used), at)
        return name

    def _record_payload(self, name: str, used: Totals) -> dict[str, Any]:
        names = dict.fromkeys(("session_id", "thread_id"), self.id)
        turns = dict.fromkeys(("turn_id", "root_turn_id"), self.turn)
        return {
            **names,
            **turns,
            "response_id": name,
            "usage": used.shown(writes=self.writes),
            "turn_token_usage": {},
            "thread_token_usage": self.spent.shown(writes=self.writes),
        }

    def _note(self, name: str, used: Totals, at: int) -> None:
        self.book.messages.append(
            TrueMessage(
                agent="codex",
                conversation=self.chapter.id,
                id=name,
                model=self.model,
                tier=self.tier,
                at=moment(at),
                settled_at=moment(at),
                tokens=used.tokens(),
            )
        )

    def _token_count(self, used: Totals | None, at: int | None = None) -> None:
        info: dict[str, Any] | None = None
        if used is not None:
            last = used.shown(writes=self.writes)
            if self.has("records") and self.pen.chance("drift", 0.01):
                last["dream_tokens"] = 7
            info = {"total_token_usage": self.totals.shown(writes=self.writes)}
            info |= {"last_token_usage": last, "model_context_window": _WINDOW}
        percent = self.pen.count(0, 1_000) / 10
        limits = {"primary": {"used_percent": percent, "window_minutes": 300}, "secondary": None}
        self.event("token_count", at, info=info, rate_limits=limits)

    def compact(self) -> None:
        """Write a compaction: its call stands in a record alone, and its row repeats records."""
        told: dict[str, Any] = {"message": "", "window_id": self.pen.count(1, 9)}
        history: list[dict[str, Any]] = [{"type": "message", "role": "user", "content": []}]
        if self._records:
            used = self.used()
            self.spent = self.spent + used
            at = self.clock.tick()
            name = self._record(used, at)
            self._note(name, used, at)
            copy = self._record_payload(name, used)
            told |= {"compaction_response_id": name, "latest_token_usage_record": copy}
            history.append({"type": "token_usage_record", "payload": copy})
        self.row("compacted", {**told, "replacement_history": history})
        self._estimate()

    def _estimate(self) -> None:
        """Write counters after a compaction: an estimated last call, totals as before."""
        last = Totals(input=9_000).shown(writes=self.writes)
        info = {"total_token_usage": self.totals.shown(writes=self.writes)}
        info |= {"last_token_usage": last}
        self.event("token_count", info={**info, "model_context_window": _WINDOW}, rate_limits=None)


def rollout_path(folder: Path, local: str, name: str) -> Path:
    """Return where a rollout that began at this local time is stored."""
    day, _, clock = local.partition("T")
    file = f"rollout-{day}T{clock.replace(':', '-')}-{name}.jsonl"
    return folder / "sessions" / day.replace("-", "/") / file
