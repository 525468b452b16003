"""Look-ups of a file's dependencies, each with its place in the file."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from portlog.present.crates import (
    FIGURES,
    WIDEST_NAME,
    claim_words,
    joined,
    remarks,
    screen_width,
    summary_of,
    told_of,
    wrapped,
)
from portlog.present.tables import Format, Listing, json_text, written
from portlog.present.text import printable
from portlog.records.crate_lookup import CrateClaim, CrateLookup, Judgement
from portlog.records.dependency import Dependency, DependencyLookup
from portlog.records.outcome import Outcome
from portlog.records.registry import Sighting
from portlog.records.spot import Spot
from portlog.records.verdict import Verdict

_PLACES = frozenset({"line", "column"})


def dependency_lookups(entries: Sequence[DependencyLookup], outcome: Outcome, form: Format) -> str:
    """Return entries as text in a format: verify-crate's, with file, line and column."""
    if form is Format.TABLE:
        return _for_people(entries)
    if form is Format.JSON:
        return json_text({"outcome": outcome, "crates": [_told(one) for one in entries]})
    tell = _summary if form is Format.MARKDOWN else _told
    rows = [[_cell(value) for value in tell(one).values()] for one in entries]
    return written(Listing("crates", tuple(tell(_nothing())), rows, FIGURES | _PLACES), form)


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


def _card(one: DependencyLookup, names: int, verdicts: int, width: int) -> Iterator[str]:
    lookup = one.lookup
    version = printable(lookup.judgement.resolved_version or "")
    yield (
        f"{claim_words(lookup):{names}}  {lookup.verdict:{verdicts}}  "
        f"{version:10}  {printable(str(one.spot))}"
    )
    said = lookup.judgement.reasons if one.outcome is Outcome.CLEAN else remarks(lookup)
    for remark in said:
        yield from wrapped(remark, width)
