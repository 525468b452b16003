"""Source files that portlog writes into: read whole, replaced whole or not at all."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from portlog.errors import InputError

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file below a root: its path from there, where it really lies, and its content."""

    name: str
    place: Path
    content: bytes


def read_source(root: Path, path: Path) -> SourceFile:
    """Return a file by its path, absolute or from the root; a link is followed within the root.

    `InputError` for what is missing, no regular file, over 50 MB, or outside of the root.
    """
    top = root.resolve()
    try:
        place = (top / path).resolve(strict=True)
        if not place.is_relative_to(top):
            raise InputError(f"{path} leads out of {root}", "name a file in the experiment")
        content = _content(place, path)
    except (OSError, RuntimeError) as error:
        # 3.11 and 3.12 name a circle of links by a RuntimeError
        why = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise InputError(f"cannot read {path}: {why}", "name a file in the experiment") from None
    return SourceFile(_name(top, path, place), place, content)


def replace_source(file: SourceFile, content: bytes) -> None:
    """Put other content in the place of a file that was read, in one step.

    The file keeps its mode and its owner. `InputError`, with nothing changed, where it cannot be
    written, does not read back as written, or somebody has changed it meanwhile.
    """
    beside = file.place.with_name(f".{file.place.name}.{token_hex(8)}.tmp")
    try:
        _clear_away(file.place)
        _write_beside(beside, file.place, content)
        _expect(beside, content, f"{file.name} does not read back as it was written")
        _expect(file.place, file.content, f"{file.name} was changed by somebody else")
        beside.replace(file.place)
    except OSError as error:
        raise InputError(
            f"cannot write {file.name}: {error.strerror}", "nothing was changed"
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _clear_away(place: Path) -> None:
    """Remove what programs left beside a file that were killed while they wrote it."""
    name = re.compile(rf"\.{re.escape(place.name)}\.[0-9a-f]{{16}}\.tmp")
    for one in place.parent.iterdir():
        if name.fullmatch(one.name):
            one.unlink(missing_ok=True)


def _content(place: Path, path: Path) -> bytes:
    if not place.is_file():
        raise InputError(f"{path} is no file", "name a file of source code")
    with place.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError(f"{path} is larger than {MOST_BYTES:,} bytes", "no source code is")
    return content


def _name(top: Path, path: Path, place: Path) -> str:
    """Return a path from the root: as it was typed, or where that leads through a link above."""
    typed = Path(os.path.normpath(top / path))
    return (typed if typed.is_relative_to(top) else place).relative_to(top).as_posix()


def _write_beside(beside: Path, place: Path, content: bytes) -> None:
    there = place.stat()
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with suppress(PermissionError):
            os.fchown(descriptor, there.st_uid, there.st_gid)
        os.fchmod(descriptor, there.st_mode & 0o7777)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _expect(path: Path, content: bytes, otherwise: str) -> None:
    if path.read_bytes() != content:
        raise InputError(otherwise, "nothing was changed; try again")
