"""The versions of some files that a branch had, one commit after the other."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portlog.sources.git import READ_ONLY, ask

_TIMEOUT_S = 60
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class FileCommit:
    """A commit that changed one of the files: its name, its day, and what each is from then on.

    `blobs` are git's names of the contents, by path; a file that is not there has none.
    """

    name: str
    day: date
    blobs: dict[str, str] = field(default_factory=dict)


def file_commits(folder: Path, *paths: str) -> tuple[FileCommit, ...]:
    """Return the commits of the branch that changed files at or below some paths, oldest first.

    A branch that was merged counts as the one change that it brought. Paths are named from the
    folder, as the result's are. Nothing where git knows of none, or there is no git.
    """
    told = ask(
        folder,
        *("log", "--first-parent", "-m", "--reverse", "--relative", "-z", "--format=%H %cs"),
        *("--raw", "--no-abbrev", "--no-renames", "--", *paths),
    )
    return tuple(_commits((told or "").split("\0")))


def is_cut(folder: Path) -> bool:
    """Say whether a clone has only the last part of its history."""
    return (ask(folder, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def contents(folder: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    """Give the content of each blob; `EOFError` where git does not have it."""
    for first in range(0, len(blobs), _AT_ONCE):
        yield from _contents(folder, blobs[first : first + _AT_ONCE])


def _commits(parts: Sequence[str]) -> Iterator[FileCommit]:
    """Read what `git log -z --raw` prints: a commit, then a state and a path for each file."""
    found: FileCommit | None = None
    blobs: dict[str, str] = {}
    told = iter(parts)
    for part in told:
        line = part.lstrip("\n")
        if line.startswith(":"):
            blobs = _changed(blobs, line.split(" ")[3], next(told))
        elif line:
            if found:
                yield FileCommit(found.name, found.day, blobs)
            name, _, day = line.partition(" ")
            found = FileCommit(name, date.fromisoformat(day))
    if found:
        yield FileCommit(found.name, found.day, blobs)


def _changed(blobs: dict[str, str], blob: str, path: str) -> dict[str, str]:
    kept = {name: one for name, one in blobs.items() if name != path}
    return kept if set(blob) == {"0"} else {**kept, path: blob}


def _contents(folder: Path, blobs: Sequence[str]) -> Iterator[bytes]:
    try:
        done = subprocess.run(  # noqa: S603  git's own name and fixed arguments
            [*READ_ONLY, "cat-file", "--batch"],
            cwd=folder,
            input="".join(f"{blob}\n" for blob in blobs).encode(),
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EOFError(str(error)) from error
    yield from _objects(done.stdout)


def _objects(printed: bytes) -> Iterator[bytes]:
    """Read what `git cat-file --batch` prints: for each object a line that tells its size."""
    place = 0
    while place < len(printed):
        end = printed.index(b"\n", place)
        *_, size = told = printed[place:end].split(b" ")
        if not size.isdigit():
            raise EOFError(b" ".join(told).decode(errors="replace"))
        place = end + 1 + int(size) + 1
        yield printed[end + 1 : place - 1]
