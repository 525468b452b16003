"""Codex's half of an invented corpus: its folders, and the ways threads are stored."""

import json
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from agent_corpus_codex_rows import Thread, rollout_path
from agent_corpus_codex_usage import CODEX_ERAS, Totals
from agent_corpus_file import DAY_MS, Transcript, break_a_line
from agent_corpus_pen import Clock, Pen, milliseconds, stamp
from agent_corpus_truth import Book, Chapter

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HOUR_MS = 3_600_000
_CUT = b'{"timestamp":"2026-10-05T10:00:00.000Z","type":"event_msg","payload":{"type":"token_c'
_TIME = re.compile(rb'^\{"timestamp":"[^"]*"')


@dataclass
class CodexHome:
    """A `CODEX_HOME` while it is written; its file names tell a local time."""

    pen: Pen
    book: Book
    folder: Path
    wanted: int
    written: int = 0
    imports: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scale = min(1.0, self.wanted / 30e6)
        self.cap = max(20_000, int(self.wanted * 0.085))
        self.zone = self.pen.one((-7, 2, 9)) * HOUR_MS

    def write(self) -> None:
        """Write threads of every kind, and then more of them, up to the wanted size."""
        scenarios = self._scenarios()
        for scenario in scenarios.values():
            if self.written < self.wanted:
                scenario(self._room() // 4)
        while self.wanted - self.written > 6_000:
            rare = self._room_left() and self.pen.odds(0.25)
            chosen = self.pen.one(list(scenarios)) if rare else "plain"
            scenarios[chosen](self._room())
        self._save_imports()

    def _room_left(self) -> bool:
        """Say whether something of several files still fits."""
        return self.wanted - self.written > max(3 * self.cap, self.wanted // 4)

    def _room(self) -> int:
        left = max(3_000, self.wanted - self.written)
        return min(self.pen.file_size(self.cap), left)

    def _scenarios(self) -> dict[str, Callable[[int], None]]:
        found: dict[str, Callable[[int], None]] = {
            "plain": self._plain,
            "codex_forks": self._forks,
            "codex_subagents": self._subagents,
            "codex_history_base": self._by_reference,
            "codex_compaction": self._compaction,
            "codex_archive": self._archive,
            "codex_zst": self._zst,
            "codex_bare": self._bare,
            "codex_imports": self._imported,
            "codex_headless": self._headless,
            "outside": self._outside,
            "subfolders": self._subfolder,
            "worktrees": self._worktree,
        }
        known = ("plain", *self.pen.features)
        return {name: scenario for name, scenario in found.items() if name in known}

    def begin(
        self, era: str | None = None, cwd: str | None = None, above: Thread | None = None
    ) -> Thread:
        """Open a thread; one with a thread above it is folded into that one's conversation."""
        told = CODEX_ERAS[era or self.pen.of({name: o.share for name, o in CODEX_ERAS.items()})]
        name = self._id()
        where = cwd or (above.cwd if above else str(self.book.experiment))
        at = above.clock.ms if above else milliseconds(told.begins)
        clock = Clock(self.pen, at + self.pen.count(1_000, 9_000 if above else told.days * DAY_MS))
        return Thread(
            self.pen,
            self.book,
            above.chapter if above else self.book.chapter("codex", name, where),
            above.era if above else told,
            name,
            above.version if above else self.pen.one(told.versions),
            where,
            Transcript(self._path(name, clock.ms)),
            clock,
            self.scale,
            self.pen.one(told.models),
            root=above is None,
            effort=self.pen.one(("low", "medium", "high", None)),
        )

    def _id(self) -> str:
        digits = self.pen.hex(32)
        return f"019f{digits[:4]}-{digits[4:8]}-7{digits[8:11]}-a{digits[11:14]}-{digits[14:26]}"

    def _path(self, name: str, ms: int) -> Path:
        return rollout_path(self.folder, stamp(ms + self.zone)[:19], name)

    def talk(self, thread: Thread, room: int) -> None:
        """Write turns until the file is large enough."""
        start = thread.file.size
        while thread.file.size < room or thread.file.size == start:
            thread.turn_of(self.pen.count(1, 9), room)
            if self.pen.chance("codex_compaction", 0.03):
                thread.compact()

    def save(self, thread: Thread, tail: bytes = b"") -> None:
        if "drift" in self.pen.features:
            self._note_drift(thread.file)
        self.written += thread.file.save(thread.clock.ms, tail)

    def _note_drift(self, file: Transcript) -> None:
        for what, name, mark in (
            ("field", "usage.dream_tokens", b'"dream_tokens":'),
            ("kind", "event_msg/mood_changed", b'"type":"mood_changed"'),
        ):
            rows = sum(mark in one for one in file.lines)
            if rows:
                self.book.drift["codex", what, name] += rows

    def _plain(self, room: int) -> None:
        thread = self.begin()
        thread.meta()
        self.talk(thread, room)
        if self.pen.chance("broken", 0.1):
            break_a_line(self.pen, self.book, thread.file)
        tail = _CUT if self.pen.chance("open", 0.1) else b""
        self.save(thread, tail)

    def _told(self, thread: Thread, room: int, **more: Any) -> Thread:
        thread.meta(**more)
        self.talk(thread, room)
        self.save(thread)
        return thread

    def _headless(self, room: int) -> None:
        self._told(self.begin(), room, originator="codex_exec", source="exec")

    def _outside(self, room: int) -> None:
        elsewhere = ("/srv/other/project", f"{self.book.experiment}-old")
        self._told(self.begin(cwd=self.pen.one(elsewhere)), room)

    def _subfolder(self, room: int) -> None:
        self._told(self.begin(cwd=f"{self.book.experiment}/src"), room)

    def _worktree(self, room: int) -> None:
        name = f"{self.pen.word()}-{self.pen.hex(4)}"
        self._told(self.begin(cwd=f"{self.book.experiment}/.claude/worktrees/{name}"), room)

    def _compaction(self, room: int) -> None:
        thread = self.begin("0.15x")
        thread.meta()
        self.talk(thread, room // 2)
        thread.compact()
        self.talk(thread, room)
        self.save(thread)

    # -- threads that begin with another's rows ------------------------------------------------

    def _forks(self, room: int) -> None:
        """Write a thread, several forks of it, and a fork of a fork."""
        parent = self._told(self.begin(self._threaded()), room // 3)
        forks = [self._fork(parent, room // 3) for _ in range(self.pen.count(1, 3))]
        self._fork(forks[-1], room // 3)

    def _threaded(self) -> str:
        return self.pen.one(("0.14x", "0.15x", "0.15x"))

    def _fork(self, parent: Thread, room: int) -> Thread:
        """Write a person's fork: a conversation of its own after the copied rows."""
        thread = self.begin(self._era_of(parent), cwd=parent.cwd)
        self._after(thread, parent)
        thread.meta(forked_from_id=parent.id)
        self._copy(thread, parent)
        self.talk(thread, thread.file.size + room)
        self.save(thread)
        return thread

    def _era_of(self, parent: Thread) -> str:
        return next(name for name, era in CODEX_ERAS.items() if era is parent.era)

    def _after(self, thread: Thread, parent: Thread) -> None:
        """Let a fork begin after the rows that it copies."""
        thread.clock.ms = parent.clock.ms + self.pen.count(5_000, DAY_MS)
        thread.file.path = self._path(thread.id, thread.clock.ms)

    def _copy(self, thread: Thread, parent: Thread) -> None:
        """Copy a parent's rows under the time of the fork, with the totals that they reach."""
        at = thread.clock.ms
        for number, told in enumerate(parent.file.lines):
            stamped = f'{{"timestamp":"{stamp(at + number // 50)}"'.encode()
            thread.file.add_line(_TIME.sub(stamped, told, count=1))
        thread.clock.ms = at + len(parent.file.lines) // 50
        thread.totals = parent.totals
        thread.spent = Totals()
        if parent.tier != "standard" or self.pen.odds(0.2):
            thread.set_tier(self.pen.one(("priority", "flex", "default")))

    def _by_reference(self, room: int) -> None:
        """Write a fork that names its parent's rows instead of copying them."""
        parent = self._told(self.begin("0.15x"), room // 2)
        thread = self.begin("0.15x", cwd=parent.cwd)
        self._after(thread, parent)
        lines = len(parent.file.lines)
        base = {"thread_id": parent.id, "end_ordinal_exclusive": lines}
        base["end_byte_offset"] = parent.file.size
        thread.totals = parent.totals
        thread.meta(forked_from_id=parent.id, history_base=base)
        self.talk(thread, thread.file.size + room // 2)
        self.save(thread)

    def _subagents(self, room: int) -> None:
        """Write sub-agents: some with equal calls, one with copied rows, one under another."""
        parent = self.begin(self._threaded())
        parent.meta()
        self.talk(parent, room // 4)
        equal = [parent.used(), parent.used()]
        twins = [self._subagent(parent, parent, room // 6, equal) for _ in range(2)]
        self._subagent(parent, twins[0], room // 6, [])
        self._heir(parent, room // 6)
        parent.clock.ms = max(one.clock.ms for one in twins)
        self.talk(parent, parent.file.size + room // 4)
        self.save(parent)

    def _subagent(self, root: Thread, above: Thread, room: int, equal: list[Totals]) -> Thread:
        thread = self.begin(self._era_of(root), above=root)
        self._meta_below(thread, above)
        thread.turn_of(0, room)
        for used in equal:
            thread.billed(used)
        self.talk(thread, room)
        self.save(thread)
        return thread

    def _heir(self, parent: Thread, room: int) -> None:
        """Write a sub-agent whose file begins with all rows of the thread above it."""
        thread = self.begin(self._era_of(parent), above=parent)
        self._meta_below(thread, parent, forked_from_id=parent.id)
        self._copy(thread, parent)
        self.talk(thread, thread.file.size + room)
        self.save(thread)

    def _meta_below(self, thread: Thread, above: Thread, **more: Any) -> None:
        spawn = {"parent_thread_id": above.id, "depth": 1, "agent_role": "explorer"}
        source = {"subagent": {"thread_spawn": spawn}}
        told = {"source": source, "thread_source": "subagent", "parent_thread_id": above.id}
        thread.meta(**told, **more)

    # -- other forms of the same files ---------------------------------------------------------

    def _archive(self, room: int) -> None:
        """Write one thread into both folders, and one into the archive alone."""
        both = self._told(self.begin(), room // 3)
        self._archived(both)
        alone = self.begin()
        alone.file.path = self.folder / "archived_sessions" / alone.file.path.name
        self._told(alone, room // 3)

    def _archived(self, thread: Thread) -> None:
        path = thread.file.path
        copy = Transcript(self.folder / "archived_sessions" / path.name, thread.file.lines)
        copy.size = thread.file.size
        self.written += copy.save(thread.clock.ms)

    def _zst(self, room: int) -> None:
        """Write one compressed thread, and one beside its plain form."""
        alone = self._told(self.begin(self._threaded()), room)
        self.written += self._compressed(alone.file.path, alone.clock.ms)
        self.written -= alone.file.size
        alone.file.path.unlink()
        beside = self._told(self.begin(self._threaded()), room // 2)
        self.written += self._compressed(beside.file.path, beside.clock.ms)

    def _compressed(self, path: Path, ms: int) -> int:
        packed = zstd.compress(path.read_bytes())
        name = path.with_name(f"{path.name}.zst")
        name.write_bytes(packed)
        os.utime(name, (ms / 1000, ms / 1000))
        return len(packed)

    def _bare(self, _room: int) -> None:
        """Write a file of the first releases: items without times, no usage, no folder."""
        at = milliseconds("2025-08-10") + self.pen.count(0, 20 * DAY_MS)
        name = self.pen.uuid()
        chapter = self.book.chapter("codex", name, None)
        chapter.events.append(at)
        chapter.branches["main"] = None
        file = Transcript(self._path(name, at))
        git = {"commit_hash": self.pen.hex(40), "branch": "main"}
        file.add({"id": name, "timestamp": stamp(at), "instructions": None, "git": git})
        for _ in range(self.pen.count(1, 4)):
            file.add({"record_type": "state"})
            block = {"type": "input_text", "text": self.pen.prose(200)}
            file.add({"type": "message", "id": None, "role": "user", "content": [block]})
        self.written += file.save(at)

    def _imported(self, room: int) -> None:
        """Write a Claude conversation that was turned into a rollout, which is to be skipped."""
        hidden = Book(self.book.experiment)
        name = self._id()
        thread = self.begin(self._threaded())
        self.book.chapters.remove(thread.chapter)
        thread.id, thread.book = name, hidden
        thread.chapter = Chapter("codex", name, thread.cwd, self.book.experiment)
        thread.file.path = self._path(name, thread.clock.ms)
        thread.meta(originator="codex_cli")
        while thread.file.size < room // 3:
            thread.row("turn_context", {"model": thread.model, "cwd": thread.cwd})
            thread.event("user_message", message=self.pen.prose(300))
            thread.event("agent_message", message=self.pen.prose(900))
            thread.event("task_complete", duration_ms=self.pen.count(1_000, 90_000))
        self._import_total(thread)
        self._note_import(thread)
        if self.pen.chance("import_continued", 0.5):
            self._go_on(thread)
        self.written += thread.file.save(thread.clock.ms)

    def _go_on(self, thread: Thread) -> None:
        """Go on in Codex with what was imported: from here on it is Codex's conversation."""
        chapter = self.book.chapter("codex", thread.id, thread.cwd)
        chapter.versions, chapter.branches = thread.chapter.versions, thread.chapter.branches
        thread.chapter, thread.book = chapter, self.book
        thread.clock.ms += 5_000
        self.talk(thread, thread.file.size + 3_000)

    def _import_total(self, thread: Thread) -> None:
        shown = {**Totals().shown(writes=False), "total_tokens": thread.file.size // 4}
        info = {"total_token_usage": shown, "last_token_usage": shown}
        thread.event("token_count", info=info, rate_limits=None)

    def _note_import(self, thread: Thread) -> None:
        where = f"/home/invented/.claude/projects/-port/{self.pen.uuid()}.jsonl"
        self.imports.append(
            {
                "source_path": where,
                "content_sha256": sha256(where.encode()).hexdigest(),
                "imported_thread_id": thread.id,
                "imported_at": thread.clock.ms // 1000,
                "source_modified_at": (thread.clock.ms - 60_000) * 1_000_000,
                "connector_names": [],
                "title": self.pen.prose(40),
            }
        )

    def _save_imports(self) -> None:
        if self.imports:
            told = {"records": self.imports, "detected_connector_records": []}
            path = self.folder / "external_agent_session_imports.json"
            path.write_text(json.dumps(told, indent=2))
