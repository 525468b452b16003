"""Which versions of two files belong together: those that one commit has."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from portlog.sources.git import ask

# what git is about to merge may be named by these alone
_HEADS = ("HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "FETCH_HEAD", "ORIG_HEAD")
_TOLD = "GITHEAD_"
_TIMEOUT_S = 20


def version_beside(folder: Path, path: str, content: bytes, other: str) -> str | None:
    """Return what another file held in a commit that has this content at a path.

    Both paths are below the folder. None if no commit that git can find has it there, or if
    there was no other file.
    """
    blob = _blob_of(folder, content)
    if blob is None:
        return None
    commits = (*_heads(folder), *_commits_with(folder, path, blob))
    found = next((one for one in commits if _named(folder, f"{one}:./{path}") == blob), None)
    return None if found is None else ask(folder, "cat-file", "blob", f"{found}:./{other}")


def _heads(folder: Path) -> Iterator[str]:
    yield from (name.removeprefix(_TOLD) for name in os.environ if name.startswith(_TOLD))
    yield from (name for name in _HEADS if _named(folder, name))


def _commits_with(folder: Path, path: str, blob: str) -> Iterator[str]:
    """Give the commits that brought a version of a file, newest first."""
    options = ("--all", "--full-history", "-m", "--format=%H", f"--find-object={blob}")
    answer = ask(folder, "log", *options, *_heads(folder), "--", path)
    yield from dict.fromkeys((answer or "").split())


def _named(folder: Path, name: str) -> str | None:
    answer = ask(folder, "rev-parse", "--quiet", "--verify", name)
    return answer.strip() if answer else None


def _blob_of(folder: Path, content: bytes) -> str | None:
    try:
        done = subprocess.run(
            ["git", "hash-object", "--stdin"],  # noqa: S607  git's own name
            cwd=folder,
            input=content,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode().strip()
