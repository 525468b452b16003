"""Check what the headers of a port say: against the originals, git, and the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portlog.checks.provenance.case import Case, Claim, PortFile
from portlog.checks.provenance.whole import nothing_at, outcome_of, provenance_report
from portlog.errors import InputError
from portlog.jobs.count_code import CodeFiles
from portlog.jobs.provenance.claims import claims_of
from portlog.jobs.provenance.logged import Logged, read_logged
from portlog.jobs.provenance.modules import Modules
from portlog.jobs.provenance.original_files import OriginalFiles
from portlog.jobs.provenance.places import Places
from portlog.jobs.provenance.port_files import read_port_files
from portlog.records.diagnostic import Diagnostic, Report
from portlog.records.outcome import Outcome
from portlog.sources.header_cache import HeaderCache
from portlog.store.database import UnreadRow
from portlog.workspace import Workspace


@dataclass(frozen=True)
class Ground:
    """All that is known of a port: its files, what they claim, and the log."""

    places: Places
    originals: OriginalFiles
    logged: Logged
    modules: Modules
    files: Sequence[PortFile]
    claims: Sequence[Claim]
    code: CodeFiles


@dataclass(frozen=True)
class ProvenanceCheck:
    """What a check says, of what, and the rows of the log that could not be read."""

    report: Report
    outcome: Outcome
    ground: Ground
    unread: Sequence[UnreadRow]

    @property
    def counts(self) -> tuple[int, int]:
        """How many files of the port there are, and parts of originals in their headers."""
        return len(self.ground.files), len(self.ground.claims)


def survey(workspace: Workspace) -> Ground:
    """Read a port's files and what they claim."""
    places, logged = Places.of(workspace), read_logged(workspace)
    modules = Modules.of(workspace, logged.plan)
    code, headers = CodeFiles(workspace.cache), HeaderCache(workspace.cache)
    originals = OriginalFiles(places, code)

    def is_new(path: str) -> bool:
        return modules.is_new(path) or places.needs_no_header(path)

    recorded = {row.port_path for row in logged.rows}
    files = tuple(read_port_files(places, recorded, is_new, headers))
    headers.keep()
    claims = tuple(claims_of(files, originals, logged))
    return Ground(places, originals, logged, modules, files, claims, code)


def check_provenance(workspace: Workspace, typed: Sequence[str], here: Path) -> ProvenanceCheck:
    """Check a whole port, or what concerns the files at and below paths typed in a folder."""
    ground = survey(workspace)
    report = provenance_report(_case(ground))
    ground.code.keep()
    if typed:
        asked = [_asked(ground.places, one, here) for one in typed]
        report, ground = _about(report, ground, asked), _part(ground, asked)
    return ProvenanceCheck(report, outcome_of(report), ground, ground.logged.unread)


def headers_of(workspace: Workspace, typed: Sequence[str], here: Path) -> Ground:
    """Return what the files of a port, or those at and below paths, say of their origin."""
    ground = survey(workspace)
    ground.code.keep()
    asked = [_asked(ground.places, one, here) for one in typed] or ["."]
    return _part(ground, asked)


def _part(ground: Ground, asked: Sequence[str]) -> Ground:
    """Return what is known of the files at and below some paths."""
    files = [one for one in ground.files if _is_below(one.path, asked)]
    claims = [one for one in ground.claims if _is_below(one.file.path, asked)]
    return replace(ground, files=files, claims=claims)


def _is_below(path: str, asked: Sequence[str]) -> bool:
    below = tuple(f"{one}/" for one in asked)
    return "." in asked or path in asked or path.startswith(below)


def _asked(places: Places, name: str, here: Path) -> str:
    path = places.typed(name, here)
    if not (places.root / path).exists():
        raise InputError(f"{name} is not there", "name files or folders of the port")
    return path


def _about(report: Report, ground: Ground, asked: Sequence[str]) -> Report:
    """Return what a report says of the files at and below some paths, which may be none."""

    def concerns(one: Diagnostic) -> bool:
        return one.spot is None or _is_below(one.spot.file, asked)

    known = [*(file.path for file in ground.files), *(row.port_path for row in ground.logged.rows)]
    empty = [one for one in asked if not any(_is_below(path, [one]) for path in known)]
    return Report(
        tuple(filter(concerns, report.diagnostics)),
        (*filter(concerns, report.unchecked), *map(nothing_at, empty)),
        report.notes,
    )


def _case(ground: Ground) -> Case:
    logged = ground.logged
    return Case(
        ground.files,
        ground.claims,
        logged.rows,
        logged.sessions,
        logged.runs,
        logged.reviews,
        renamed_ports(ground),
        _renamed_originals(ground),
    )


def renamed_ports(ground: Ground) -> Mapping[str, str]:
    """Find where files lie now of which something is recorded: headers and contents tell it."""
    there = {file.path for file in ground.files}
    gone = [row for row in ground.logged.rows if row.port_path not in there]
    fresh = {
        (claim.part.path, claim.file.digest): claim.file.path
        for claim in (ground.claims if gone else ())
        if claim.row is None
    }
    found = {row.port_path: fresh.get((row.original_path, row.port_digest or "")) for row in gone}
    return {old: new for old, new in found.items() if new}


def _renamed_originals(ground: Ground) -> Mapping[str, str]:
    """Find originals that are gone by their digests; others are read only where one is gone."""
    gone = {
        claim.part.path: claim.row.original_digest
        for claim in ground.claims
        if claim.original.is_there is False and claim.row and claim.row.original_digest
    }
    if not gone or ground.places.original is None or not ground.places.original.is_dir():
        return {}
    there = {ground.originals.read(path).digest: path for path in ground.places.original_files()}
    return {old: there[digest] for old, digest in gone.items() if digest in there}
