"""Read which files are to be stamped with what from a CSV file."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.provenance.stamp import StampRequest

_COLUMNS = ("file", "from", "session")
_LARGEST = 10 * 1024 * 1024


def read_map(path: Path, session: str | None) -> list[StampRequest]:
    """Return the requests of a file with the columns `file`, `from` and, if it likes, `session`.

    Several rows of one file are its several originals. A row without a session has the one given.
    """
    found: dict[str, StampRequest] = {}
    for line, row in _rows(path):
        before = found.get(row["file"])
        name = row.get("session") or session
        if before is not None and before.session != name:
            raise InputError(f"{path}:{line}: {row['file']} has another session above")
        parts = (*(before.parts if before else ()), row["from"])
        found[row["file"]] = StampRequest(row["file"], parts, name)
    return list(found.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text_of(path)), strict=True)
    header = set(reader.fieldnames or ())
    if not {"file", "from"} <= header or not header <= set(_COLUMNS):
        raise InputError(f"{path}:1: its columns are not file, from and session")
    try:
        for row in reader:
            if None in row or not row["file"] or not row["from"]:
                raise InputError(f"{path}:{reader.line_num}: needs a file and what it is from")
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}", "give a CSV file") from None


def text_of(path: Path) -> str:
    """Return the text of a CSV file; `InputError` for what cannot be read as one."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path} is larger than 10 MB", "split it")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text", "save it as UTF-8") from None
