"""The whole check of provenance: all that it finds, and what it could not check."""

from collections.abc import Callable, Iterator

from portlog.checks.provenance import evidence, headers, originals, sessions
from portlog.checks.provenance.case import Case
from portlog.checks.provenance.rules import NOT_CHECKED
from portlog.checks.provenance.wording import of_claim, of_line
from portlog.records.diagnostic import Diagnostic, Report, Severity
from portlog.records.outcome import Outcome

CHECKS: tuple[Callable[[Case], Iterator[Diagnostic]], ...] = (
    headers.missing_headers,
    headers.unreadable_headers,
    headers.headers_gone,
    headers.self_graded,
    originals.missing_originals,
    originals.parts_outside,
    originals.changed_originals,
    originals.claimed_twice,
    sessions.sessions_and_models,
    evidence.verifications,
    evidence.reviews,
)


def provenance_report(case: Case, notes: tuple[str, ...] = ()) -> Report:
    """Return all that there is to say, in the order of files and lines."""
    found = [one for check in CHECKS for one in check(case)]
    return Report(tuple(sorted(found, key=_position)), tuple(_unchecked(case)), notes)


def outcome_of(report: Report) -> Outcome:
    """Return what a report means: an error is found, what could not be checked unknown."""
    if any(one.severity is Severity.ERROR for one in report.diagnostics):
        return Outcome.FOUND
    return Outcome.UNKNOWN if report.unchecked else Outcome.CLEAN


def nothing_at(path: str) -> Diagnostic:
    """Return that a path which was asked for has no file of the port."""
    return of_line(path, NOT_CHECKED, "no file of the port is there")


def _unchecked(case: Case) -> Iterator[Diagnostic]:
    if not case.files and not case.rows:
        yield Diagnostic(NOT_CHECKED, Severity.WARNING, "there is no file of the port to check")
    for file in case.files:
        if file.trouble:
            yield of_line(file.path, NOT_CHECKED, file.trouble)
    for claim in case.claims:
        why = claim.original.trouble or claim.trouble
        if why:
            yield of_claim(claim, NOT_CHECKED, why)


def _position(one: Diagnostic) -> tuple[str, int, str, str]:
    spot = one.spot
    return (spot.file if spot else "", spot.line if spot else 0, one.rule.name, one.message)
