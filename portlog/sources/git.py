"""What git knows of the experiment's folder; where there is no git, nothing."""

import subprocess
from datetime import date
from pathlib import Path

from portlog.records.commit import Commit

# Reading must not write: no index refresh, and no monitor that the repository's settings name.
_READ_ONLY = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")
_TIMEOUT_S = 20


def commit_of(folder: Path, path: str) -> Commit | None:
    """Return the last commit that changed a path below a folder.

    None if the path is not committed as it stands, or git cannot say.
    """
    if ask(folder, "status", "--porcelain", "--", path) != "":
        return None
    name, _, day = (ask(folder, "log", "-1", "--format=%H %cs", "--", path) or "").partition(" ")
    return Commit(name, date.fromisoformat(day.strip())) if day else None


def ask(folder: Path, *arguments: str) -> str | None:
    """Return what git prints in a folder; None if it fails, or if there is no git."""
    try:
        answer = subprocess.run(  # noqa: S603  git's own name and fixed arguments
            [*_READ_ONLY, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout
