"""What tells the state of all that a site is made from, without reading any of it.

As git's index does: a file is another one when its inode, size or time is.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import portlog
from portlog.jobs.provenance.places import Places
from portlog.jobs.read_log import tracked
from portlog.jobs.site_order import SiteOrder
from portlog.sources.code.files import files_below
from portlog.sources.git import commit_of
from portlog.sources.posts.hugo_settings import settings_places
from portlog.sources.site_settings import read_site_settings
from portlog.workspace import SETTINGS, Workspace

_BYTES = 16
_LEFT_OUT = frozenset({"__pycache__", ".git"})


def inputs_of(workspace: Workspace, order: SiteOrder, now: datetime | None = None) -> str:
    """Return what tells everything that a build reads from any other state of it.

    Posts of the future come out by themselves, so the hour is a part of it.
    """
    hour = f"{now or datetime.now(UTC):%Y-%m-%dT%H}"
    commit = str(commit_of(workspace.root, *tracked(workspace)))
    asked = repr(astuple(order))
    return _digest((hour, commit, asked, code_stamp(), files_stamp(workspace, order)))


def files_stamp(workspace: Workspace, order: SiteOrder) -> str:
    """Return the state of the experiment's files that a build reads."""
    site = workspace.root / "site"
    posts = read_site_settings(site / "site.toml").series.posts
    places = [
        workspace.root / SETTINGS,
        workspace.data,
        site,
        *([workspace.adopted] if workspace.adopted else []),
        *([workspace.root / posts, *settings_places(workspace.root / posts)] if posts else []),
    ]
    apart = {(site / "dist").resolve(), order.folder(workspace).resolve()}
    own = (line for place in places for line in _lines(place, apart))
    return _digest(chain(own, _both_sides(workspace)))


def theme_stamp(workspace: Workspace) -> str:
    """Return the state of the experiment's own templates."""
    return _digest(_lines(workspace.root / "site" / "templates", set()))


def code_stamp() -> str:
    """Return the state of portlog itself, its templates and messages with it."""
    return _digest((portlog.__version__, *_lines(Path(portlog.__path__[0]), set())))


def _both_sides(workspace: Workspace) -> Iterator[str]:
    """Return a line for each file of the original and the port, as far as coverage reads them."""
    places = Places.of(workspace)
    if places.original is None or not places.original.is_dir():
        return
    yield from (_state(places.original / name) for name in files_below(places.original))
    yield from (_state(workspace.root / name) for name in places.port_files())


def _state(path: Path) -> str:
    try:
        return _line(str(path), path.stat())
    except OSError:
        return f"{path} -"


def _lines(place: Path, apart: set[Path]) -> Iterator[str]:
    """Return a line for each file at or below a place, in the order of their names."""
    try:
        state = place.stat()
    except OSError:
        yield f"{place} -"
        return
    if not place.is_dir():
        yield _line(str(place), state)
    elif place.resolve() not in apart:
        yield from _below(str(place), {str(path) for path in apart})


def _below(folder: str, apart: set[str]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        named = sorted(entries, key=lambda entry: entry.name)
    for entry in named:
        if entry.name in _LEFT_OUT:
            continue
        if entry.is_dir(follow_symlinks=False):
            if os.path.realpath(entry.path) not in apart:
                yield from _below(entry.path, apart)
        else:
            yield _line(entry.path, entry.stat(follow_symlinks=False))


def _line(path: str, state: os.stat_result) -> str:
    return f"{path} {state.st_ino} {state.st_size} {state.st_mtime_ns}"


def _digest(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=_BYTES)
    for line in lines:
        digest.update(line.encode(errors="surrogateescape") + b"\n")
    return digest.hexdigest()
