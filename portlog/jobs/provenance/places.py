"""Where an experiment's original and port lie, and which of their files count."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, cached_property
from os.path import islink, normpath, realpath, relpath, split
from pathlib import Path, PurePosixPath

from portlog.errors import ConfigError, InputError
from portlog.records.languages import language_of
from portlog.records.port_places import PortPlaces
from portlog.sources.code.files import files_below
from portlog.sources.port_settings import read_port_places
from portlog.workspace import SETTINGS, Workspace

_HINT = "`portlog provenance pin --original DIR` writes [original] and path into portlog.toml"


@dataclass(frozen=True)
class Places:
    """The folders of an experiment, and the languages of its two sides."""

    root: Path
    told: PortPlaces
    original_language: str
    port_language: str

    @classmethod
    def of(cls, workspace: Workspace) -> "Places":
        """Return the places that an experiment's settings name."""
        languages = workspace.settings.languages
        told = read_port_places(workspace.root / SETTINGS)
        return cls(workspace.root, told, languages.original, languages.port)

    @property
    def original(self) -> Path | None:
        """The folder of the original; None where nobody said."""
        return self.root / self.told.original if self.told.original else None

    def original_folder(self) -> Path:
        """Return the folder of the original; `ConfigError` if there is none."""
        if self.original is None:
            raise ConfigError(f"{SETTINGS} does not say where the original is", _HINT)
        if not self.original.is_dir():
            raise ConfigError(f"{SETTINGS}: [original] {self.told.original} is no folder", _HINT)
        return self.original

    def original_files(self) -> Iterator[str]:
        """Yield the original's files, from the experiment's folder."""
        left_out = _patterns(self.told.original_leave_out)
        for name in files_below(self.original_folder()):
            if language_of(name) == self.original_language and not left_out.match(name):
                yield normpath(f"{self.told.original}/{name}")

    def port_files(self) -> Iterator[str]:
        """Yield the port's files, from the experiment's folder."""
        original = f"{self.told.original}/" if self.told.original else "\0"
        for name in files_below(self.root / self.told.port):
            path = normpath(f"{self.told.port}/{name}")
            if language_of(name) == self.port_language and not path.startswith(original):
                yield path

    def within_original(self, path: str) -> str:
        """Return an original's path from the original's own folder, where it lies in it."""
        return path.removeprefix(f"{self.told.original}/") if self.told.original else path

    def needs_no_header(self, path: str) -> bool:
        """Say whether the settings leave a file of the port out."""
        within = path if self.told.port == "." else path.removeprefix(f"{self.told.port}/")
        return _patterns(self.told.port_leave_out).match(within) is not None

    def candidates(self, written: str) -> Iterator[str]:
        """Yield the paths that an original's path in a header can mean, the likeliest first."""
        yield normpath(written)
        if self.told.original:
            folder = PurePosixPath(self.told.original)
            yield normpath(folder / written)
            if written.startswith(f"{folder.name}/"):
                yield normpath(folder.parent / written)

    def may_read(self, path: str) -> bool:
        """Say whether a path stays within the experiment or the original, links followed."""
        if path.startswith("/") or "\0" in path:
            return False
        folder, name = split(f"{self.root}/{path}")
        place = f"{self._real_folder(folder)}/{name}"
        is_plain = name not in {"", ".", ".."} and not islink(place)  # noqa: PTH114  many files
        found = place if is_plain else realpath(place)
        return f"{found}/".startswith(self._roots)

    @cached_property
    def _real_folder(self) -> Callable[[str], str]:
        """What a folder is when links are followed: many files lie in one."""
        return cache(lambda folder: realpath(folder))  # noqa: PLW0108  of texts alone

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        """The folders that may be read, links followed."""
        folders = (self.root, *([self.original] if self.original else []))
        return tuple(f"{realpath(one)}/" for one in folders)

    def typed_port_file(self, name: str, here: Path) -> str:
        """Return the path of a file of the port that was typed in a folder, links followed.

        Raises `InputError` as `typed` does.
        """
        path = self.typed(name, here)
        real = relpath(realpath(self.root / path), realpath(self.root))
        return path if real == path else self.typed(real, self.root)

    def typed(self, name: str, here: Path) -> str:
        """Return a path that was typed in a folder as the log writes it.

        Raises `InputError` for one outside the experiment and its original.
        """
        path = Path(relpath(here / name, self.root)).as_posix()
        if not path.isprintable():
            raise InputError("a path has a character that cannot be printed", "rename the file")
        if not self.may_read(path):
            raise InputError(
                f"{name} lies outside the experiment and its original",
                'name the original\'s folder in portlog.toml: [original] path = "../nanobot"',
            )
        return path


@cache
def _patterns(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, globs)) or r"(?!)")
