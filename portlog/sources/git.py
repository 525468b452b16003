"""What git knows of the experiment's folder; where there is no git, nothing."""

import subprocess
from datetime import date
from pathlib import Path

from portlog.records.commit import Commit

# Reading must not write: no index refresh, and no monitor that the repository's settings name.
READ_ONLY = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
_TIMEOUT_S = 20


def commit_of(folder: Path, *paths: str) -> Commit | None:
    """Return the last commit that changed one of some paths below a folder.

    None if they are not committed as they stand, or git cannot say.
    """
    if ask(folder, "status", "--porcelain", "--", *paths) != "":
        return None
    name, _, day = (ask(folder, "log", "-1", "--format=%H %cs", "--", *paths) or "").partition(" ")
    return Commit(name, date.fromisoformat(day.strip())) if day else None


def worktrees(folder: Path) -> tuple[str, ...]:
    """Return the folders that the repository of a folder is checked out in, this one among them.

    Each is the place in its worktree that the folder has in its own.
    """
    within = ask(folder, "rev-parse", "--show-prefix")
    listed = ask(folder, "worktree", "list", "--porcelain", "-z")
    if within is None or listed is None:
        return ()
    trees = [line.removeprefix("worktree ") for line in listed.split("\0") if _is_tree(line)]
    return tuple(str(Path(tree, within.strip("\n"))) for tree in trees)


def _is_tree(line: str) -> bool:
    return line.startswith("worktree ")


def ask(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in a folder; None if it fails, or if there is no git."""
    return ask_with(folder, None, *arguments)


def ask_with(folder: Path, given: str | None, *arguments: str) -> str | None:
    """Return what git prints in a folder when it is given lines to read; None as for `ask`."""
    try:
        answer = subprocess.run(  # noqa: S603  git's own name and fixed arguments
            [*READ_ONLY, *arguments],
            cwd=folder,
            capture_output=True,
            input=given,
            text=True,
            errors="surrogateescape",
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout
