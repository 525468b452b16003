"""What the check of the series and its site found, in the formats that every check offers."""

from collections.abc import Iterator

from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.diagnostic import Diagnostic, Report, Severity
from portlog.records.outcome import Outcome

_COLUMNS = ("file", "line", "severity", "rule", "message", "accepted")
_UNCHECKED = "unchecked"


def site_findings(
    report: Report, outcome: Outcome, posts: int, pages: int | None, form: Format
) -> str:
    """Return what was found; `pages` is None where no site was built."""
    if form is Format.TABLE:
        return "".join(map(_for_people, (*report.diagnostics, *report.unchecked)))
    rows = [_row(one, one.severity.value) for one in report.diagnostics]
    unchecked = [_row(one, _UNCHECKED) for one in report.unchecked]
    if form is Format.JSON:
        told = {
            "outcome": outcome,
            "posts": posts,
            "pages": pages,
            "findings": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
            _UNCHECKED: [dict(zip(_COLUMNS, row, strict=True)) for row in unchecked],
            "notes": list(report.notes),
        }
        return json_text(told)
    return written(Listing("findings", _COLUMNS, [*rows, *unchecked], frozenset({"line"})), form)


def site_summary(report: Report, posts: int, pages: int | None) -> list[str]:
    """Return how much was checked and what of it is wrong, as lines."""
    found = [
        _many(sum(one.severity is severity for one in report.diagnostics), severity)
        for severity in Severity
        if any(one.severity is severity for one in report.diagnostics)
    ]
    if report.unchecked:
        found.append(f"{len(report.unchecked)} not checked")
    built = "no site is built" if pages is None else _many(pages, "page")
    told = ", ".join(found) or "nothing wrong"
    return [f"{_many(posts, 'post')}, {built}: {told}", *map(printable, report.notes)]


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _for_people(one: Diagnostic) -> str:
    place = "".join(f"{printable(part)}:" for part in _place(one))
    weight = "" if one.severity is Severity.ERROR else f"{one.severity}: "
    hint = f"   accepted: {printable(one.accepted)}\n" if one.accepted else ""
    return f"{place} {weight}{one.rule.name}: {printable(one.message)}\n{hint}".lstrip()


def _place(one: Diagnostic) -> Iterator[str]:
    if one.spot is not None:
        yield one.spot.file
        if one.spot.line:
            yield str(one.spot.line)


def _row(one: Diagnostic, severity: str) -> tuple[object, ...]:
    file = _encodable(one.spot.file) if one.spot else None
    line = one.spot.line or None if one.spot else None
    said, accepted = _encodable(one.message), _encodable(one.accepted) or None
    return (file, line, severity, one.rule.name, said, accepted)


def _encodable(text: str) -> str:
    """Return a text as UTF-8 can hold it."""
    return text.encode(errors="replace").decode()
