"""How git merges files: a clone's merge driver, three-way merges, and what is not merged yet."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portlog.sources.git import ask

BASE, OURS, THEIRS = 1, 2, 3
_TIMEOUT_S = 60
_CONFLICTS = 127


@dataclass(frozen=True, slots=True)
class TextMerge:
    """What git's own merge by lines gave: the text, and whether conflicts are marked in it."""

    content: bytes
    has_conflicts: bool


def setting(folder: Path, name: str) -> str | None:
    """Return a setting that git uses in a folder; None if there is none, or no git."""
    answer = ask(folder, "config", "--get", name)
    return None if answer is None else answer.rstrip("\n")


def set_in_clone(folder: Path, name: str, value: str) -> bool:
    """Put a setting into the clone's own configuration, which git does not track."""
    return ask(folder, "config", "--local", name, value) is not None


def is_in_clone(folder: Path) -> bool:
    """Say whether a folder lies in the work tree of a git repository."""
    return (ask(folder, "rev-parse", "--is-inside-work-tree") or "").strip() == "true"


def unmerged(folder: Path, *paths: str) -> Mapping[str, frozenset[int]]:
    """Return the files below some paths that git has not merged, each with its stages."""
    answer = ask(folder, "ls-files", "--unmerged", "-z", "--", *paths) or ""
    found: dict[str, frozenset[int]] = {}
    for entry in filter(None, answer.split("\0")):
        place, _, name = entry.partition("\t")
        found[name] = found.get(name, frozenset()) | {int(place.split()[2])}
    return found


def staged(folder: Path, path: str, stage: int) -> bytes:
    """Return a version of an unmerged file below a folder; nothing if git has no such stage."""
    done = _run(folder, "cat-file", "blob", f":{stage}:./{path}")
    return done.stdout if done.returncode == 0 else b""


def add_to_index(folder: Path, path: str) -> bool:
    """Tell git that a file below a folder is merged as it stands; say whether it took it."""
    return _run(folder, "add", "--", path).returncode == 0


def merge_by_lines(base: Path, ours: Path, theirs: Path, marker_size: int) -> TextMerge | None:
    """Merge three files as git merges any text; None if git cannot."""
    size = f"--marker-size={marker_size}"
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    files = (str(ours.absolute()), str(base.absolute()), str(theirs.absolute()))
    done = _run(ours.absolute().parent, "merge-file", "-p", "-q", size, *labels, *files)
    if done.returncode > _CONFLICTS or done.returncode < 0:
        return None
    return TextMerge(done.stdout, done.returncode > 0)


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  git's own name and checked arguments
            ["git", *arguments],  # noqa: S607
            cwd=folder,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return subprocess.CompletedProcess(arguments, 255, b"", b"")
