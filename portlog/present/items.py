"""Look-ups of items: all that is known for programs, what matters for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portlog.present.crates import WIDEST_NAME, joined, screen_width, seen_words, wrapped
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.diagnostic import Diagnostic, Report, Rule, Severity
from portlog.records.item import Definition, ItemLookup, ItemVerdict
from portlog.records.kinds import write_instant
from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
from portlog.records.table import shortened

ITEM_MEANINGS: Mapping[ItemVerdict, str] = {
    ItemVerdict.GATED: "The item is there with a feature that is off.",
    ItemVerdict.ABSENT: "The crate has no such item in this version.",
    ItemVerdict.UNKNOWN: "Nobody could say whether the item exists.",
}
_FIGURES = frozenset({"line", "column", "age_seconds"})


def item_lookups(items: Sequence[ItemLookup], form: Format) -> str:
    """Return look-ups of items as text in a format."""
    if form is Format.TABLE:
        return _for_people(items)
    if form is Format.JSON:
        outcome = Outcome.worst(one.outcome for one in items)
        return json_text({"outcome": outcome, "items": [told_item(one) for one in items]})
    rows = [_flat(one) if form is Format.CSV else _summary(one) for one in items]
    cells = [[joined(value) for value in row.values()] for row in rows]
    return written(Listing("items", tuple(rows[0]), cells, _FIGURES), form)


def item_report(items: Sequence[ItemLookup]) -> Report:
    """Return the report on items that were named on a command line, in no file."""
    found = [one for one in items if one.outcome is Outcome.FOUND]
    unknown = [one for one in items if one.outcome is Outcome.UNKNOWN]
    return Report(
        tuple(item_diagnostic(one) for one in found),
        tuple(item_diagnostic(one) for one in unknown),
    )


def item_diagnostic(one: ItemLookup) -> Diagnostic:
    """Return an item that is not `exists` as a diagnostic without a place."""
    severity = Severity.ERROR if one.outcome is Outcome.FOUND else Severity.WARNING
    said = f"{one.path}: {one.verdict}: {'; '.join(_reasons(one))}"
    accepted = " or ".join(one.suggestions)
    return Diagnostic(
        Rule(one.verdict, ITEM_MEANINGS[one.verdict]), severity, said, accepted=accepted
    )


def told_item(one: ItemLookup) -> dict[str, Any]:
    """Return all that is known of an item, for programs."""
    return {
        "path": one.path,
        "crate": one.crate,
        "version": one.version,
        "verdict": one.verdict,
        "feature": one.feature,
        "evidence": None if one.definition is None else _evidence(one.definition),
        "suggestions": one.suggestions,
        "other_versions": one.other_versions,
        "reasons": one.reasons,
        "requirement": one.requirement,
        "features": one.features,
        "registry": one.registry,
        **_seen(one.sighting),
    }


def _evidence(definition: Definition) -> dict[str, Any]:
    spot = definition.spot
    return {
        "crate": definition.crate,
        "version": definition.version,
        "file": spot.file,
        "line": spot.line,
        "column": spot.column,
        "kind": definition.kind,
        "signature": definition.signature,
        "source": definition.source,
        "checksum": definition.checksum,
    }


def _seen(sighting: Sighting | None) -> dict[str, Any]:
    if sighting is None:
        return dict.fromkeys(("checked_at", "source", "cached", "age_seconds", "etag"))
    return {
        "checked_at": write_instant(sighting.checked_at),
        "source": sighting.source,
        "cached": sighting.age_seconds is not None,
        "age_seconds": sighting.age_seconds,
        "etag": sighting.etag,
    }


_EVIDENCE = ("crate", "version", "file", "line", "column", "kind", "signature", "source")


def _flat(one: ItemLookup) -> dict[str, Any]:
    """Return an item as one row, its evidence in columns of their own."""
    told = told_item(one)
    evidence = told.pop("evidence") or {}
    names = (*_EVIDENCE, "checksum")
    return told | {f"defined_{name}": evidence.get(name) for name in names}


def _summary(one: ItemLookup) -> dict[str, Any]:
    """Return what matters, for a table in Markdown."""
    return {
        "item": shortened(one.path),
        "verdict": one.verdict,
        "version": one.version,
        "feature": one.feature,
        "why": one.reasons,
        "defined": None if one.definition is None else place_words(one.definition),
        "did you mean": one.suggestions,
        "other versions": one.other_versions,
        "seen": None if one.sighting is None else seen_words(one.sighting),
    }


def place_words(definition: Definition) -> str:
    """Return where an item is defined: `tokio 1.54.1 src/sync/mpsc/mod.rs:133`."""
    spot = definition.spot
    return f"{definition.crate} {definition.version} {spot.file}:{spot.line}"


def _for_people(items: Sequence[ItemLookup]) -> str:
    """Return one line for each item, and below it what there is to say of it."""
    width = screen_width()
    names = min(max(len(shortened(one.path)) for one in items), WIDEST_NAME)
    verdicts = max(len(one.verdict) for one in items)
    lines = [line for one in items for line in _card(one, names, verdicts, width)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _card(one: ItemLookup, names: int, verdicts: int, width: int) -> Iterator[str]:
    name = printable(shortened(one.path))
    release = f"{one.crate} {one.version}" if one.version else one.crate
    yield f"{name:{names}}  {one.verdict:{verdicts}}  {printable(release)}"
    for remark in item_remarks(one):
        yield from wrapped(remark, width)


def item_remarks(one: ItemLookup) -> Iterator[str]:
    """Return what there is to say below an item's line."""
    yield from _reasons(one)
    if one.feature and one.verdict is ItemVerdict.EXISTS:
        yield f"with the feature {one.feature}"
    if one.suggestions:
        yield f"did you mean {' or '.join(one.suggestions)}?"
    if one.definition is not None:
        yield f"{place_words(one.definition)}: {one.definition.signature}"
    if one.sighting is not None:
        asked = "asked" if one.version is None else "seen"
        yield f"{asked}: {seen_words(one.sighting)}"


def _reasons(one: ItemLookup) -> Iterator[str]:
    yield from one.reasons
    if one.other_versions:
        yield f"another release has it: {', '.join(one.other_versions)}"
