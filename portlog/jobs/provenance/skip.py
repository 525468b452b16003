"""Leave a part of the original out of the port on purpose, or take that back."""

from collections.abc import Sequence
from pathlib import Path

from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.jobs.provenance.original_paths import typed_original
from portlog.jobs.provenance.places import Places
from portlog.records.kinds import TEXT
from portlog.records.recorded_by import Standing
from portlog.records.skip import SKIPS, WHOLE_FILE, Skip
from portlog.workspace import Workspace


def skip_parts(occasion: Occasion, typed: Sequence[str], reason: str) -> list[Skip]:
    """Record that parts of the original are not to be ported; an agent's are proposals.

    What is skipped already gets the new reason; a proposal that a person repeats is accepted.
    """
    workspace, recorder = occasion.workspace, occasion.recorder
    standing, text = Standing.of(recorder), _printable(reason)
    skips = [
        Skip(path, symbol, text, occasion.today, standing, recorder)
        for path, symbol in _parts(workspace, typed, occasion.here)
    ]
    with workspace.store.writing() as step:
        there = {(one.original_path, one.symbol): one for one in step.database.every(SKIPS)}
        for skip in skips:
            before = there.get((skip.original_path, skip.symbol))
            if before is None:
                step.add(SKIPS, skip)
            else:
                _refuse_to_change(before, skip)
                step.replace(SKIPS, skip)
    return skips


def _refuse_to_change(before: Skip, skip: Skip) -> None:
    if before.counts and not skip.counts:
        part = f"{skip.original_path} {skip.symbol}"
        raise InputError(f"{part} is left out by a person's decision", "only a person changes it")


def take_back(workspace: Workspace, typed: Sequence[str], here: Path) -> list[Skip]:
    """Take skips out of the log and return them; `InputError` for a part that is not skipped."""
    wanted = _parts(workspace, typed, here, must_be=False)
    with workspace.store.writing() as step:
        there = {(one.original_path, one.symbol): one for one in step.database.every(SKIPS)}
        missing = next((one for one in wanted if one not in there), None)
        if missing is not None:
            raise InputError(
                f"{missing[0]} {missing[1]} is not left out", "`portlog provenance skip` lists all"
            )
        for one in wanted:
            step.remove(SKIPS, there[one])
    return [there[one] for one in wanted]


def skips_of(workspace: Workspace) -> list[Skip]:
    """Return all that is left out of a port."""
    with workspace.store.reading() as database:
        return list(database.every(SKIPS))


def _parts(
    workspace: Workspace, typed: Sequence[str], here: Path, *, must_be: bool = True
) -> list[tuple[str, str]]:
    places = Places.of(workspace)
    code = CodeFiles(workspace.cache)
    originals = OriginalFiles(places, code)
    found = []
    for text in typed:
        part = typed_original(text, originals, here, must_be=must_be)
        if part.lines is not None:
            raise InputError(f"{text} names lines", "leave out PATH or PATH::SYMBOL")
        found += [(part.path, symbol) for symbol in part.symbols or (WHOLE_FILE,)]
    code.keep()
    return list(dict.fromkeys(found))


def _printable(reason: str) -> str:
    try:
        text = str(TEXT.parse(reason.strip()))
    except ValueError as error:
        raise InputError(f"--reason is {error}", "write it on one line") from None
    if not text:
        raise InputError("--reason is empty", "say why it is not to be ported")
    return text
