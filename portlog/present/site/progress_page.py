"""The page of the port's progress: what is ported, verified, left out and open, of how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from portlog.present.language import gettext
from portlog.present.site.anchor import file_key
from portlog.present.site.extent_table import extent_table
from portlog.present.site.module_list import phase_words, share_of
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told, without_empty
from portlog.present.wording import grouped, long_day
from portlog.records.outcome import Basis
from portlog.records.pin import Pin
from portlog.records.port_coverage import Covered, Extent, PortCoverage, Scope
from portlog.records.skip import WHOLE_FILE, Skip

_PARTS = (
    *("total", "ported", "compiles", "verified", "reviewed"),
    *("left_out", "open", "proposed", "changed"),
)
_MOST_OPEN = 200
# as wide as the drawing in `components/extent.html`
_BAR_WIDTH = 720
_SHORT_COMMIT = 9


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of the bar: its class, its words, its lines, and where it stands."""

    kind: str
    words: str
    lines: str
    share: str
    start: Decimal
    width: Decimal


def progress(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the coverage of the port; None where the settings name no original."""
    told: PortCoverage | None = facts.get("progress")
    skips: Sequence[Skip] = facts["skips"]
    shown = {"progress": told, "skips": _skip_table(skips) if skips else None}
    if told is None:
        return shown
    return {
        **shown,
        "bar": tuple(_bar(told.whole)),
        "whole_table": extent_table(
            told.whole, _PARTS, gettext("All of the original, by what it is")
        ),
        "by_module": _scope_table(told, Scope.MODULE),
        "by_phase": _scope_table(told, Scope.PHASE),
        "by_file": _scope_table(told, Scope.FILE),
        "history": _history(told),
        "pins": _pins(told.pins) if told.pins else None,
        "open": told.open_symbols[:_MOST_OPEN],
        "more_open": max(0, len(told.open_symbols) - _MOST_OPEN),
    }


def _bar(whole: Covered) -> Iterator[BarPart]:
    """Yield what the lines of the original are, each line once; nothing of an empty original."""
    verified = whole.verified
    rest = whole.ported if verified is None else whole.ported - verified
    not_verified = (
        gettext("Ported; whether it is verified is not known")
        if verified is None
        else gettext("Ported, not verified")
    )
    parts = (
        ("verified", gettext("Ported and verified"), verified or Extent()),
        ("ported", not_verified, rest),
        ("left", gettext("Left out on purpose"), whole.left_out),
        ("open", gettext("Open"), whole.open),
    )
    shown = [(kind, words, one.code) for kind, words, one in parts if one.code]
    ends = accumulate((code for _, _, code in shown), initial=0)
    for (kind, words, code), start in zip(shown, ends, strict=False):
        share = share_of(code, whole.total.code)
        place = _place(start, whole.total.code), _place(code, whole.total.code)
        yield BarPart(kind, words, grouped(code), share, *place)


def _place(part: int, whole: int) -> Decimal:
    return (Decimal(_BAR_WIDTH * part) / whole).quantize(Decimal("0.1"))


def _scope_table(told: PortCoverage, scope: Scope) -> PlainTable | None:
    rows = [row for row in told.rows if row.scope is scope]
    if not rows or (scope is Scope.PHASE and not any(row.name for row in rows)):
        return None
    is_path = scope is Scope.FILE
    heads = (
        Column(_HEADS[scope](), is_id=is_path),
        *(
            Column(head, is_figure=True)
            for head in (
                gettext("Lines"),
                gettext("Ported"),
                gettext("Verified"),
                gettext("Reviewed"),
                gettext("Left out"),
                gettext("Open"),
                gettext("Changed since"),
            )
        ),
    )
    return without_empty(
        PlainTable(
            _CAPTIONS[scope](),
            heads,
            [_scope_row(row) for row in rows],
            (gettext("All"), *_lines(told.whole)),
            [_module_page(row) for row in rows],
            Basis.COMPUTED,
        )
    )


_HEADS = {
    Scope.MODULE: lambda: gettext("Module"),
    Scope.PHASE: lambda: gettext("Phase"),
    Scope.FILE: lambda: gettext("File of the original"),
}
_CAPTIONS = {
    Scope.MODULE: lambda: gettext("Lines of code of the original by module"),
    Scope.PHASE: lambda: gettext("Lines of code of the original by phase"),
    Scope.FILE: lambda: gettext("Lines of code of the original by file"),
}


def _module_page(row: Covered) -> str | None:
    if row.scope is not Scope.MODULE or not row.name:
        return None
    return f"modules/{file_key(row.name)}.html"


def _scope_row(row: Covered) -> tuple[Cell, ...]:
    return (_name(row), *_lines(row))


def _name(row: Covered) -> str:
    if row.scope is Scope.PHASE:
        return phase_words(int(row.name) if row.name else None)
    return row.name or gettext("no module")


def _lines(row: Covered) -> tuple[Cell, ...]:
    levels = (None if one is None else grouped(one.code) for one in (row.verified, row.reviewed))
    ported = Told(grouped(row.ported.code), share_of(row.ported.code, row.total.code))
    rest = (row.left_out, row.open, row.changed)
    return (grouped(row.total.code), ported, *levels, *(grouped(one.code) for one in rest))


def _history(told: PortCoverage) -> PlainTable | None:
    if not told.history:
        return None
    heads = (
        Column(gettext("Up to")),
        Column(gettext("Symbols ported"), is_figure=True),
        Column(gettext("Lines ported"), is_figure=True),
        Column(gettext("Share of all lines"), is_figure=True),
    )
    whole = told.whole.total.code
    rows: list[tuple[Cell, ...]] = [
        (
            long_day(one.day),
            grouped(one.ported.symbols),
            grouped(one.ported.code),
            share_of(one.ported.code, whole) or None,
        )
        for one in told.history
    ]
    if told.undated.code:
        undated = (grouped(told.undated.symbols), grouped(told.undated.code), None)
        rows.append((gettext("on a day that is not recorded"), *undated))
    caption = gettext("Ported up to a day, of the original as it is now")
    return PlainTable(caption, heads, rows, basis=Basis.COMPUTED)


def _pins(pins: Sequence[Pin]) -> PlainTable:
    heads = (
        Column(gettext("Pinned on")),
        Column(gettext("Commit"), is_id=True, unknown=gettext("not committed")),
        *(
            Column(head, is_figure=True)
            for head in (
                gettext("Files"),
                gettext("Symbols"),
                gettext("Lines of code"),
                gettext("Lines of tests"),
                gettext("All lines"),
            )
        ),
        Column(gettext("Rule")),
    )
    return PlainTable(
        gettext("The original as it was pinned"),
        heads,
        [_pin(one) for one in sorted(pins, key=lambda one: one.pinned_at)],
        basis=Basis.OBSERVED,
    )


def _pin(one: Pin) -> tuple[Cell, ...]:
    commit = one.commit[:_SHORT_COMMIT] if one.commit else None
    counts = (one.files, one.symbols, one.code, one.test, one.raw)
    return (long_day(one.date), commit, *map(grouped, counts), one.rule)


def _skip_table(skips: Sequence[Skip]) -> PlainTable:
    heads = (
        Column(gettext("Part of the original"), is_id=True),
        Column(gettext("Why")),
        Column(gettext("Decided")),
    )
    return PlainTable(
        gettext("What is left out of the port on purpose"), heads, [_skip(one) for one in skips]
    )


def _skip(one: Skip) -> tuple[Cell, ...]:
    whole = one.symbol == WHOLE_FILE
    part = Told(
        one.original_path if whole else one.symbol,
        gettext("the whole file") if whole else one.original_path,
        is_id=True,
    )
    by = gettext("by a person") if one.counts else gettext("proposed by an agent: still open")
    return (part, one.reason, Told(long_day(one.date), by))
