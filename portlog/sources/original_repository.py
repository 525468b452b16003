"""What git knows of an original: its commit, its repository's address, and what a file was."""

import re
import subprocess
from pathlib import Path

from portlog.sources.git import ask

_SCHEME = re.compile(r"(?P<scheme>https?|ssh|git)://(?:[^/?#]*@)?(?P<rest>[^?#@]+)(?![^?#])")
_SCP = re.compile(r"(?:[^@/:]+@)?(?P<host>[\w.-]+\.[\w-]+):(?P<rest>[^/\\?#@][^?#@]*)\Z")
_COMMIT = re.compile(r"[0-9a-f]{7,64}\Z")
_TIMEOUT_S = 20
_LARGEST = 50 * 1024 * 1024


def repository_address(folder: Path) -> str | None:
    """Return the address that a folder's repository came from, without credentials.

    None where there is none, and for one that is a path on some machine.
    """
    told = (ask(folder, "config", "--get", "remote.origin.url") or "").strip()
    match = _SCHEME.match(told)
    if match is not None:
        return f"{match['scheme']}://{match['rest']}"
    match = _SCP.match(told)
    return None if match is None else f"{match['host']}:{match['rest']}"


def commit_of_original(folder: Path, port: Path) -> str | None:
    """Return the commit of an original's folder, if all in it is committed as it stands.

    In a repository of its own that is the one checked out; in the port's, the last that changed
    the folder.
    """
    tracked = ask(folder, "ls-files", "--", ".")
    if not tracked or ask(folder, "status", "--porcelain", "--", ".") != "":
        return None
    top = ("rev-parse", "--show-toplevel")
    limit = ("--", ".") if ask(folder, *top) == ask(port, *top) else ()
    return (ask(folder, "log", "-1", "--format=%H", *limit) or "").strip() or None


def last_commit_of(path: Path) -> str | None:
    """Return the last commit that changed a file; None if it is not committed as it stands."""
    if ask(path.parent, "status", "--porcelain", "--ignored", "--", path.name) != "":
        return None
    return (ask(path.parent, "log", "-1", "--format=%H", "--", path.name) or "").strip() or None


def is_shallow(folder: Path) -> bool:
    """Say whether the repository of a folder lacks its older commits."""
    return (ask(folder, "rev-parse", "--is-shallow-repository") or "").strip() == "true"


def content_at(path: Path, commit: str) -> bytes | None:
    """Return what a file was at a commit; None if git has no such commit or file there.

    The file itself may be gone.
    """
    folder = next((one for one in path.parents if one.is_dir()), None)
    if folder is None or not _COMMIT.match(commit):
        return None
    name = f"{commit}:./{path.relative_to(folder).as_posix()}"
    size = (ask(folder, "cat-file", "-s", name) or "").strip()
    return _blob(folder, name) if size.isdigit() and int(size) <= _LARGEST else None


def _blob(folder: Path, name: str) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603  git's own name, and a checked commit
            ["git", "--no-optional-locks", "cat-file", "blob", name],  # noqa: S607
            cwd=folder,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
