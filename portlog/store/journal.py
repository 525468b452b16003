"""What is about to be written, on disk before it is: a write that was cut short is finished.

The journal holds every change of one step. Whoever takes the lock next and finds one finishes
it, so a step that spans several files happens in whole or not at all.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portlog.errors import StoreError
from portlog.store.files import append_bytes, replace_file, sync_folder


@dataclass(frozen=True, slots=True)
class Change:
    """New bytes for one file: at its end, where it has `offset` bytes, or in its place (None)."""

    path: Path
    content: bytes
    offset: int | None = None


def carry_out(journal: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none; they are on disk when this returns."""
    if len(changes) == 1 and changes[0].offset is None:
        _make(changes[0])
        return
    replace_file(journal, _written(journal, changes))
    undo: list[Change] = []
    try:
        for change in changes:
            undo.append(_before(change))
            _make(change)
    except StoreError:
        for change in undo:
            _restore(change)
        journal.unlink()
        raise
    journal.unlink()


def finish(journal: Path) -> None:
    """Finish the step that a journal tells of, if there is one."""
    try:
        text = journal.read_bytes()
    except FileNotFoundError:
        return
    for change in _read(journal, text):
        _make_again(change)
    journal.unlink()
    sync_folder(journal.parent)


def _make(change: Change) -> None:
    if change.offset is None:
        replace_file(change.path, change.content)
    else:
        append_bytes(change.path, change.offset, change.content)


def _before(change: Change) -> Change:
    content = b"" if change.offset is not None else _present(change.path)
    return Change(change.path, content, change.offset)


def _restore(change: Change) -> None:
    if change.offset is None:
        replace_file(change.path, change.content)
    else:
        os.truncate(change.path, change.offset)


def _make_again(change: Change) -> None:
    if change.offset is None:
        replace_file(change.path, change.content)
        return
    present = _present(change.path)
    if len(present) >= change.offset and _is_beginning(present[change.offset :], change.content):
        append_bytes(change.path, change.offset, change.content)
    elif change.content not in present:
        gap = b"" if present.endswith(b"\n") or not present else b"\n"
        append_bytes(change.path, len(present), gap + change.content)


def _present(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _is_beginning(found: bytes, content: bytes) -> bool:
    return len(found) <= len(content) and content.startswith(found)


def _written(journal: Path, changes: Sequence[Change]) -> bytes:
    root = journal.parent.parent
    told = [
        {
            "path": str(change.path.relative_to(root)),
            "offset": change.offset,
            "content": b64encode(change.content).decode(),
        }
        for change in changes
    ]
    return json.dumps(told).encode()


def _read(journal: Path, text: bytes) -> list[Change]:
    root = journal.parent.parent
    return [
        Change(root / told["path"], b64decode(told["content"]), told["offset"])
        for told in json.loads(text)
    ]
