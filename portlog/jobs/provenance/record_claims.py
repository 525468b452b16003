"""Record headers that somebody wrote by hand, as the claims that they are."""

from collections.abc import Iterator
from datetime import date

from portlog.checks.provenance.case import Claim
from portlog.jobs.provenance.check import Ground, renamed_ports
from portlog.jobs.provenance.claims import pinned_commit
from portlog.records.original_part import provenance_id
from portlog.records.provenance import COVERED_SYMBOLS, PROVENANCE, CoveredSymbol, Provenance
from portlog.workspace import Workspace


def record_claims(workspace: Workspace, ground: Ground, today: date) -> list[Provenance]:
    """Record what the headers of files say of which nothing is recorded; return the new rows.

    What the original was is recorded where git or a pin tells it; what the port was is not known.
    """
    if any(row.name == PROVENANCE.name for row in ground.logged.unread):
        return []  # what cannot be read may be what would be recorded once more
    # what was recorded of a file that has another name now is better than what is known of it now
    known = {row.port_path for row in ground.logged.rows} | {*renamed_ports(ground).values()}
    fresh = {
        row.provenance_id: (row, claim)
        for claim in ground.claims
        if claim.file.path not in known and _is_plain(claim)
        for row in [_row(claim, ground, today)]
    }
    if not fresh:
        return []
    rows = [row for row, _ in fresh.values()]
    with workspace.store.writing() as step:
        step.add_all(PROVENANCE, rows)
        step.add_all(COVERED_SYMBOLS, [one for pair in fresh.values() for one in _covered(*pair)])
    return rows


def _is_plain(claim: Claim) -> bool:
    reading = claim.file.reading
    texts = (claim.file.path, claim.part.path, *claim.part.symbols)
    is_one = len(reading.headers) == 1 and not reading.troubles
    return is_one and claim.original.is_there is True and all(map(str.isprintable, texts))


def _row(claim: Claim, ground: Ground, today: date) -> Provenance:
    header = claim.file.reading.headers[0].header
    sessions = ground.logged.sessions.fitting(header.session) if header.session else []
    commit = claim.part.commit or pinned_commit(claim.part.path, ground.logged.pins)
    return Provenance(
        port_path=claim.file.path,
        original_path=claim.part.path,
        lines=str(claim.part.lines) if claim.part.lines else None,
        symbols=", ".join(claim.part.symbols) or None,
        original_commit=commit,
        original_digest=claim.past.digest or None,
        port_digest=None,
        session_id=sessions[0].session_id if len(sessions) == 1 else None,
        run_id=None,
        date=today,
        provenance_id=provenance_id(claim.file.path, claim.part),
    )


def _covered(row: Provenance, claim: Claim) -> Iterator[CoveredSymbol]:
    for one in claim.before or ():
        place = (one.first_line, one.last_line)
        yield CoveredSymbol(row.provenance_id, one.name, *place, one.digest)
