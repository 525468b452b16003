"""How much of the original is ported, in the formats that every command offers."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from portlog.present.tables import Format, Listing, json_text, written
from portlog.records.pin import Pin
from portlog.records.port_coverage import Covered, Extent, PortCoverage, Scope

NOTHING = "nothing to port"
_PARTS = ("total", "ported", "left_out", "open", "changed", "proposed")
_LEVELS = ("compiles", "verified", "reviewed")
_COUNTS = tuple(f"{part}_{unit}" for part in (*_PARTS, *_LEVELS) for unit in ("symbols", "code"))
_COLUMNS = ("scope", "name", *_COUNTS, "ported_percent")
_SHOWN = {
    "name": "",
    "total_symbols": "symbols",
    "ported_symbols": "ported",
    "left_out_symbols": "left\nout",
    "open_symbols": "open",
    "total_code": "lines of\ncode",
    "ported_code": "ported",
    "left_out_code": "left\nout",
    "open_code": "open",
    "ported_percent": "ported,\n%",
    "changed_code": "changed\nsince",
    "compiles_code": "compiles",
    "verified_code": "verified",
    "reviewed_code": "reviewed",
}
_TENTH = Decimal("0.1")
_UNNAMED = {Scope.MODULE: "(no module)", Scope.PHASE: "(no phase)"}


def coverage_text(coverage: PortCoverage, by: Scope, form: Format) -> str:
    """Return the coverage by one scope below that of all; as CSV and JSON by every scope."""
    if form is Format.JSON:
        return json_text(coverage_object(coverage))
    rows = [_told(row) for row in coverage.rows]
    if form is Format.CSV:
        return written(Listing("coverage", _COLUMNS, [tuple(row.values()) for row in rows]), form)
    listed = [_for_people(one) for one in coverage.rows if one.scope in {Scope.ALL, by}]
    columns = (by.value, *tuple(_SHOWN)[1:])
    right = frozenset(columns[1:])
    heads = (by.value, *tuple(_SHOWN.values())[1:])
    names = heads if form is Format.TABLE else ()
    listing = Listing("coverage", columns, [*listed[1:], listed[0]], right, names, is_tight=True)
    return written(listing, form)


def coverage_notes(coverage: PortCoverage) -> Iterator[str]:
    """Yield what a person should know beside the figures, one line at a time."""
    whole = coverage.whole
    if not whole.to_port.code:
        yield NOTHING
    yield f"lines by {coverage.rule}; symbols and lines of tests left out"
    unknown = [name for name in _LEVELS if getattr(whole, name) is None]
    if unknown:
        yield f"not known, for nothing of it is recorded: {', '.join(unknown)}"
    if coverage.new_modules:
        yield f"new in the port, without an original: {', '.join(coverage.new_modules)}"
    yield from _about_pins(coverage)


def coverage_object(coverage: PortCoverage) -> dict[str, Any]:
    """Return the whole coverage as an object of JSON."""
    return {
        "rule": coverage.rule,
        "coverage": [_told(row) for row in coverage.rows],
        "history": [
            {"date": one.day, "ported_symbols": one.ported.symbols, "ported_code": one.ported.code}
            for one in coverage.history
        ],
        "undated": {
            "ported_symbols": coverage.undated.symbols,
            "ported_code": coverage.undated.code,
        },
        "pins": [pin_object(pin) for pin in coverage.pins],
        "new_modules": list(coverage.new_modules),
        "open": [
            {"original": _encodable(path), "symbol": name} for path, name in coverage.open_symbols
        ],
        "uncounted": [_encodable(path) for path in coverage.uncounted],
    }


def pin_object(pin: Pin) -> dict[str, Any]:
    """Return a pin as an object of JSON."""
    return {
        "date": pin.date,
        "path": pin.path,
        "repository": pin.repository,
        "commit": pin.commit,
        "symbols": pin.symbols,
        "code": pin.code,
        "raw": pin.raw,
        "rule": pin.rule,
    }


def percent(part: Extent, whole: Extent) -> Decimal | None:
    """Return the share of lines in per cent, rounded down; of nothing there is none."""
    if not whole.code:
        return None
    return (Decimal(100 * part.code) / whole.code).quantize(_TENTH, ROUND_FLOOR)


def _about_pins(coverage: PortCoverage) -> Iterator[str]:
    total = coverage.whole.total
    for pin in coverage.pins:
        at = f" at {pin.commit[:9]}" if pin.commit else ""
        yield f"pinned on {pin.date}{at}: {pin.symbols:,} symbols, {pin.code:,} lines of code"
    last = max(coverage.pins, key=lambda pin: pin.pinned_at, default=None)
    if last is None:
        yield "the original is not pinned: `portlog provenance pin` keeps its size as it is now"
    elif (last.symbols, last.code) != (total.symbols, total.code):
        yield f"now: {total.symbols:,} symbols, {total.code:,} lines of code"


def _told(row: Covered) -> dict[str, Any]:
    counts = _counts(row)
    share = percent(row.ported, row.to_port)
    name = _encodable(row.name) or None
    return {"scope": row.scope, "name": name, **counts, "ported_percent": share}


def _counts(row: Covered) -> Mapping[str, int | None]:
    found: dict[str, int | None] = {}
    for part in (*_PARTS, *_LEVELS):
        extent: Extent | None = getattr(row, part)
        found[f"{part}_symbols"] = None if extent is None else extent.symbols
        found[f"{part}_code"] = None if extent is None else extent.code
    return found


def _for_people(row: Covered) -> tuple[object, ...]:
    told = _told(row)
    name = "all" if row.scope is Scope.ALL else row.name or _UNNAMED.get(row.scope, "")
    return (name, *(told[column] for column in tuple(_SHOWN)[1:]))


def _encodable(text: str) -> str:
    """Return a text as UTF-8 can hold it: a file may be named anything."""
    return text.encode(errors="replace").decode()
