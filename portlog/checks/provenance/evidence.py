"""Whether what headers say was verified or reviewed stands on something that was recorded."""

from collections.abc import Iterator, Mapping, Sequence

from portlog.checks.provenance.case import Case, PortFile
from portlog.checks.provenance.rules import (
    FAILED_RUN,
    OLDER_REVIEW,
    OLDER_RUN,
    PORT_CHANGED,
    PROPOSED_REVIEW,
    UNRECORDED_REVIEW,
    UNRECORDED_RUN,
)
from portlog.checks.provenance.wording import of_key
from portlog.records.diagnostic import Diagnostic
from portlog.records.header import Header, HeaderKey, Verification
from portlog.records.recorded_run import RecordedRun
from portlog.records.review import FileReview

_RUN = "the line taken out, until a recorded run says so"


def verifications(case: Case) -> Iterator[Diagnostic]:
    """Find headers that say more of a verification than is recorded."""
    for file in case.files:
        said = file.header.header.verification if file.header else None
        if said is not None:
            yield from _verification(file, said, case.runs.get(said.run_id or ""))
            yield from _changed_since(case, file)


def is_verified(file: PortFile, runs: Mapping[str, RecordedRun]) -> bool:
    """Say whether a recorded run that passed has seen a file as it is now."""
    said = file.header.header.verification if file.header else None
    run = runs.get(said.run_id or "") if said else None
    return run is not None and run.has_passed and run.digest_of(file.path) == file.digest


def _verification(
    file: PortFile, said: Verification, run: RecordedRun | None
) -> Iterator[Diagnostic]:
    if run is None:
        names = f"run {said.run_id} is not recorded" if said.run_id else "it names no run"
        told = f"says Verified, a claim without a recorded run: {names}"
        yield of_key(file, HeaderKey.VERIFIED, UNRECORDED_RUN, told, _RUN)
    elif not run.has_passed:
        told = f"says Verified, and of run {run.run_id} {run.tally} passed"
        yield of_key(file, HeaderKey.VERIFIED, FAILED_RUN, told, _RUN)
    elif run.digest_of(file.path) not in {None, file.digest}:
        told = f"says Verified, and has changed since run {run.run_id}"
        yield of_key(file, HeaderKey.VERIFIED, OLDER_RUN, told, "a run of the file as it is")


def _changed_since(case: Case, file: PortFile) -> Iterator[Diagnostic]:
    rows = [claim.row for claim in case.claims if claim.file is file and claim.row]
    older = next((row for row in rows if row.port_digest not in {None, file.digest}), None)
    if older is not None:
        told = f"says Verified, and has changed since {older.date}, when that was recorded"
        yield of_key(file, HeaderKey.VERIFIED, PORT_CHANGED, told, "verified and stamped again")


def reviews(case: Case) -> Iterator[Diagnostic]:
    """Find headers that name a review which is not recorded, or is of an older content."""
    for file in case.files:
        if file.header is not None and file.header.header.review is not None:
            yield from _review(case, file, file.header.header)


def is_reviewed(file: PortFile, reviews: Sequence[FileReview]) -> bool:
    """Say whether a person has reviewed a file as it is now."""
    state = (file.path, file.digest)
    return any(one.counts and (one.port_path, one.port_digest) == state for one in reviews)


def _review(case: Case, file: PortFile, header: Header) -> Iterator[Diagnostic]:
    recorded = [one for one in case.reviews if one.port_path == file.path]
    made = [one for one in recorded if one.counts]
    accepted = f"`portlog review {file.path}`, by a person"
    if is_reviewed(file, case.reviews):
        return
    if made:
        rule, told = OLDER_REVIEW, f"has changed since its review of {made[-1].date}"
    elif recorded:
        rule, told = PROPOSED_REVIEW, "its review is a program's proposal, and no person's"
    else:
        day = header.review.day if header.review else ""
        rule, told = UNRECORDED_REVIEW, f"names a review of {day} that is not recorded"
    yield of_key(file, HeaderKey.REVIEW, rule, told, accepted)
