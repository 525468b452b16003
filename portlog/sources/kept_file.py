"""Files that are kept only to save work: never half written, and no loss where they cannot be."""

import os
from contextlib import suppress
from pathlib import Path


def keep_file(path: Path, content: bytes) -> None:
    """Put content in the place of a file in one step; where that fails, all stays as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
