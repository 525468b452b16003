"""A part of the original as somebody types it in a folder."""

from dataclasses import replace
from os.path import relpath
from pathlib import Path

from portlog.checks.provenance.wording import some
from portlog.errors import InputError
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.records.header import Original
from portlog.records.original_part import ACCEPTED, part_of


def typed_original(
    text: str, originals: OriginalFiles, here: Path, *, must_be: bool = True
) -> Original:
    """Return a part with its path as the log writes it; a path may be from the original's folder.

    Raises `InputError` for what cannot be read and, if it `must_be`, for what is not there.
    """
    try:
        part = part_of(text)
    except ValueError as error:
        raise InputError(f'"{text}": {error}', f"write {ACCEPTED}") from None
    path = _path(part.path, originals, here)
    found = replace(part, path=originals.places.typed(path, originals.places.root))
    if must_be:
        refuse_missing(found, originals)
    return found


def refuse_missing(part: Original, originals: OriginalFiles) -> None:
    """Raise `InputError` for a file, lines or a symbol that the original does not have."""
    found = originals.read(part.path)
    if not found.is_there:
        why = found.trouble or f"{part.path} is not there, or no file"
        raise InputError(why, "name a file of the original")
    if part.lines is not None and part.lines.last > found.line_count:
        lines = f"lines {part.lines} of {part.path}, which has {found.line_count}"
        raise InputError(lines, f"write {part.path}:1-{found.line_count}")
    known = {one.name for one in found.symbols or ()}
    strange = next((name for name in part.symbols if name not in known), None)
    if strange is not None:
        names = some(sorted(known)) or "none that portlog knows"
        raise InputError(f"{part.path} has no symbol {strange}", f"it has {names}")


def _path(typed: str, originals: OriginalFiles, here: Path) -> str:
    """Return a path from the experiment's folder; where it was typed goes before the original."""
    root = originals.places.root
    from_here = Path(relpath(here / typed, root)).as_posix()
    if (here / typed).exists():
        return from_here
    meant = originals.meant(typed) if not Path(typed).is_absolute() else from_here
    return meant if (root / meant).exists() else from_here
