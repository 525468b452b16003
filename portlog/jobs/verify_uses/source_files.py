"""Rust files read once, and those that could not be read."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from portlog.records.path_use import FileUses, Unread
from portlog.sources.rust_uses.files import checked_source, read_source
from portlog.sources.rust_uses.kept_uses import KeptUses

_UNPARSED = "not all of it is Rust that can be parsed"


@dataclass(slots=True)
class SourceFiles:
    """What the files say, by their path; `typed` stands for the text of standard input."""

    kept: KeptUses
    typed: tuple[Path, bytes] | None = None
    _read: dict[Path, FileUses | None] = field(default_factory=dict)
    _unread: dict[Path, Unread] = field(default_factory=dict)

    def uses(self, path: Path) -> FileUses | None:
        """Return what a file says, or None where it could not be read."""
        place = path.resolve()
        if place not in self._read:
            self._read[place] = self._uses(path, place)
        return self._read[place]

    def unread(self, files: tuple[Path, ...]) -> tuple[Unread, ...]:
        """Return those of some files that were not read, or not all of them."""
        places = [(str(one), one.resolve()) for one in files]
        return tuple(
            replace(self._unread[place], file=file)
            for file, place in places
            if place in self._unread
        )

    def _uses(self, path: Path, place: Path) -> FileUses | None:
        if self.typed is not None and path == self.typed[0]:
            source = checked_source(str(path), self.typed[1])
        else:
            source = read_source(path)
        if isinstance(source, Unread):
            self._unread[place] = source
            return None
        found = self.kept.read(source)
        if found.error is not None:
            self._unread[place] = Unread(str(path), _UNPARSED, *found.error)
        return found
