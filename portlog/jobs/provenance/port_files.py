"""Read what the files of a port say of where they come from."""

import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import PurePath

from portlog.checks.provenance.case import PortFile
from portlog.jobs.provenance.original_files import LARGEST_BYTES
from portlog.jobs.provenance.places import Places
from portlog.sources.header_cache import HeaderCache
from portlog.sources.headers.styles import style_of
from portlog.sources.headers.writing import unstamped


def read_port_files(
    places: Places, recorded: Collection[str], is_new: Callable[[str], bool], headers: HeaderCache
) -> Iterator[PortFile]:
    """Yield the files of a port, and others of which something is recorded, as far as they are.

    Links within it are left out; a file that `is_new` needs no header.
    """
    listed = set(places.port_files())
    others = (path for path in recorded if path not in listed and places.may_read(path))
    for path in sorted({*listed, *others}):
        place = f"{places.root}/{path}"
        try:
            found = os.lstat(place)
        except OSError:
            continue
        if stat.S_ISREG(found.st_mode):
            file = _read(place, path, found.st_size, headers)
            yield file if file.header or not is_new(path) else replace(file, needs_no_header=True)
        elif not stat.S_ISLNK(found.st_mode):
            yield PortFile(path, trouble="no file that could be read")
        elif not places.may_read(path):
            yield PortFile(path, trouble="a symbolic link that leads out of the experiment")


def read_port_file(places: Places, path: str) -> PortFile:
    """Return one file of a port and what it says; a link is followed."""
    place = f"{places.root}/{path}"
    return _read(place, path, os.stat(place).st_size, HeaderCache(None))  # noqa: PTH116


def _read(place: str, path: str, size: int, headers: HeaderCache) -> PortFile:
    if size > LARGEST_BYTES:
        return PortFile(path, trouble="larger than 50 MB")
    try:
        with open(place, "rb", buffering=0) as file:  # noqa: PTH123  2,000 paths take their time
            content = file.read()
    except OSError as error:
        return PortFile(path, trouble=f"cannot be read: {error.strerror}")
    style = style_of(PurePath(path))
    if style is None:
        return PortFile(path, trouble="portlog does not know how comments are written in it")
    return PortFile(path, headers.reading(content, style), partial(port_digest, path, content))


def port_digest(path: str, content: bytes) -> str:
    """Return SHA-256 of a ported file without portlog's header."""
    style = style_of(PurePath(path))
    return sha256(content if style is None else unstamped(content, style)).hexdigest()
