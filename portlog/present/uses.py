"""Paths of other crates in Rust files: what was found out about each, and where it is used."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from portlog.present.crates import joined, screen_width, wrapped
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.present.wording import counted
from portlog.records.diagnostic import Diagnostic, Report, Rule, Severity
from portlog.records.item import ItemLookup, ItemVerdict
from portlog.records.kinds import write_instant
from portlog.records.outcome import Outcome
from portlog.records.path_use import Unread, UseCounts, UsedItem, UseReport
from portlog.records.spot import Spot

STDIN = "stdin"
_FIGURES = frozenset({"line", "column"})
_WIDEST_PATH = 60
_MOST_PLACES = 5
MEANINGS: Mapping[ItemVerdict, str] = {
    ItemVerdict.ABSENT: "No crate that the manifest names has an item of this path.",
    ItemVerdict.GATED: "The item needs a feature that is off.",
    ItemVerdict.UNKNOWN: "Nobody could say whether the item exists.",
}
_UNREAD = Rule("unread", "The file could not be read, or not all of it.")


def path_uses(report: UseReport, form: Format) -> str:
    """Return what was found as text in a format; in CSV each use is a row."""
    if form is Format.TABLE:
        return _for_people(report)
    if form is Format.JSON:
        return _json(report)
    if form is Format.CSV:
        rows = [(*row, *_place(spot)) for one in report.items for row, spot in _rows(one)]
        columns = (*_told(_NOTHING), "file", "line", "column")
        return written(Listing("items", columns, rows, _FIGURES), form)
    rows = [tuple(map(_cell, _summary(one).values())) for one in report.items]
    return written(Listing("items", tuple(_summary(UsedItem(_NOTHING, ()))), rows), form)


def use_report(report: UseReport) -> Report:
    """Return the report for other tools: one diagnostic for each place."""
    found = [one for one in report.items if one.outcome is Outcome.FOUND]
    unknown = [one for one in report.items if one.outcome is Outcome.UNKNOWN]
    unread = (_unread_diagnostic(one) for one in report.unread)
    return Report(
        tuple(_diagnostics(found, Severity.ERROR)),
        (*_diagnostics(unknown, Severity.WARNING), *unread),
        (_summary_line(report),),
    )


_NOTHING = ItemLookup("", "", None, ItemVerdict.EXISTS)


def _json(report: UseReport) -> str:
    items = [
        {**_told(one.lookup), "evidence": _evidence(one.lookup), "uses": list(map(_spot, one.uses))}
        for one in report.items
    ]
    unread = [
        {"file": _encodable(one.file), "why": one.why, "line": one.line, "column": one.column}
        for one in report.unread
    ]
    return json_text(
        {
            "outcome": report.outcome,
            "counts": {**_verdict_counts(report.items), **_other_counts(report.counts)},
            "items": items,
            "unread": unread,
        }
    )


def _told(one: ItemLookup) -> dict[str, Any]:
    return {
        "path": one.path,
        "crate": one.crate or None,
        "version": one.version,
        "verdict": one.verdict,
        "feature": one.feature,
        "reasons": tuple(map(_encodable, one.reasons)),
        "suggestions": one.suggestions,
        "other_versions": one.other_versions,
    }


def _evidence(one: ItemLookup) -> dict[str, Any] | None:
    found, sighting = one.definition, one.sighting
    if found is None and sighting is None:
        return None
    return {
        "crate": found.crate if found else None,
        "version": found.version if found else None,
        "file": found.spot.file if found else None,
        "line": found.spot.line if found else None,
        "kind": found.kind if found else None,
        "signature": found.signature if found else None,
        "source": (found.source if found else None) or (sighting.source if sighting else None),
        "checksum": found.checksum if found else None,
        "checked_at": write_instant(sighting.checked_at) if sighting else None,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    return {"file": _encodable(spot.file), "line": spot.line, "column": spot.column}


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _rows(one: UsedItem) -> Iterator[tuple[tuple[object, ...], Spot]]:
    cells = tuple(map(_cell, _told(one.lookup).values()))
    for spot in one.uses:
        yield cells, spot


def _place(spot: Spot) -> tuple[object, ...]:
    return printable(_encodable(spot.file)), spot.line, spot.column


def _cell(value: object) -> object:
    text = joined(value)
    return printable(text) if isinstance(text, str) else text


def _summary(one: UsedItem) -> dict[str, Any]:
    lookup = one.lookup
    return {
        "path": lookup.path,
        "verdict": lookup.verdict,
        "crate": _crate(lookup),
        "why": lookup.reasons,
        "did you mean": lookup.suggestions,
        "where": tuple(_places(one.uses)),
    }


def _crate(one: ItemLookup) -> str:
    return f"{one.crate} {one.version or ''}".rstrip()


def _for_people(report: UseReport) -> str:
    """Return one line for each path, what there is to say of it, and the sums."""
    width = screen_width()
    paths = min(max((len(one.lookup.path) for one in report.items), default=0), _WIDEST_PATH)
    crates = max((len(_crate(one.lookup)) for one in report.items), default=0)
    lines = [line for one in report.items for line in _card(one, paths, crates, width)]
    lines.extend(f"not read: {printable(_unread_words(one))}" for one in report.unread)
    lines.append(_summary_line(report))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _card(one: UsedItem, paths: int, crates: int, width: int) -> Iterator[str]:
    lookup = one.lookup
    path, crate = printable(lookup.path), printable(_crate(lookup))
    places = list(_places(one.uses))
    yield f"{lookup.verdict:7}  {path:{paths}}  {crate:{crates}}  {printable(places[0])}"
    if one.outcome is not Outcome.CLEAN:
        for remark in _remarks(lookup):
            yield from wrapped(remark, width)
        if places[1:]:
            yield from wrapped(f"also at {', '.join(places[1:])}", width)


def _remarks(one: ItemLookup) -> Iterator[str]:
    yield from one.reasons
    if one.suggestions:
        yield f"did you mean {' or '.join(one.suggestions)}?"
    if one.other_versions:
        yield f"{one.crate} {', '.join(one.other_versions)} has it"


def _places(uses: Sequence[Spot]) -> Iterator[str]:
    yield from (_encodable(str(one)) for one in uses[:_MOST_PLACES])
    if len(uses) > _MOST_PLACES:
        yield f"{len(uses) - _MOST_PLACES} more places"


def _verdict_counts(items: Iterable[UsedItem]) -> dict[str, int]:
    seen = Counter(one.lookup.verdict for one in items)
    return {verdict.value: seen[verdict] for verdict in ItemVerdict}


def _other_counts(counts: UseCounts) -> dict[str, int]:
    return {
        "files": counts.files,
        "std": counts.std,
        "own": counts.own,
        "elsewhere": counts.elsewhere,
        "left_out": counts.left_out,
    }


def _summary_line(report: UseReport) -> str:
    crates = {(one.lookup.crate, one.lookup.version) for one in report.items if one.lookup.crate}
    counts = report.counts
    verdicts = ", ".join(
        f"{name} {count:,}" for name, count in _verdict_counts(report.items).items()
    )
    unread = f"; {counted(len(report.unread), 'file')} not read" if report.unread else ""
    return (
        f"{counted(len(report.items), 'path')} in {counted(len(crates), 'crate')}: {verdicts}; "
        f"uses not looked up: std {counts.std:,}, own {counts.own:,}, "
        f"elsewhere {counts.elsewhere:,}, left out {counts.left_out:,}{unread}"
    )


def _unread_words(one: Unread) -> str:
    place = ":".join(str(part) for part in (_encodable(one.file), one.line, one.column) if part)
    return f"{place}: {one.why}"


def _diagnostics(items: Iterable[UsedItem], severity: Severity) -> Iterator[Diagnostic]:
    for one in items:
        lookup = one.lookup
        rule = Rule(lookup.verdict, MEANINGS[lookup.verdict])
        said = "; ".join((f"{lookup.path} is {lookup.verdict}", *lookup.reasons))
        accepted = " or ".join(lookup.suggestions)
        for spot in one.uses:
            yield Diagnostic(rule, severity, said, _in_file(spot), accepted)


def _unread_diagnostic(one: Unread) -> Diagnostic:
    spot = _in_file(Spot(one.file, one.line or 0, one.column or 0))
    return Diagnostic(_UNREAD, Severity.WARNING, _unread_words(one), spot)


def _in_file(spot: Spot) -> Spot | None:
    return None if spot.file == STDIN else spot
