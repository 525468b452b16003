"""Upkeep of the log's own files: whole files put in place, the database built anew."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portlog.store import journal
from portlog.store.files import remove_file
from portlog.store.log_store import LogStore

_OF_A_PROCESS = re.compile(r"\..+\.(\d+)\.tmp\Z", re.ASCII)


@contextmanager
def rewriting(store: LogStore) -> Iterator[dict[Path, bytes | None]]:
    """Hold the log alone, and at the end put whole files in place: all that were named, or none.

    A file without content (None) is removed.
    """
    with store.alone():
        contents: dict[Path, bytes | None] = {}
        yield contents
        changes = [journal.Change(path, content) for path, content in contents.items()]
        if changes:
            journal.carry_out(store.journal, changes)


def rebuild(store: LogStore) -> None:
    """Build the database from the text, whatever it holds."""
    with store.alone():
        remove_file(Path(f"{store.file}.wal"))
        remove_file(store.file)
    with store.reading():
        pass


def leftovers(store: LogStore, folders: tuple[Path, ...]) -> list[Path]:
    """Return the temporary files of processes of this machine that are no more.

    Whoever calls it holds the lock under which the database is written.
    """
    files = (path for folder in folders for path in sorted(folder.glob(".*.tmp")))
    halves = sorted(store.file.parent.glob(f"{store.file.stem}.tmp*"))
    return [path for path in files if not _is_at_work(path)] + halves


def _is_at_work(path: Path) -> bool:
    process = _OF_A_PROCESS.match(path.name)
    if process is None:
        return True
    try:
        os.kill(int(process[1]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
