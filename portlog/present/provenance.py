"""What the headers of a port say, and what the check of them found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from portlog.checks.provenance.case import Claim, KnownSessions, PortFile
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.diagnostic import Diagnostic, Report, Severity
from portlog.records.header import PortClaim, Verification
from portlog.records.outcome import Outcome
from portlog.records.pin import Pin
from portlog.records.skip import WHOLE_FILE, Skip

_FINDING = ("file", "line", "severity", "rule", "message", "accepted")
_HEADER = (
    *("file", "line", "kind", "original", "lines", "symbols", "commit"),
    *("session", "model", "verified", "reviewed", "recorded"),
)
_SKIP = ("original", "symbol", "reason", "date", "standing")
_UNCHECKED = "unchecked"


def check_report(report: Report, outcome: Outcome, counts: tuple[int, int], form: Format) -> str:
    """Return what a check found; `counts` are the files and the parts of originals in them."""
    if form is Format.TABLE:
        return "".join(map(_for_people, (*report.diagnostics, *report.unchecked)))
    rows = [_row(one, str(one.severity)) for one in report.diagnostics]
    unchecked = [_row(one, _UNCHECKED) for one in report.unchecked]
    if form is Format.JSON:
        return json_text(
            {
                "outcome": outcome,
                "files": counts[0],
                "parts": counts[1],
                "findings": [dict(zip(_FINDING, row, strict=True)) for row in rows],
                _UNCHECKED: [dict(zip(_FINDING, row, strict=True)) for row in unchecked],
            }
        )
    return written(Listing("findings", _FINDING, [*rows, *unchecked], frozenset({"line"})), form)


def check_summary(report: Report, counts: tuple[int, int]) -> str:
    """Return one line that says how much was checked, and what of it is wrong."""
    found = [
        _many(sum(one.severity is severity for one in report.diagnostics), severity)
        for severity in Severity
    ]
    told = [*found, f"{len(report.unchecked)} not checked" if report.unchecked else ""]
    what = f"{_many(counts[0], 'file')}, {_many(counts[1], 'part')} of originals"
    return f"{what}: {', '.join(filter(None, told)) or 'nothing wrong'}"


def header_list(
    claims: Sequence[Claim], files: Iterable[PortFile], sessions: KnownSessions, form: Format
) -> str:
    """Return each part of an original that a header names, and what else the files claim."""
    rows = [
        *(_header(claim, sessions) for claim in claims),
        *(_claim(file.path, one) for file in files for one in file.reading.claims),
    ]
    rows.sort(key=lambda row: row[:2])
    if form is Format.JSON:
        return json_text({"headers": [dict(zip(_HEADER, row, strict=True)) for row in rows]})
    texts = [[*row[:-1], str(row[-1]).lower()] for row in rows]
    return written(Listing("headers", _HEADER, texts, frozenset({"line"})), form)


def skip_list(skips: Sequence[Skip], form: Format) -> str:
    """Return what is left out of a port on purpose, and why."""
    rows = [
        (
            one.original_path,
            None if one.symbol == WHOLE_FILE else one.symbol,
            one.reason,
            one.date,
            one.standing,
        )
        for one in skips
    ]
    return written(Listing("skips", _SKIP, rows), form)


def pin_text(pin: Pin, form: Format) -> str:
    """Return the state of an original that was pinned."""
    told = {
        "path": pin.path,
        "repository": pin.repository,
        "commit": pin.commit,
        "files": pin.files,
        "symbols": pin.symbols,
        "raw": pin.raw,
        "code": pin.code,
        "test": pin.test,
        "doc": pin.doc,
        "comment": pin.comment,
        "blank": pin.blank,
        "rule": pin.rule,
        "pin_id": pin.pin_id,
    }
    if form is Format.JSON:
        return json_text({"pin": told})
    if form is Format.TABLE:
        return "".join(f"{name:10}  {_shown(value)}\n" for name, value in told.items())
    return written(Listing("pin", tuple(told), [tuple(told.values())]), form)


def _shown(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "not known" if value is None else printable(str(value))


def _for_people(one: Diagnostic) -> str:
    place = ":".join(_place(one))
    hint = f"   hint: {printable(one.accepted)}\n" if one.accepted else ""
    weight = "" if one.severity is Severity.ERROR else f"{one.severity}: "
    where = f"{printable(place)}: " if place else ""
    return f"{where}{weight}{one.rule.name}: {printable(one.message)}\n{hint}"


def _place(one: Diagnostic) -> Iterator[str]:
    if one.spot is not None:
        yield one.spot.file
        if one.spot.line:
            yield str(one.spot.line)


def _row(one: Diagnostic, severity: str) -> tuple[object, ...]:
    file = _encodable(one.spot.file) if one.spot else None
    line = one.spot.line or None if one.spot else None
    texts = (_encodable(one.message), _encodable(one.accepted) or None)
    return (file, line, severity, one.rule.name, *texts)


def _header(claim: Claim, sessions: KnownSessions) -> tuple[Any, ...]:
    header = claim.file.header.header if claim.file.header else None
    fitting = sessions.fitting(header.session) if header and header.session else []
    session = fitting[0].session_id if len(fitting) == 1 else header.session if header else None
    said = header.verification if header else None
    return (
        _encodable(claim.file.path),
        claim.line,
        "header",
        _encodable(claim.part.path),
        str(claim.part.lines) if claim.part.lines else None,
        ", ".join(claim.part.symbols) or None,
        claim.part.commit,
        session,
        header.model if header else None,
        _verified(said),
        header.review.day if header and header.review else None,
        claim.row is not None,
    )


def _claim(path: str, claim: PortClaim) -> tuple[Any, ...]:
    """Return what a file says of its origin outside of a header."""
    part = claim.original
    lines = str(part.lines) if part and part.lines else None
    place = (_encodable(path), claim.line, claim.kind, _encodable(claim.source), lines)
    return (*place, *(None for _ in _HEADER[len(place) : -1]), False)


def _verified(said: Verification | None) -> str | None:
    """Return what a header claims of its tests."""
    if said is None:
        return None
    words = (said.kind, said.tally, "passed" if said.passed else None)
    return " ".join(str(word) for word in words if word) or "claimed"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number or noun in _ALWAYS else ""


_ALWAYS = frozenset({"file", "part"})


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()
