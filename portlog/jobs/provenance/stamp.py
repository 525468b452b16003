"""Write where files were ported from, into their headers and the log, in one step."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from portlog.checks.provenance.case import OriginalFile, PortFile
from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.find_session import find_session
from portlog.jobs.provenance.model_words import model_words
from portlog.jobs.provenance.occasion import Occasion
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.jobs.provenance.original_paths import refuse_missing, typed_original
from portlog.jobs.provenance.places import Places
from portlog.jobs.provenance.port_files import port_digest, read_port_file
from portlog.jobs.stamp_headers import comment_style, stamp_file, unstamp_file
from portlog.records.header import Header, Original
from portlog.records.original_part import ACCEPTED, provenance_id, symbols_in
from portlog.records.provenance import COVERED_SYMBOLS, PROVENANCE, CoveredSymbol, Provenance
from portlog.records.session import Session
from portlog.records.symbol import Symbol
from portlog.sources.headers.writing import stamped
from portlog.sources.original_repository import last_commit_of
from portlog.store.step import Step
from portlog.workspace import Workspace

_SHORT = 9


@dataclass(frozen=True, slots=True)
class StampRequest:
    """A file to be stamped, the parts of originals as typed, and the session that wrote it.

    Without parts or a session those of the header that it has stay.
    """

    file: str
    parts: tuple[str, ...] = ()
    session: str | None = None


@dataclass(frozen=True, slots=True)
class StampedFile:
    """A file that was stamped: its path, whether it was changed, the sessions that wrote it."""

    path: str
    changed: bool
    sessions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stamping:
    """A request that was looked at: the file, and the parts as they are now."""

    file: PortFile
    parts: tuple[tuple[Original, OriginalFile], ...]
    session: str | None
    commits: Mapping[str, str | None]


def stamp(occasion: Occasion, requests: Sequence[StampRequest]) -> list[StampedFile]:
    """Stamp files and record where they come from; nothing is written where one cannot be.

    Paths are as typed in a folder. Raises `InputError` for the first thing that cannot be used.
    """
    workspace = occasion.workspace
    places, code = Places.of(workspace), CodeFiles(workspace.cache)
    originals = OriginalFiles(places, code)
    checked = [_checked(one, originals, occasion.here) for one in dict.fromkeys(requests)]
    _refuse_twice([one.file.path for one in checked])
    with workspace.store.writing() as step:
        sessions = [_session(step, workspace, one.session) for one in checked]
        pairs = list(zip(checked, sessions, strict=True))
        for pair in pairs:
            _refuse_unfit(places, *pair)
        done = [_stamped(step, places, *pair, occasion.today) for pair in pairs]
    code.keep()
    return done


def unstamp(occasion: Occasion, files: Sequence[str]) -> list[StampedFile]:
    """Take the headers of files out of them, and out of the log what was recorded of them.

    A file that is gone has its rows taken out.
    """
    places = Places.of(occasion.workspace)
    paths = list(dict.fromkeys(places.typed_port_file(one, occasion.here) for one in files))
    with occasion.workspace.store.writing() as step:
        return [_unstamped(step, places, path) for path in paths]


def _unstamped(step: Step, places: Places, path: str) -> StampedFile:
    rows = step.database.records(PROVENANCE, "provenance_of_file", {"port_path": path})
    is_there = (places.root / path).exists()
    if not rows and not is_there:
        raise InputError(f"{path} is not there, and nothing is recorded of it")
    changed = is_there and unstamp_file(places.root, places.root / path).changed
    _record(step, path, [], [])
    names = tuple(row.session_id for row in rows if row.session_id)
    return StampedFile(path, changed or bool(rows), names)


def _checked(request: StampRequest, originals: OriginalFiles, here: Path) -> _Stamping:
    places = originals.places
    path = places.typed_port_file(request.file, here)
    if not (places.root / path).is_file():
        raise InputError(f"{request.file} is no file", "name a file of the port")
    file = read_port_file(places, path)
    if file.trouble:
        raise InputError(f"{request.file}: {file.trouble}", "nothing was changed")
    header = file.header.header if file.header else None
    said = header.originals if header else ()
    typed = [typed_original(one, originals, here) for one in request.parts]
    parts = typed or [replace(one, path=originals.meant(one.path)) for one in said]
    for part in parts:
        refuse_missing(part, originals)
    session = request.session or (header.session if header else None)
    if not parts:
        raise InputError(f"{request.file}: missing: --from", f"write --from {ACCEPTED}")
    once = {provenance_id(path, part): part for part in parts}.values()
    found = tuple((part, originals.read(part.path)) for part in once)
    commits = {part.path: last_commit_of(places.root / part.path) for part in parts}
    return _Stamping(file, found, session, commits)


def _refuse_twice(paths: Sequence[str]) -> None:
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise InputError(f"{twice} is named twice", "name it once, with all its originals")


def _session(step: Step, workspace: Workspace, name: str | None) -> Session | None:
    return find_session(step.database, workspace.log.sessions, name) if name else None


def _refuse_unfit(places: Places, one: _Stamping, session: Session | None) -> None:
    """Raise `InputError` for a file that the header cannot be written into, before any is."""
    path = one.file.path
    try:
        stamped((places.root / path).read_bytes(), _header(one, session), comment_style(path))
    except InputError as error:
        raise InputError(f"{path}: {error.message}", error.hint) from error


def _stamped(
    step: Step, places: Places, one: _Stamping, session: Session | None, today: date
) -> StampedFile:
    path = one.file.path
    done = stamp_file(places.root, places.root / path, _header(one, session))
    digest = port_digest(path, done.content)
    rows = [
        Provenance(
            port_path=path,
            original_path=part.path,
            lines=str(part.lines) if part.lines else None,
            symbols=", ".join(part.symbols) or None,
            original_commit=one.commits[part.path],
            original_digest=original.digest,
            port_digest=digest,
            session_id=session.session_id if session else None,
            run_id=None,
            date=today,
            provenance_id=provenance_id(path, part),
        )
        for part, original in one.parts
    ]
    covered = [
        _covered(row.provenance_id, symbol)
        for row, (part, original) in zip(rows, one.parts, strict=True)
        for symbol in symbols_in(part, original.symbols or ())
    ]
    _record(step, path, rows, covered)
    names = (session.session_id,) if session else ()
    return StampedFile(path, done.changed, names, _notes(one, session))


def _covered(name: str, symbol: Symbol) -> CoveredSymbol:
    return CoveredSymbol(name, symbol.name, symbol.first_line, symbol.last_line, symbol.digest)


def _header(one: _Stamping, session: Session | None) -> Header:
    there = one.file.header.header if one.file.header else Header(())
    originals = tuple(
        replace(part, commit=(one.commits[part.path] or "")[:_SHORT] or None)
        for part, _ in one.parts
    )
    if session is None:
        return replace(there, originals=originals)
    model = model_words(session.model)
    return replace(there, originals=originals, model=model, session=session.session_id)


def _record(
    step: Step, path: str, rows: Sequence[Provenance], covered: Sequence[CoveredSymbol]
) -> None:
    """Leave of what is recorded of a file these rows; one that says nothing else keeps its day."""
    mine = {"port_path": path}
    there = step.database.records(PROVENANCE, "provenance_of_file", mine)
    days = {row.provenance_id: row for row in there}
    kept = [_dated(row, days.get(row.provenance_id)) for row in rows]
    before = step.database.records(COVERED_SYMBOLS, "provenance_symbols_of_file", mine)
    known = {(one.provenance_id, one.symbol) for one in before}
    fresh = [one for one in covered if (one.provenance_id, one.symbol) not in known]
    step.add_all(COVERED_SYMBOLS, fresh)
    step.put(
        COVERED_SYMBOLS,
        before,
        [one for one in covered if (one.provenance_id, one.symbol) in known],
    )
    step.put(PROVENANCE, there, kept)


def _dated(row: Provenance, before: Provenance | None) -> Provenance:
    same = before is not None and replace(row, date=before.date) == before
    return before if same and before is not None else row


def _notes(one: _Stamping, session: Session | None) -> tuple[str, ...]:
    loose = [path for path, commit in one.commits.items() if commit is None]
    notes = [f"{path} is not committed as it stands: no commit is written" for path in loose]
    with suppress(StopIteration):
        unknown = next(part.path for part, original in one.parts if original.symbols is None)
        notes.append(f"{unknown} is no source code that portlog knows: no symbols are recorded")
    if session is None:
        notes.append("no session is named")
    return tuple(notes)
