"""Pin the original: record its repository, its commit and its size by one rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce
from hashlib import sha256
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.coverage import named_symbols
from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.places import Places
from portlog.records.identity import dated_id, letters_of
from portlog.records.loc import GAPS, LOC_RULE, LineCounts, NotCounted
from portlog.records.pin import PINS, Pin
from portlog.records.symbol import Code
from portlog.sources.original_repository import commit_of_original, repository_address
from portlog.store.files import replace_file
from portlog.workspace import SETTINGS, Workspace


def pin_original(occasion: Occasion, typed: str | None) -> tuple[Pin, bool]:
    """Record what the original is now, and say whether that is another state than the last pin.

    `typed` names its folder where the settings do not yet; it is written into them.
    """
    workspace = occasion.workspace
    if typed is not None:
        _set_folder(workspace, typed, occasion.here)
    pin = _pin(workspace, Places.of(workspace), occasion.now)
    with workspace.store.writing() as step:
        last: Sequence[Pin] = step.database.every(PINS)
        newest = max(last, key=lambda one: one.pinned_at, default=None)
        if newest is not None and newest.state == pin.state:
            return newest, False
        step.add(PINS, pin)
    return pin, True


def _pin(workspace: Workspace, places: Places, now: datetime) -> Pin:
    folder = places.original_folder()
    code = CodeFiles(workspace.cache)
    read = [_code(places, code, path) for path in places.original_files()]
    code.keep()
    files = list(filter(None, read))
    lines = reduce(LineCounts.__add__, (one.lines for one in files), LineCounts())
    symbols = sum(len(named_symbols(one.symbols)) for one in files)
    today = workspace.today(now)
    pin = Pin(
        today,
        places.told.original,
        repository_address(folder),
        commit_of_original(folder, workspace.root),
        len(files),
        symbols,
        lines.raw,
        lines.code,
        lines.test,
        lines.doc,
        lines.comment,
        lines.blank,
        LOC_RULE,
        now,
        "",
    )
    digest = sha256(f"{today}\n{pin.state}\n{now}".encode()).digest()
    return replace(pin, pin_id=dated_id(today, "pin", lambda: letters_of(digest)))


def _code(places: Places, code: CodeFiles, path: str) -> Code | None:
    """Return what a file holds, None for a link; `InputError` where no total would be whole."""
    found = code.read(places.root / path, places.within_original(path))
    if isinstance(found, NotCounted) and found in GAPS:
        why = "name it in leave_out of [original]" if found is not NotCounted.UNREADABLE else None
        raise InputError(f"{path} cannot be counted: {found}", why)
    return found if isinstance(found, Code) else None


def _set_folder(workspace: Workspace, typed: str, here: Path) -> None:
    """Write the original's folder into the settings, where they name none or the same."""
    from os.path import relpath

    if not (here / typed).is_dir():
        raise InputError(f'--original is "{typed}", which is no folder', "name a folder")
    folder = Path(relpath(here / typed, workspace.root)).as_posix()
    told = Places.of(workspace).told.original
    if told == folder:
        return
    if told:
        raise InputError(
            f"--original is {folder}, and {SETTINGS} says {told}", f"change it in {SETTINGS}"
        )
    path = workspace.root / SETTINGS
    content = path.read_bytes()
    if b"[original]" in content:
        raise InputError(f"{SETTINGS} has a table [original] already", "write its path there")
    end = b"" if content.endswith(b"\n") else b"\n"
    line = f'\n[original]\npath = "{_escaped(folder)}"\n'
    replace_file(path, content + end + line.encode())


def _escaped(text: str) -> str:
    if not text.isprintable():
        raise InputError("--original has a character that cannot be printed")
    return text.replace("\\", "\\\\").replace('"', '\\"')
