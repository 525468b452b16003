"""What `session import` says while nothing changes, kept so that it is said again at once.

Saying it takes less time than loading what reads a command line, so that this module imports only
what costs next to nothing.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR

from portlog import __version__
from portlog.sources.kept_file import keep_file

_SETTINGS = "portlog.toml"
_WORKTREES = ("--no-optional-locks", "worktree", "list", "--porcelain")
# how the names of variables end, or begin, that say where something is
_ENDINGS, _GIT = ("HOME", "_DIR", "_PATH"), "GIT_"

# what goes to standard output, what to standard error, and the exit code
Said = tuple[str, str, int]
# paths from the experiment's folder, be they there or not, by what counts of them: of `folders` the
# names in them, of `logs` and `texts` all files below; an import may change the texts itself
Places = Mapping[str, Sequence[str]]


def answer_to(arguments: Sequence[str]) -> Said | None:
    """Return what `session import …` was answered if all is as it was; None if it is to be run."""
    here = Path.cwd()
    for root in (here, *here.parents):
        if arguments[2:] and (root / _SETTINGS).is_file():
            return _kept(root, arguments)
    return None


def _kept(root: Path, arguments: Sequence[str]) -> Said | None:
    try:
        state, places, (out, err, code) = json.loads(_path(root, arguments).read_bytes())
        now = Standing(root, arguments, places).digest()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (out, err, code) if state == now else None


def _path(root: Path, arguments: Sequence[str]) -> Path:
    return root / ".portlog" / "cache" / "agents" / f"answer-{arguments[2]}.json"


class Standing:
    """How all stands that the answer to one command line depends on.

    That is, beside the files in some places: the words, the folder, the variables that say where
    something is, and the worktrees of the repository.
    """

    def __init__(self, root: Path, arguments: Sequence[str], places: Places) -> None:
        """Look at all but the texts; raises `OSError` where that is not allowed."""
        self._root = root
        self._arguments = arguments
        self._places = places
        said = [__version__, str(Path.cwd()), *arguments, *_variables(), *_worktrees(root)]
        names = [name for folder in self._paths("folders") for name in (folder, *_names(folder))]
        self._seen = sha256(_told([*said, *names, *_files(self._paths("logs"))]))

    def digest(self) -> str:
        """Return letters that stand for all of it, the texts as they are now."""
        whole = self._seen.copy()
        whole.update(_told(_files(self._paths("texts"))))
        return whole.hexdigest()

    def keep(self, said: Said) -> None:
        """Keep what will be said as long as all stays as it is."""
        with suppress(OSError):
            content = json.dumps([self.digest(), self._places, said])
            keep_file(_path(self._root, self._arguments), content.encode())

    def _paths(self, kind: str) -> list[str]:
        return [f"{self._root}/{path}" for path in self._places[kind]]


def _told(parts: Iterable[str]) -> bytes:
    return "".join(f"{part}\0" for part in parts).encode(errors="surrogateescape")


def _variables() -> Iterator[str]:
    for name, value in sorted(os.environ.items()):
        if name.endswith(_ENDINGS) or name.startswith(_GIT):
            yield f"{name}={value}"


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208  in a third of Path.iterdir's time
    except (FileNotFoundError, NotADirectoryError):
        return []


def _files(paths: Iterable[str]) -> Iterator[str]:
    """Yield a line for each file below some paths, and for each path that is not there."""
    entered: set[tuple[int, int]] = set()
    for path in paths:
        yield from _below(path, entered)


def _below(path: str, entered: set[tuple[int, int]]) -> Iterator[str]:
    try:
        seen = os.stat(path)  # noqa: PTH116  half the time of Path.stat, for thousands of files
    except (FileNotFoundError, NotADirectoryError):
        yield f"{path} absent"
        return
    if not S_ISDIR(seen.st_mode):
        yield f"{path} {seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"
    elif (seen.st_dev, seen.st_ino) not in entered:
        entered.add((seen.st_dev, seen.st_ino))
        for name in sorted(os.listdir(path)):  # noqa: PTH208  likewise
            yield from _below(f"{path}/{name}", entered)


def _worktrees(root: Path) -> Iterator[str]:
    """Yield what git says of them; importing `subprocess` would take longer than asking it."""
    asked = ["git", "-C", str(root), *_WORKTREES]
    reading, writing = os.pipe()
    silenced = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), silenced]
    with open(reading, encoding="utf-8", errors="surrogateescape") as told:  # noqa: PTH123  a pipe
        try:
            child = os.posix_spawnp("git", asked, os.environ, file_actions=actions)
        except FileNotFoundError:
            return
        finally:
            os.close(writing)
        yield from (line for line in told if line.startswith("worktree "))
    os.waitpid(child, 0)
