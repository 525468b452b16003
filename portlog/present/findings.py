"""What an examination of the log found, in the formats that every command offers."""

from collections.abc import Sequence

from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.finding import Finding
from portlog.records.outcome import Outcome

_COLUMNS = ("check", "file", "line", "cell", "message", "accepted", "fixed")


def finding_list(findings: Sequence[Finding], outcome: Outcome, form: Format) -> str:
    """Return findings as text; a line or a cell that is not known is empty, null in JSON."""
    if form is Format.TABLE:
        return "".join(map(_for_people, findings))
    rows = [_row(finding) for finding in findings]
    if form is Format.JSON:
        told = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
        return json_text({"outcome": outcome, "findings": told})
    texts = [[*row[:-1], str(row[-1]).lower()] for row in rows]
    return written(Listing("findings", _COLUMNS, texts, frozenset({"line", "cell"})), form)


def _row(finding: Finding) -> tuple[object, ...]:
    return (
        finding.check,
        _encodable(finding.file),
        finding.line or None,
        finding.cell or None,
        _encodable(finding.message),
        _encodable(finding.accepted),
        finding.fixed,
    )


def _for_people(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.cell) if part)
    mended = " (fixed)" if finding.fixed else ""
    accepted = "" if finding.fixed else f"   accepted: {printable(finding.accepted)}\n"
    return f"{printable(place)}: {printable(finding.message)}{mended}\n{accepted}"


def _encodable(text: str) -> str:
    """Return a text as UTF-8 can hold it: what stands in a damaged file may be anything."""
    return text.encode(errors="replace").decode()
