"""Keep what was found out in the log, where the answer is another than the one before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from portlog.records.claim_context import ClaimContext
from portlog.records.crate_lookup import CrateLookup
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.identity import dated_id
from portlog.records.item import ItemLookup, ItemVerdict
from portlog.records.table import shortened
from portlog.records.verdict import Verdict
from portlog.workspace import Workspace

_NO_ANSWER = frozenset({Verdict.UNVERIFIABLE, Verdict.ELSEWHERE})
NOBODY = ClaimContext()


def record_lookups(
    workspace: Workspace, lookups: Sequence[CrateLookup], context: ClaimContext = NOBODY
) -> int:
    """Record the look-ups whose answer has changed and return how many these are.

    No answer is no evidence: an unverifiable look-up is not recorded, nor is what no registry has.
    """
    answered = [one for one in lookups if one.verdict not in _NO_ANSWER]
    return _record(workspace, [_crate_row(one, context, workspace) for one in answered])


def record_items(
    workspace: Workspace, items: Sequence[ItemLookup], context: ClaimContext = NOBODY
) -> int:
    """Record the items whose answer has changed and return how many these are.

    An item that is unknown is not recorded, nor is one without the place and time of its answer.
    """
    rows = [
        _item_row(one, context, workspace)
        for one in items
        if one.verdict is not ItemVerdict.UNKNOWN and one.sighting is not None
    ]
    return _record(workspace, rows)


def _record(workspace: Workspace, rows: Sequence[CrateRow]) -> int:
    if not rows:
        return 0
    with workspace.store.writing() as step:
        known = _Known(step.database.records(CRATES, "crate_latest", {}))
        fresh = [row for row in rows if known.is_changed_by(row)]
        step.add_all(CRATES, fresh)
    return len(fresh)


class _Known:
    """The newest answers: those to a question of each claim, and to one that is nobody's."""

    def __init__(self, rows: Iterable[CrateRow]) -> None:
        self._answers: dict[object, tuple[str, str]] = {}
        self._claimed: defaultdict[object, set[tuple[str, str]]] = defaultdict(set)
        for row in rows:
            self._note(row)

    def is_changed_by(self, row: CrateRow) -> bool:
        """Say whether a row answers otherwise than before, and note it.

        A claim that somebody is known to have made is held against itself. A question that was
        asked for somebody's claim only is answered by that.
        """
        before = self._answers.get((row.question, row.claim))
        is_known = before == row.answer
        if before is None and not any(row.claim):
            is_known = row.answer in self._claimed[row.question]
        if not is_known:
            self._note(row)
        return not is_known

    def _note(self, row: CrateRow) -> None:
        self._answers[row.question, row.claim] = row.answer
        self._claimed[row.question].add(row.answer)


def _crate_row(lookup: CrateLookup, context: ClaimContext, workspace: Workspace) -> CrateRow:
    day = workspace.today(lookup.sighting.checked_at)
    name = _name(lookup.name)
    judgement = lookup.judgement
    return CrateRow(
        date=day,
        name=name,
        requirement=_printed(lookup.claim.requirement),
        features=_words(lookup.claim.features),
        item=None,
        verdict=lookup.verdict,
        reasons=_printed(" ".join(judgement.reasons)),
        resolved_version=judgement.resolved_version,
        registry=lookup.registry,
        checked_at=lookup.sighting.checked_at,
        claimed_at=context.claimed_at,
        suggested_by=context.suggested_by,
        session_id=context.session_id,
        lookup_id=dated_id(day, name),
    )


def _item_row(lookup: ItemLookup, context: ClaimContext, workspace: Workspace) -> CrateRow:
    if lookup.sighting is None:
        raise ValueError(f"{lookup.path} was seen nowhere")
    day = workspace.today(lookup.sighting.checked_at)
    return CrateRow(
        date=day,
        name=_name(lookup.crate),
        requirement=_printed(lookup.requirement),
        features=_words(lookup.features),
        item=_printed(lookup.path),
        verdict=lookup.verdict,
        reasons=_printed(" ".join(lookup.reasons)),
        resolved_version=lookup.version,
        registry=lookup.registry,
        checked_at=lookup.sighting.checked_at,
        claimed_at=context.claimed_at,
        suggested_by=context.suggested_by,
        session_id=context.session_id,
        lookup_id=dated_id(day, lookup.path),
    )


def _name(name: str) -> str:
    return shortened(name, 200) or '""'


def _words(features: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(shortened(feature) for feature in features) or None


def _printed(text: str | None) -> str | None:
    return shortened(text, 2_000) or None if text else None
