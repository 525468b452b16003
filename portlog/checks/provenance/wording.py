"""A diagnostic about a place in a ported file."""

from collections.abc import Sequence

from portlog.checks.provenance.case import Claim, PortFile
from portlog.checks.provenance.rules import severity_of
from portlog.records.diagnostic import Diagnostic, Rule
from portlog.records.header import HeaderKey
from portlog.records.spot import Spot

_MOST_NAMES = 3


def of_line(path: str, rule: Rule, message: str, accepted: str = "", line: int = 0) -> Diagnostic:
    """Return what there is to say of a line of a file; 0 is the whole file."""
    return Diagnostic(rule, severity_of(rule), message, Spot(path, line, 0), accepted)


def of_key(
    file: PortFile, key: HeaderKey, rule: Rule, message: str, accepted: str = ""
) -> Diagnostic:
    """Return what there is to say of a part of a file's header."""
    line = file.header.line_of(key) if file.header else 0
    return of_line(file.path, rule, message, accepted, line)


def of_claim(claim: Claim, rule: Rule, message: str, accepted: str = "") -> Diagnostic:
    """Return what there is to say of a line that names an original."""
    return of_line(claim.file.path, rule, message, accepted, claim.line)


def some(names: Sequence[str]) -> str:
    """Return the first few names, and how many more there are."""
    if len(names) <= _MOST_NAMES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
