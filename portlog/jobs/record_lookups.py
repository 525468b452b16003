"""Keep what a registry said in the log, where the answer is another than the one before."""

from collections.abc import Sequence
from datetime import date

from portlog.records.crate_lookup import CrateLookup
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.identity import dated_id
from portlog.records.table import shortened
from portlog.records.verdict import Verdict
from portlog.workspace import Workspace

_NO_ANSWER = frozenset({Verdict.UNVERIFIABLE, Verdict.ELSEWHERE})


def record_lookups(workspace: Workspace, lookups: Sequence[CrateLookup]) -> int:
    """Record the look-ups whose answer has changed and return how many these are.

    No answer is no evidence: an unverifiable look-up is not recorded, nor is what no registry has.
    """
    answered = [one for one in lookups if one.verdict not in _NO_ANSWER]
    if not answered:
        return 0
    with workspace.store.writing() as step:
        rows = step.database.records(CRATES, "crate_latest", {})
        known = {row.question: row.answer for row in rows}
        recorded = 0
        for lookup in answered:
            row = _row(lookup, workspace.today(lookup.sighting.checked_at))
            if known.get(row.question) != row.answer:
                step.add(CRATES, row)
                known[row.question] = row.answer
                recorded += 1
    return recorded


def _row(lookup: CrateLookup, day: date) -> CrateRow:
    name = shortened(lookup.name, 200) or '""'
    judgement = lookup.judgement
    return CrateRow(
        date=day,
        name=name,
        requirement=_printed(lookup.claim.requirement),
        features=tuple(shortened(feature) for feature in lookup.claim.features) or None,
        item=None,
        verdict=lookup.verdict,
        reasons=_printed(" ".join(judgement.reasons)),
        resolved_version=judgement.resolved_version,
        registry=lookup.registry,
        checked_at=lookup.sighting.checked_at,
        claimed_at=None,
        suggested_by=None,
        session_id=None,
        lookup_id=dated_id(day, name),
    )


def _printed(text: str | None) -> str | None:
    return shortened(text, 2_000) or None if text else None
