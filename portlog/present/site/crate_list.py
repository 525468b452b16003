"""The page of the crates and items that were asked for, and what was answered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portlog.present.language import gettext
from portlog.present.site.anchor import file_key
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.verdict_words import verdict_cell, verdict_words
from portlog.present.wording import counted, grouped, long_day
from portlog.records.crate_row import CrateRow
from portlog.records.outcome import Basis, Outcome


def crates(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the latest answer to each question, those that found something first."""
    rows: Sequence[CrateRow] = sorted(facts["crates"], key=_by_answer)
    return {
        "crates": crate_table(rows) if rows else None,
        "verdicts": _verdicts(rows) if rows else None,
        "said": " ".join(_sentences(rows)),
    }


def _sentences(rows: Sequence[CrateRow]) -> Iterator[str]:
    outcomes = Counter(row.verdict.outcome for row in rows)
    yield gettext(
        "Of %(asked)s, %(found)s found something wrong and %(unknown)s could not be checked.",
        asked=counted(len(rows), "question"),
        found=grouped(outcomes[Outcome.FOUND]),
        unknown=grouped(outcomes[Outcome.UNKNOWN]),
    )
    untied = sum(row.session_id is None for row in rows)
    if untied:
        yield gettext(
            "For %(untied)s of them nobody recorded the session in which they came up.",
            untied=grouped(untied),
        )
    yield gettext("“Not found” alone does not say that a model invented the name.")


def crate_table(rows: Sequence[CrateRow]) -> PlainTable:
    """Return crates and items with their verdicts, and who is known to have suggested them."""
    suggested = Column(gettext("Suggested"), basis=Basis.CLAIMED)
    told = [(*_row(row), _suggested(row)) for row in rows]
    return PlainTable(_caption(), (*_heads(), suggested), told)


def crates_of_session(rows: Sequence[CrateRow]) -> PlainTable:
    """Return the crates and items that one session suggested."""
    return PlainTable(_caption(), _heads(), [_row(row) for row in rows])


def _caption() -> str:
    return gettext("Crates and items that were asked for, as their registry answered")


def _heads() -> tuple[Column, ...]:
    return (
        Column(gettext("Crate or item"), is_id=True),
        Column(gettext("Verdict"), basis=Basis.OBSERVED),
        Column(gettext("What is known of it"), nothing="–"),
        Column(gettext("Looked up")),
    )


_ORDER = {Outcome.FOUND: 0, Outcome.UNKNOWN: 1, Outcome.CLEAN: 2}


def _by_answer(row: CrateRow) -> tuple[int, tuple[str, ...], str]:
    return _ORDER[row.verdict.outcome], row.question, row.lookup_id


def _row(row: CrateRow) -> tuple[Cell, ...]:
    return (
        asked_for(row),
        verdict_cell(row.verdict, _version(row)),
        row.reasons,
        Told(long_day(row.date), row.registry),
    )


def asked_for(row: CrateRow) -> Told:
    """Return what was asked: the crate with its requirement, or the item, and the features."""
    name = row.item or " ".join(filter(None, (row.name, row.requirement)))
    features = ", ".join(row.features or ())
    small = gettext("with %(features)s", features=features) if features else ""
    return Told(name, small, is_id=True)


def _version(row: CrateRow) -> str:
    if row.resolved_version is None:
        return ""
    return gettext("as version %(version)s", version=row.resolved_version)


def _suggested(row: CrateRow) -> Cell:
    day = long_day(row.claimed_at) if row.claimed_at else ""
    if row.session_id is None:
        return Told(row.suggested_by, day) if row.suggested_by or day else None
    link = f"sessions/{file_key(row.session_id)}.html"
    told = ", ".join(filter(None, (row.suggested_by, day)))
    return Told(row.session_id, told, link=link, is_id=True)


def _verdicts(rows: Sequence[CrateRow]) -> PlainTable:
    counts = Counter(row.verdict for row in rows)
    heads = (Column(gettext("Verdict")), Column(gettext("Questions"), is_figure=True))
    told = [
        (verdict_cell(verdict), grouped(count))
        for verdict, count in sorted(counts.items(), key=lambda one: verdict_words(one[0]))
    ]
    sums = (gettext("All"), grouped(len(rows)))
    return PlainTable(gettext("Answers by verdict"), heads, told, sums)
