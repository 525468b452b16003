"""Count lines of code and find symbols in files, each content parsed once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from portlog.errors import InputError
from portlog.records.loc import CodeCount, CountedFile, NotCounted, UncountedFile
from portlog.records.symbol import Code
from portlog.sources.code.cache import CodeCache
from portlog.sources.code.files import files_below, is_there, obstacle_at, source_of, trouble_with
from portlog.sources.code.languages import language_of
from portlog.sources.code.parts import Unparsable
from portlog.sources.code.reading import read_code

_NO_FILES: Mapping[NotCounted | None, NotCounted] = {
    kind: kind for kind in (NotCounted.LINK, NotCounted.REPOSITORY)
}


class CodeFiles:
    """Reads source code; what was read before is not parsed again."""

    def __init__(self, cache: Path | None) -> None:
        """Open the cache below a folder; None keeps nothing."""
        self._cache = CodeCache(cache)

    def read(self, path: Path, name: str) -> Code | NotCounted:
        """Return what a file holds, or why that is not known.

        `name` is its path from the code's own folder: `tests/` in it makes its code tests.
        """
        if language_of(name) is None:
            return _NO_FILES.get(obstacle_at(path), NotCounted.LANGUAGE)
        source = source_of(path)
        return source if isinstance(source, NotCounted) else self.parse(source, name)

    def parse(self, source: bytes, name: str) -> Code | NotCounted:
        """Return what a text holds that is the content of a file of that name."""
        language = language_of(name)
        if language is None:
            return NotCounted.LANGUAGE
        is_test = language.is_test_file(PurePosixPath(name))
        read = partial(read_code, source, language, is_test=is_test)
        trouble = trouble_with(source)
        try:
            return trouble or self._cache.code(source, language, read, is_test=is_test)
        except Unparsable:
            return NotCounted.UNPARSABLE

    def keep(self) -> None:
        """Write the cache, once all is read."""
        self._cache.keep()


@dataclass(frozen=True, slots=True)
class _Listed:
    """A file, what it is called in the answer, and its path for the rule of test files."""

    path: Path
    name: str
    within: str


def count_paths(root: Path, paths: Sequence[str], cache: Path | None = None) -> CodeCount:
    """Count the files at and below some paths, those that git ignores left out.

    Files are named from `root`, each is counted once. Raises `InputError` for a path that is not
    there.
    """
    files = CodeFiles(cache)
    found = {one.path: one for path in paths for one in _listed(root, path)}
    counted, uncounted = list[CountedFile](), list[UncountedFile]()
    for one in sorted(found.values(), key=lambda one: one.name):
        code = files.read(one.path, one.within)
        if isinstance(code, Code):
            counted.append(CountedFile(one.name, code.language, code.lines))
        else:
            uncounted.append(UncountedFile(one.name, code))
    files.keep()
    return CodeCount(tuple(counted), tuple(uncounted))


def file_symbols(path: Path, cache: Path | None = None) -> Code | NotCounted:
    """Return what one file holds; for several files, one `CodeFiles` is faster."""
    files = CodeFiles(cache)
    code = files.read(path, path.name)
    files.keep()
    return code


def _listed(root: Path, typed: str) -> Iterator[_Listed]:
    place = Path(os.path.normpath(root / typed))
    if not is_there(place):
        raise InputError(f"there is no {typed}", "name files and folders that are there")
    if not place.is_dir():
        yield _listed_one(root, place, place.parent)
        return
    for name in files_below(place):
        path = place / name
        if is_there(path):
            yield _listed_one(root, path, place)


def _listed_one(root: Path, path: Path, folder: Path) -> _Listed:
    """Name a file from the root; one outside of it as a whole, but its rule from its folder."""
    if path.is_relative_to(root):
        name = path.relative_to(root).as_posix()
        return _Listed(path, name, name)
    return _Listed(path, os.path.relpath(path, root), path.relative_to(folder.parent).as_posix())
