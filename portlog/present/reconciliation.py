"""Figures of the log beside figures of others: where they differ, and what nobody else tells."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.present.wording import counted, listed
from portlog.records.reconciliation import (
    Agreement,
    Comparison,
    Failure,
    Number,
    Reconciliation,
)

_COLUMNS = (
    *("verdict", "agent", "session_id", "figure", "part", "logged", "other", "percent"),
    *("source", "why"),
)
_RIGHT = frozenset({"logged", "other", "percent"})
_TENTH = Decimal("0.1")
_MOST_LINES = 10
_DECIMALS = 9


def reconciliation_listing(done: Reconciliation, form: Format) -> str:
    """Return what differs; as JSON and CSV also what agrees, and what cannot be compared."""
    told = [_told(one) for one in done.comparisons]
    if form is Format.JSON:
        return json_text(_whole(done, told))
    rows = [tuple(one.values()) for one in told]
    if form is Format.CSV:
        return written(Listing("comparisons", _COLUMNS, rows, _RIGHT), form)
    differing = [row[1:-1] for row in rows if row[0] is Agreement.DIFFERS]
    if form is Format.TABLE and not differing:
        return ""
    return written(Listing("comparisons", _COLUMNS[1:-1], differing, _RIGHT), form)


def reconciliation_notes(done: Reconciliation) -> Iterator[str]:
    """Yield what a person should know beside the comparisons, one line at a time."""
    failures = [_failure(one) for one in done.failures]
    yield from failures[:_MOST_LINES]
    if len(failures) > _MOST_LINES:
        yield f"and {len(failures) - _MOST_LINES} more such lines; --format json has all"
    for (source, why), figures in _not_comparable(done).most_common(_MOST_LINES):
        yield printable(f"not comparable with {source}: {counted(figures, 'figure')}: {why}")
    yield f"asked: {listed(done.asked)}" if done.asked else "no other figures found"
    if done.alone:
        yield f"of {counted(len(done.alone), 'session')} nobody else tells a figure"
    counts = done.counts
    yield ", ".join(
        (
            f"{counted(counts[Agreement.AGREES], 'figure')} within 1 %",
            f"{counts[Agreement.DIFFERS]} further apart",
            f"{counts[Agreement.UNKNOWN]} not comparable",
        )
    )


def _not_comparable(done: Reconciliation) -> Counter[tuple[str, str]]:
    unknown = (one for one in done.comparisons if one.agreement is Agreement.UNKNOWN)
    return Counter((one.source, one.why) for one in unknown)


def _told(one: Comparison) -> dict[str, Any]:
    percent = one.percent
    cells = (
        one.agreement,
        one.agent,
        one.session_id,
        one.figure,
        one.part or None,
        _rounded(one.logged),
        _rounded(one.other),
        None if percent is None else percent.quantize(_TENTH),
        one.source,
        one.why or None,
    )
    return dict(zip(_COLUMNS, cells, strict=True))


def _rounded(number: Number | None) -> Number | None:
    """Return a figure without the digits that a binary fraction leaves behind."""
    return round(number, _DECIMALS) if isinstance(number, Decimal) else number


def _whole(done: Reconciliation, told: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "outcome": done.outcome,
        **{agreement.value: done.counts[agreement] for agreement in Agreement},
        "comparisons": told,
        "alone": done.alone,
        "asked": done.asked,
        "failures": done.failures,
    }


def _failure(one: Failure) -> str:
    return printable(f"not asked: {one.source}: {one.why}")
