"""Copies of RustSec's database in portlog's own short form: the packaged one and the user's.

A copy holds identifiers, names, dates and version ranges, no texts; withdrawn advisories are
left out. RustSec's content is in the public domain (CC0-1.0), except entries taken over from
GitHub's database (CC-BY-4.0), of which a copy has no more than such facts either.
"""

import os
import tempfile
from datetime import date
from pathlib import Path

import msgspec

from portlog.errors import StoreError
from portlog.records.advisory import Advisory, Snapshot, VersionRange
from portlog.sources.json_trouble import UNREADABLE

PACKAGED = Path(__file__).with_name("advisories.json")
FILE_NAME = "advisories.json"
SOURCE = "RustSec advisory-db: identifiers, names, dates and version ranges"
LICENCE = "CC0-1.0; entries from GitHub's database are CC-BY-4.0"
_FORMAT = 1
_MOST_BYTES = 16 * 1024 * 1024


class _Entry(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    id: str
    package: str
    date: date
    affected: tuple[tuple[str, str | None], ...]
    informational: str = ""
    categories: tuple[str, ...] = ()
    expect_deleted: bool = False


class _Copy(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    source: str
    licence: str
    as_of: date
    commit: str | None
    advisories: tuple[_Entry, ...]


def newest_snapshot(folder: Path, today: date) -> Snapshot:
    """Return the newer of the packaged copy and the one in a folder.

    A copy that is damaged, of another format or from a day still to come counts as absent.
    """
    packaged = packaged_snapshot()
    kept = _read(folder / FILE_NAME)
    return kept if kept is not None and packaged.as_of < kept.as_of <= today else packaged


def packaged_snapshot() -> Snapshot:
    """Return the copy that comes with portlog."""
    return _snapshot(msgspec.json.decode(PACKAGED.read_bytes(), type=_Copy), is_packaged=True)


def write_snapshot(folder: Path, snapshot: Snapshot) -> Path:
    """Put a copy into a folder in one step and return its path; `StoreError` if it cannot be."""
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(written(snapshot))
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error
    return path


def written(snapshot: Snapshot) -> bytes:
    """Return a copy as text, one advisory a line, in the order of their names."""
    head = {
        "format": _FORMAT,
        "source": SOURCE,
        "licence": LICENCE,
        "as_of": snapshot.as_of,
        "commit": snapshot.commit,
    }
    lines = [msgspec.json.encode(_entry(one)) for one in sorted(snapshot.advisories, key=_name)]
    opened = msgspec.json.encode(head)[:-1] + b',"advisories":[\n'
    return opened + b",\n".join(lines) + b"\n]}\n"


def _name(one: Advisory) -> tuple[str, str]:
    return (one.package, one.name)


def _entry(one: Advisory) -> _Entry:
    affected = tuple((some.introduced, some.fixed) for some in one.affected)
    return _Entry(
        one.name,
        one.package,
        one.published,
        affected,
        one.informational,
        one.categories,
        one.expect_deleted,
    )


def _read(path: Path) -> Snapshot | None:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        copy = msgspec.json.decode(content, type=_Copy)
    except (OSError, *UNREADABLE):
        return None
    return _snapshot(copy) if copy.format == _FORMAT else None


def _snapshot(copy: _Copy, *, is_packaged: bool = False) -> Snapshot:
    advisories = tuple(
        Advisory(
            one.id,
            one.package,
            one.date,
            tuple(VersionRange(*bounds) for bounds in one.affected),
            one.informational,
            one.categories,
            one.expect_deleted,
        )
        for one in copy.advisories
    )
    return Snapshot(copy.as_of, advisories, copy.commit, is_packaged)
