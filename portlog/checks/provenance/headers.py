"""Whether each ported file has one header that can be read, and each recorded part its header."""

from collections.abc import Iterator

from portlog.checks.provenance.case import Case, PortFile
from portlog.checks.provenance.rules import (
    HEADER_GONE,
    NO_HEADER,
    PORT_RENAMED,
    SELF_GRADED,
    UNREADABLE_HEADER,
)
from portlog.checks.provenance.wording import of_line
from portlog.records.diagnostic import Diagnostic
from portlog.records.header import PortClaim
from portlog.records.provenance import Provenance

_ONE_HEADER = "one header, as docs/provenance.md has it"
_STAMP = "portlog provenance stamp {} --from ORIGINAL --session ID"


def missing_headers(case: Case) -> Iterator[Diagnostic]:
    """Find files without a header that are not new in the port."""
    for file in case.files:
        if file.trouble or file.needs_no_header or file.reading.headers or file.reading.troubles:
            continue
        claim = next(iter(file.reading.claims), None)
        said = f", but says that it is from {claim.source}" if claim else ""
        line = claim.line if claim else 0
        accepted = f"`{_STAMP.format(file.path)}`, or a module of the plan without originals"
        yield of_line(file.path, NO_HEADER, f"no header{said}", accepted, line)


def unreadable_headers(case: Case) -> Iterator[Diagnostic]:
    """Find headers that cannot be taken as they stand."""
    for file in case.files:
        for trouble in file.reading.troubles:
            yield of_line(file.path, UNREADABLE_HEADER, trouble.why, _ONE_HEADER, trouble.line)


def self_graded(case: Case) -> Iterator[Diagnostic]:
    """Name files whose author's model graded its own work."""
    for file in case.files:
        for claim in file.reading.claims:
            if claim.confidence:
                yield _grade(file, claim)


def _grade(file: PortFile, claim: PortClaim) -> Diagnostic:
    message = f"calls its own confidence {claim.confidence}: a claim, and no evidence"
    return of_line(file.path, SELF_GRADED, message, line=claim.line)


def headers_gone(case: Case) -> Iterator[Diagnostic]:
    """Find recorded parts of originals that no header names any more."""
    claimed = {claim.row.provenance_id for claim in case.claims if claim.row}
    unread = {file.path for file in case.files if file.trouble or file.reading.troubles}
    read = {file.path for file in case.files}
    for row in case.rows:
        if row.provenance_id not in claimed and row.port_path not in unread:
            yield _gone(case, row, is_there=row.port_path in read)


def _gone(case: Case, row: Provenance, *, is_there: bool) -> Diagnostic:
    elsewhere = case.renamed_ports.get(row.port_path)
    forget = f"`portlog provenance unstamp {row.port_path}`"
    if elsewhere is not None and not is_there:
        message = f"is {elsewhere} now, with the same content"
        accepted = f"`portlog provenance stamp {elsewhere}`, then {forget}"
        return of_line(row.port_path, PORT_RENAMED, message, accepted)
    what = "its header does not name" if is_there else "the file is gone that was ported from"
    message = f"{what} {row.original_path}, which is recorded"
    renew = f"`portlog provenance stamp {row.port_path}`, which records it as it is"
    accepted = f"the header as it was, or {renew if is_there else forget}"
    return of_line(row.port_path, HEADER_GONE, message, accepted)
