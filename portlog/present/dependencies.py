"""Look-ups of a file's dependencies, each with its place in the file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from portlog.present.advisory_age import age_cell, age_line, told_age
from portlog.present.crates import (
    FIGURES,
    WIDEST_NAME,
    cache_words,
    claim_words,
    joined,
    remarks,
    screen_width,
    summary_of,
    told_of,
    warning_lines,
    wrapped,
)
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.advisory import SnapshotAge
from portlog.records.crate_lookup import CrateClaim, CrateLookup, Judgement
from portlog.records.dependency import Dependency, DependencyLookup
from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict

_PLACES = frozenset({"line", "column"})


def dependency_lookups(
    entries: Sequence[DependencyLookup],
    outcome: Outcome,
    form: Format,
    advisories: SnapshotAge | None = None,
) -> str:
    """Return entries as text in a format: verify-crate's, with file, line and column."""
    advisories = advisories if entries else None
    if form is Format.TABLE:
        return _for_people(entries) + _cache_line(entries) + age_line(advisories, form)
    if form is Format.JSON:
        told = [_told(one) for one in entries]
        return json_text({"outcome": outcome, "crates": told, **told_age(advisories)})
    tell = _summary if form is Format.MARKDOWN else _told
    more = {} if form is Format.MARKDOWN else age_cell(advisories)
    rows = [[_cell(value) for value in (tell(one) | more).values()] for one in entries]
    listing = Listing("crates", tuple(tell(_nothing()) | more), rows, FIGURES | _PLACES)
    return written(listing, form) + age_line(advisories, form)


def _cell(value: object) -> object:
    """Return a value as one cell that can be printed: what stands in a file may be anything."""
    text = joined(value)
    return printable(text) if isinstance(text, str) else text


def _nothing() -> DependencyLookup:
    """Return an entry that is there for the names of its columns only."""
    claim, spot = CrateClaim(""), Spot("", 1, 1)
    sighting = Sighting("", datetime.fromtimestamp(0, UTC))
    lookup = CrateLookup(claim, Judgement(Verdict.EXISTS), sighting)
    return DependencyLookup(Dependency(claim, "", "", spot), lookup, spot)


def _told(one: DependencyLookup) -> dict[str, Any]:
    dependency = one.dependency
    return {
        **told_of(one.lookup),
        "file": _encodable(one.spot.file),
        "line": one.spot.line,
        "column": one.spot.column,
        "table": _encodable(dependency.table),
        "key": _encodable(dependency.key),
    }


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _summary(one: DependencyLookup) -> dict[str, Any]:
    return {"place": _encodable(str(one.spot)), **summary_of(one.lookup)}


def _for_people(entries: Sequence[DependencyLookup]) -> str:
    """Return one line for each entry, and below what is not in order what there is to say."""
    width = screen_width()
    names = min(max((len(claim_words(one.lookup)) for one in entries), default=0), WIDEST_NAME)
    verdicts = max((len(one.lookup.verdict) for one in entries), default=0)
    lines = [line for one in entries for line in _card(one, names, verdicts, width)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _cache_line(entries: Sequence[DependencyLookup]) -> str:
    return "".join(f"{words}\n" for words in cache_words([one.lookup for one in entries]))


def _card(one: DependencyLookup, names: int, verdicts: int, width: int) -> Iterator[str]:
    lookup = one.lookup
    version = printable(lookup.judgement.resolved_version or "")
    yield (
        f"{claim_words(lookup):{names}}  {lookup.verdict:{verdicts}}  "
        f"{version:10}  {printable(str(one.spot))}"
    )
    calm = (*lookup.judgement.reasons, *warning_lines(lookup))
    said = calm if one.outcome is Outcome.CLEAN else remarks(lookup)
    for remark in said:
        yield from wrapped(remark, width)
