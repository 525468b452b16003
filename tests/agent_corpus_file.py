"""A log file while it is written, and the damage that can be done to it."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent_corpus_pen import Pen
from agent_corpus_truth import Book, UnreadableLine

DAY_MS = 86_400_000
_BROKEN = (
    (b'{"type":"assistant","message":{"id":"msg_cut","usage":{"input_tokens":12,"outp', True),
    (b"#### not a row at all", False),
    (b'{"type":"user","message":{"role":"user","content":"never closed', False),
)
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def line(row: dict[str, Any]) -> bytes:
    """Return a row as one line without its end."""
    return _COMPACT.encode(row).encode()


@dataclass(slots=True)
class Transcript:
    """A log file while it is written."""

    path: Path
    lines: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, row: dict[str, Any]) -> None:
        self.add_line(line(row))

    def add_line(self, told: bytes) -> None:
        self.lines.append(told)
        self.size += len(told) + 1

    def save(self, ms: int, tail: bytes = b"") -> int:
        """Write the file as last changed at this time; returns its size."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(b"\n".join([*self.lines, tail]))
        os.utime(self.path, (ms / 1000, ms / 1000))
        return self.size + len(tail)


def break_a_line(pen: Pen, book: Book, file: Transcript) -> None:
    """Put a line into a file, after its first, that is no JSON, and note where."""
    told, has_usage = pen.one(_BROKEN)
    where = pen.count(1, len(file.lines) - 1)
    file.lines.insert(where, told)
    file.size += len(told) + 1
    book.unreadable.append(UnreadableLine(file.path.name, where + 1, has_usage))
