"""What is about to be written, on disk before it is: a write that was cut short is finished.

The journal holds every change of one step. Whoever takes the lock next and finds one finishes
it, so a step that spans several files happens in whole or not at all. A file that was changed
by hand between the two keeps what the hand wrote.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from portlog.errors import StoreError
from portlog.store.files import append_bytes, cut_file, remove_file, replace_file, sync_folder


@dataclass(frozen=True, slots=True)
class Change:
    """New bytes for one file: at its end, where it has `offset` bytes, or in its place (None).

    Without bytes (None) the file is removed.
    """

    path: Path
    content: bytes | None
    offset: int | None = None


def carry_out(journal: Path, changes: Sequence[Change]) -> None:
    """Make all changes or none; they are on disk when this returns."""
    before = {change.path: _present(change.path) for change in changes if change.offset is None}
    is_one_rename = len(changes) == len(before) == 1
    undo: list[Callable[[], None]] = [partial(remove_file, journal)]
    try:
        if not is_one_rename:
            replace_file(journal, _written(journal, changes, before))
        for change in changes:
            undo.insert(0, _undoing(change, before))
            _make(change)
    except StoreError as error:
        _take_back(undo, error)
        raise
    with suppress(StoreError):  # a step that is done is not changed by being finished
        remove_file(journal)


def finish(journal: Path) -> None:
    """Finish the step that a journal tells of, if there is one."""
    if not journal.exists():
        return
    try:
        for told in json.loads(_present(journal) or b""):
            _make_again(journal.parent.parent, told)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"cannot read {journal}: {error}", "remove it; its step was never acknowledged"
        ) from error
    remove_file(journal)
    sync_folder(journal.parent)


def _make(change: Change) -> None:
    if change.offset is None:
        _put(change.path, change.content)
    else:
        append_bytes(change.path, change.offset, change.content or b"")


def _put(path: Path, content: bytes | None) -> None:
    if content is not None:
        replace_file(path, content)
    elif path.exists():
        remove_file(path)
        sync_folder(path.parent)


def _undoing(change: Change, before: Mapping[Path, bytes | None]) -> Callable[[], None]:
    if change.offset is not None:
        return partial(cut_file, change.path, change.offset)
    return partial(_put, change.path, before[change.path])


def _take_back(undo: Sequence[Callable[[], None]], error: StoreError) -> None:
    try:
        for one in undo:
            one()
    except StoreError:
        raise StoreError(
            error.message,
            "nor could the step be taken back: the next command that can write finishes it",
        ) from error


def _make_again(root: Path, told: Mapping[str, Any]) -> None:
    path, offset = root / told["path"], told["offset"]
    content = None if told["content"] is None else b64decode(told["content"])
    present = _present(path)
    if offset is None:
        if _digest(present) == told["before"]:
            _put(path, content)
    elif present is not None and content is not None:
        _append_again(path, present, offset, content)


def _append_again(path: Path, present: bytes, offset: int, content: bytes) -> None:
    if len(present) >= offset and _is_beginning(present[offset:], content):
        append_bytes(path, offset, content)
    elif content not in present:
        gap = b"" if present.endswith(b"\n") or not present else b"\n"
        append_bytes(path, len(present), gap + content)


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}", "nothing was recorded") from error


def _is_beginning(found: bytes, content: bytes) -> bool:
    return len(found) <= len(content) and content.startswith(found)


def _digest(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def _written(
    journal: Path, changes: Sequence[Change], before: Mapping[Path, bytes | None]
) -> bytes:
    root = journal.parent.parent
    told = [
        {
            "path": str(change.path.relative_to(root)),
            "offset": change.offset,
            "before": _digest(before.get(change.path)),
            "content": None if change.content is None else b64encode(change.content).decode(),
        }
        for change in changes
    ]
    return json.dumps(told).encode()
