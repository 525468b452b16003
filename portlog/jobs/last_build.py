"""What the last build into a folder was made from and left there, so that the next can leave it."""

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from portlog.present.site.folder import Stamp
from portlog.sources.kept_file import keep_file
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The state of all that the build read, of all files that it left, and of its lasting pages."""

    inputs: str
    sessions: int
    unread: int
    files: dict[str, Stamp]
    lasting: dict[str, str]


def last_build(workspace: Workspace, folder: Path) -> LastBuild | None:
    """Return what the last build left in a folder; None where nobody knows."""
    try:
        return msgspec.json.decode(_place(workspace, folder).read_bytes(), type=LastBuild)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def remember(workspace: Workspace, folder: Path, built: LastBuild) -> None:
    """Keep what a build left; where that cannot be written, the next one builds everything."""
    keep_file(_place(workspace, folder), msgspec.json.encode(built))


def _place(workspace: Workspace, folder: Path) -> Path:
    name = blake2b(os.fsencode(folder.resolve()), digest_size=8).hexdigest()
    return workspace.cache / "site" / f"{name}.json"
