"""Files that an author puts beside the site: `site/static`, taken over as they are."""

import os
from pathlib import Path

from portlog.errors import SiteError

# what most hosts of pages take
MOST_BYTES = 25 * 1024 * 1024
_MOST_FILES = 10_000


def own_files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path from there; nothing where there is none.

    Raises `SiteError` for a link, which could lead out of the folder, and for what is too large.
    """
    found: dict[str, bytes] = {}
    for above, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted([*names, *(one for one in folders if Path(above, one).is_symlink())]):
            path = Path(above, name)
            found[path.relative_to(folder).as_posix()] = _content(path)
            if len(found) > _MOST_FILES:
                raise SiteError(f"{folder} holds more than {_MOST_FILES:,} files")
    return found


def _content(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise SiteError(f"{path} is not a plain file", "put a copy of what it leads to there")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SiteError(f"cannot read {path}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise SiteError(f"{path} is larger than {MOST_BYTES:,} bytes", "keep it elsewhere")
    return content
