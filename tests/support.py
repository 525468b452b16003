"""The real command line in a subprocess, and folders that cannot be written."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli_process import REPOSITORY, Answer, run_portlog

__all__ = ["REPOSITORY", "Answer", "Cli", "read_only"]


@dataclass(frozen=True, slots=True)
class Cli:
    """The real command line, started in a folder of its own with an empty home."""

    folder: Path
    home: Path

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Answer:
        """Run `portlog` with these arguments; names in capitals are environment variables."""
        return run_portlog(arguments, self.folder, self.environment() | environment, stdin)

    def environment(self) -> dict[str, str]:
        """Return an environment that holds nothing of the person who runs the tests."""
        kept = ("PATH", "LANG", "LC_ALL", "COVERAGE_PROCESS_CONFIG", "TMPDIR")
        found = {name: os.environ[name] for name in kept if name in os.environ}
        return found | {
            "HOME": str(self.home),
            "CARGO_HOME": str(self.home / ".cargo"),
            "PYTHONPATH": str(REPOSITORY),
        }

    def path(self, name: str) -> Path:
        """Return a path in the folder."""
        return self.folder / name


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Give a path under which a folder can be read and not written, by root neither."""
    if os.geteuid() != 0:
        yield from _without_permission(folder)
        return
    beside = folder.with_name(f"{folder.name}-read-only")
    beside.mkdir()
    subprocess.run(["mount", "--bind", folder, beside], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", beside], check=True)
        yield beside
    finally:
        subprocess.run(["umount", beside], check=True)


def _without_permission(folder: Path) -> Iterator[Path]:
    folders = [path for path in (folder, *folder.rglob("*")) if path.is_dir()]
    modes = [path.stat().st_mode for path in folders]
    for path in folders:
        path.chmod(0o555)
    try:
        yield folder
    finally:
        for path, mode in zip(folders, modes, strict=True):
            path.chmod(mode)
