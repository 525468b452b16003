"""Claude Code's half of an invented corpus: its folders, and the ways conversations are stored."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agent_corpus_claude_rows import Place, Strand
from agent_corpus_claude_tools import Tools
from agent_corpus_claude_usage import ERAS, SMALL_MODELS
from agent_corpus_file import DAY_MS, Transcript, break_a_line, line
from agent_corpus_pen import Clock, Pen, milliseconds
from agent_corpus_truth import Book

_UUID = re.compile(rb'"uuid":"([0-9a-f-]{36})"')
_CUT = (
    b'{"parentUuid":null,"type":"assistant","message":{"id":"msg_open","model":"claude-opus-5",'
    b'"usage":{"input_tokens":3,"output_tok'
)


def slug(cwd: str) -> str:
    """Return the name of a project's folder, which keeps letters and digits alone."""
    return re.sub(r"[^A-Za-z0-9]", "-", cwd)


@dataclass
class ClaudeHome:
    """A `CLAUDE_CONFIG_DIR` while it is written."""

    pen: Pen
    book: Book
    folder: Path
    wanted: int
    written: int = 0
    delegated: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.scale = min(1.0, self.wanted / 30e6)
        self.cap = max(24_000, int(self.wanted * 0.085))

    def write(self) -> None:
        """Write conversations of every kind, and then more of them, up to the wanted size."""
        scenarios = self._scenarios()
        for scenario in scenarios.values():
            if self.written < self.wanted:
                scenario(self._room() // 3)
        if self.wanted > 50e6:
            self._plain(self.cap)
        while self.wanted - self.written > 6_000:
            rare = self._room_left() and self.pen.odds(0.3)
            chosen = self.pen.one(list(scenarios)) if rare else "plain"
            scenarios[chosen](self._room())

    def _room_left(self) -> bool:
        """Say whether something of several files still fits."""
        return self.wanted - self.written > max(3 * self.cap, self.wanted // 4)

    def _room(self) -> int:
        left = max(3_000, self.wanted - self.written)
        return min(self.pen.file_size(self.cap), left)

    def _scenarios(self) -> dict[str, Callable[[int], None]]:
        found: dict[str, Callable[[int], None]] = {
            "plain": self._plain,
            "subagents": self._subagents,
            "subagents_old": self._subagents_old,
            "workflows": self._workflows,
            "nested": self._nested,
            "inline_sidechains": self._inline,
            "resumed": self._resumed,
            "pure_copy": self._pure_copy,
            "btw": self._btw,
            "outside": self._outside,
            "subfolders": self._subfolder,
            "worktrees": self._worktree,
            "housekeeping": self._remarks_only,
        }
        known = ("plain", *self.pen.features)
        return {name: scenario for name, scenario in found.items() if name in known}

    def begin(self, era: str | None = None, cwd: str | None = None) -> Strand:
        """Open a conversation in a file of its own."""
        told = ERAS[era or self.pen.of({name: one.share for name, one in ERAS.items()})]
        where = cwd or str(self.book.experiment)
        session = self.pen.uuid()
        place = Place(told, session, self.pen.one(told.versions), where, self._branch())
        return Strand(
            self.pen,
            self.book,
            self.book.chapter("claude", session, where),
            place,
            Transcript(self.project(where) / f"{session}.jsonl"),
            Clock(self.pen, self._start(told.begins, told.days)),
            self._tools(where),
            self.pen.one(told.models),
            effort=self._effort(),
        )

    def project(self, cwd: str) -> Path:
        return self.folder / "projects" / slug(cwd)

    def _branch(self) -> str:
        return self.pen.one(("main", "main", "port/agent-loop", "fix/buffers", "HEAD"))

    def _effort(self) -> str | None:
        efforts = ("low", "medium", "high", "xhigh")
        return self.pen.one(efforts) if self.pen.chance("effort", 0.6) else None

    def _start(self, day: str, days: int) -> int:
        at = milliseconds(day) + self.pen.count(0, days * DAY_MS)
        late = self.pen.chance("midnight", 0.08)
        return at - at % DAY_MS + DAY_MS - 300_000 if late else at

    def _tools(self, cwd: str) -> Tools:
        experiment = str(self.book.experiment)
        inside = cwd.startswith(f"{experiment}/") and "worktrees" not in cwd
        return Tools(self.pen, experiment if inside else cwd, f"{experiment}-old", self.scale)

    def _plain(self, room: int) -> None:
        strand = self.begin()
        self.talk(strand, room)
        self.save(strand)

    def talk(
        self, strand: Strand, room: int, between: Callable[[Strand], None] = lambda _: None
    ) -> None:
        """Write turns until the file is large enough."""
        while strand.file.size < room:
            strand.clock.pause()
            began = strand.clock.ms
            strand.prompt()
            for _ in range(strand.pen.count(1, 9)):
                strand.step()
                if strand.file.size > room:
                    break
            between(strand)
            strand.call()
            strand.finish_turn(began)

    def save(self, strand: Strand, later: int = 0) -> None:
        """Write the file, with the damage that was asked for."""
        file, tail = strand.file, b""
        if strand.pen.chance("broken", 0.1):
            break_a_line(self.pen, self.book, file)
        if strand.pen.chance("open", 0.1):
            tail = _CUT
        if "drift" in strand.pen.features:
            self._note_drift(file)
        self.written += file.save(strand.clock.ms + later, tail)

    def _note_drift(self, file: Transcript) -> None:
        for what, name, mark in (
            ("field", "usage.dream_tokens", b'"dream_tokens":'),
            ("kind", "weather-report", b'"type":"weather-report"'),
        ):
            rows = sum(mark in one for one in file.lines)
            if rows:
                self.book.drift["claude", what, name] += rows

    # -- sub-agents ---------------------------------------------------------------------------

    def _subagents(self, room: int) -> None:
        strand = self.begin(self.pen.one(("2.1", "new", "new")))
        self.talk(strand, room // 2, lambda one: self._delegate(one, self._new_layout(one), room))
        self._spill(strand)
        self.save(strand)

    def _subagents_old(self, room: int) -> None:
        strand = self.begin("2.0")
        where = strand.file.path.parent
        self.talk(strand, room // 2, lambda one: self._delegate(one, where, room))
        self.save(strand)

    def _nested(self, room: int) -> None:
        strand = self.begin("1.0")
        where = strand.file.path.with_suffix("")
        self.talk(strand, room // 2, lambda one: self._delegate(one, where, room))
        self.save(strand)

    def _workflows(self, room: int) -> None:
        strand = self.begin("new")
        where = self._new_layout(strand) / "workflows" / f"wf_{self.pen.hex(8)}"
        self.talk(strand, room // 2, lambda one: self._delegate(one, where, room))
        rows = (
            {"type": kind, "key": f"step{number}", "agentId": self.pen.hex(8)}
            for number in range(3)
            for kind in ("started", "result")
        )
        journal = Transcript(where / "journal.jsonl", [line(row) for row in rows])
        self.written += journal.save(strand.clock.ms)
        self.save(strand)

    def _new_layout(self, strand: Strand) -> Path:
        return strand.file.path.with_suffix("") / "subagents"

    def _delegate(self, strand: Strand, where: Path, room: int) -> None:
        """Let one to three sub-agents work at the same time."""
        if strand.chapter.id in self.delegated and self.pen.odds(0.95):
            return
        self.delegated.add(strand.chapter.id)
        sizes = [self.pen.file_size(room // 5) for _ in range(self.pen.count(1, 3))]
        strand.clock.ms = max([self._subagent(strand, where, size) for size in sizes])

    def _subagent(self, above: Strand, where: Path, room: int) -> int:
        name = self.pen.hex(8)
        new = "split" in above.place.era.traits
        file = f"agent-{name}.jsonl" if new else f"{name}.jsonl"
        model = self.pen.one((above.model, *SMALL_MODELS))
        strand = above.elsewhere(where / file, name if new else None, model=model)
        strand.sidechain = True
        strand.prompt()
        while strand.file.size < room:
            strand.step()
            self._echo(above, strand)
        strand.call()
        self.save(strand)
        if "subagents" in where.parts:
            self._meta(where / f"agent-{name}.meta.json")
        return strand.clock.ms

    def _echo(self, above: Strand, strand: Strand) -> None:
        """Write the copy of a sub-agent's message that some releases embed in a progress row."""
        if not (above.has("progress") and self.pen.chance("progress", 0.8)):
            return
        copied = strand.recent[-1]
        kept = ("type", "timestamp", "requestId", "isSidechain", "uuid", "message")
        held = {"type": "agent_progress", "agentId": strand.agent, "prompt": self.pen.prose(40)}
        told = {**held, "message": {key: copied.get(key) for key in kept}}
        above.clock.ms = max(above.clock.ms, strand.clock.ms)
        above.row("progress", strand.clock.ms, data=told, toolUseID="agent_msg_1")

    def _meta(self, path: Path) -> None:
        told: dict[str, Any] = {"agentType": "Explore", "description": self.pen.prose(30)}
        if "workflows" in path.parts:
            told = {"agentType": "workflow-subagent", "spawnDepth": 1}
        path.write_text(json.dumps(told))
        self.written += path.stat().st_size

    def _spill(self, strand: Strand) -> None:
        """Write outputs too large for the transcript beside it, which are no transcripts."""
        if not self.pen.chance("tool_results", 1):
            return
        folder = strand.file.path.with_suffix("") / "tool-results"
        folder.mkdir(parents=True, exist_ok=True)
        printed = b"\n".join(strand.file.lines[:3]) + b"\n"
        (folder / f"toolu_{self.pen.hex(12)}.txt").write_bytes(printed)
        self.written += len(printed)

    def _inline(self, room: int) -> None:
        """Write a sub-agent's rows into the conversation's own file, as the oldest releases did."""
        strand = self.begin("1.0")

        def inline(one: Strand) -> None:
            one.sidechain = True
            one.prompt()
            one.step()
            one.call()
            one.sidechain = False

        self.talk(strand, room, inline)
        self.save(strand)

    # -- copies -------------------------------------------------------------------------------

    def _resumed(self, room: int) -> None:
        """Write a conversation, one that goes on from a copy of it, and at times a third."""
        strand = self.begin()
        self.talk(strand, room // 3)
        self.save(strand)
        for _ in range(self.pen.count(1, 2)):
            strand = self._resumption(strand)
            self.talk(strand, strand.file.size + room // 3)
            self.save(strand)

    def _resumption(self, before: Strand) -> Strand:
        """Open a conversation whose file begins with a copy of another's rows."""
        session = self.pen.uuid()
        path = before.file.path.with_name(f"{session}.jsonl")
        strand = before.elsewhere(
            path,
            None,
            chapter=self.book.chapter("claude", session, before.place.cwd),
            place=replace(before.place, session=session),
        )
        rows = [one for one in before.file.lines if _UUID.search(one)]
        whole = self.pen.odds(0.6)
        for told in rows if whole else rows[: self.pen.count(len(rows) // 2, len(rows))]:
            strand.file.add_line(self._copied(told, before, session))
        strand.clock.ms += self.pen.count(60_000, 2 * DAY_MS)
        return strand

    def _copied(self, told: bytes, before: Strand, session: str) -> bytes:
        """Return a row as the copy has it: under the new session's id, or still under the old."""
        if before.has("forked"):
            return _forked(told, session)
        if before.place.era is ERAS["2.0"]:
            return told
        return _renamed(told, session)

    def _pure_copy(self, room: int) -> None:
        """Write a conversation twice: the second file adds nothing to the first."""
        strand = self.begin(self.pen.one(("2.0", "new")))
        self.talk(strand, room // 2)
        self.save(strand)
        session = self.pen.uuid()
        copy = Transcript(strand.file.path.with_name(f"{session}.jsonl"))
        for told in strand.file.lines:
            if _UUID.search(told):
                copy.add_line(self._copied(told, strand, session))
        strand.file = copy
        self.save(strand, later=DAY_MS)

    def _btw(self, room: int) -> None:
        """Write a side question: its file repeats messages of the conversation as its own."""
        strand = self.begin("new")
        self.talk(strand, room)
        name = f"aside_question-{self.pen.hex(8)}"
        aside = strand.elsewhere(self._new_layout(strand) / f"agent-{name}.jsonl", name)
        for row in strand.recent:
            aside.file.add(self._replayed(row, name))
        aside.clock.tick()
        aside.prompt()
        aside.call()
        self.save(aside)
        strand.clock.ms = aside.clock.ms
        self.talk(strand, strand.file.size + 3_000)
        self.save(strand)

    def _replayed(self, row: dict[str, Any], agent: str) -> dict[str, Any]:
        usage = row["message"].get("usage", {})
        more = usage.get("output_tokens", 0) + self.pen.one((0, 0, 50))
        message = {**row["message"], "usage": {**usage, "output_tokens": more}}
        request = f"req_01{self.pen.hex(22)}"
        changed = {"message": message, "requestId": request, "uuid": self.pen.uuid()}
        return {**row, "isSidechain": True, "agentId": agent, **changed}

    # -- places -------------------------------------------------------------------------------

    def _outside(self, room: int) -> None:
        experiment = str(self.book.experiment)
        elsewhere = ("/srv/other/project", f"{experiment}-old", str(self.book.experiment.parent))
        strand = self.begin(cwd=self.pen.one(elsewhere))
        self.talk(strand, room)
        self.save(strand)

    def _subfolder(self, room: int) -> None:
        strand = self.begin(cwd=f"{self.book.experiment}/{self.pen.one(('src', 'tests/unit'))}")
        self.talk(strand, room)
        self.save(strand)

    def _worktree(self, room: int) -> None:
        name = f".claude/worktrees/{self.pen.word()}-{self.pen.hex(4)}"
        strand = self.begin("new", cwd=f"{self.book.experiment}/{name}")
        self.talk(strand, room)
        self.save(strand)

    def _remarks_only(self, _room: int) -> None:
        """Write a file that holds titles and snapshots alone: no event, so no conversation."""
        strand = self.begin("2.1")
        strand.file.add({"type": "summary", "summary": self.pen.prose(60), "leafUuid": "x"})
        strand.snapshot()
        self.save(strand)


def _renamed(told: bytes, session: str) -> bytes:
    return re.sub(rb'"sessionId":"[^"]*"', f'"sessionId":"{session}"'.encode(), told, count=1)


def _forked(told: bytes, session: str) -> bytes:
    """Return a copied row that names the conversation and the row it was copied from."""
    found = _UUID.search(told)
    bare = re.sub(rb',"forkedFrom":\{[^}]*\}', b"", told)
    before = re.search(rb'"sessionId":"([^"]*)"', bare)
    if found is None or before is None:
        raise ValueError(told)
    names = (before.group(1).decode(), found.group(1).decode())
    mark = f',"forkedFrom":{{"sessionId":"{names[0]}","messageUuid":"{names[1]}"}}}}'
    return _renamed(bare[:-1], session) + mark.encode()
