"""The chart of hallucinations in each session."""

from collections.abc import Sequence
from dataclasses import astuple

from portlog.analytics.hallucinations import SessionCount, counter
from portlog.analytics.method import Method
from portlog.present.charts.basis_words import axis_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.soundings import Sounding, Soundings
from portlog.present.wording import (
    NO_MODULE,
    counted,
    grouped,
    long_day,
    module_words,
    of_all,
)

_COLUMNS = (
    Column("date", "Date", Kind.DAY),
    Column("session_id", "Session"),
    Column("llm", "LLM"),
    Column("model", "Model"),
    Column("module", "Module", unknown=NO_MODULE),
    Column("basis", "Basis", unknown="unknown"),
    Column("rule", "Rule", unknown="none"),
    Column("hallucinations", "Hallucinations", Kind.COUNT, unknown="not reviewed"),
)


def hallucinations_per_session(counts: Sequence[SessionCount]) -> Chart:
    """Draw how many hallucinations each session is said or known to hold."""
    reviewed = [one for one in counts if one.count is not None]
    drawable = len(reviewed) >= FEWEST_POINTS
    return Chart(
        id="hallucinations-per-session",
        name="Hallucinations per session",
        finding=_finding(counts),
        reading=(
            "Statements of a model that are not true, for each session in the order of the log, "
            "hanging from the line; 0 is a session said to hold none."
        ),
        unit="hallucinations",
        sample=f"{counted(len(counts), 'session')}, {len(reviewed)} reviewed",
        methods=_methods(counts),
        notes=tuple(_notes(counts, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(one) for one in counts)),
        form=_form(counts) if drawable else None,
        query="hallucinations_per_session",
    )


def _methods(counts: Sequence[SessionCount]) -> tuple[Method, ...]:
    return tuple(sorted({one.method for one in counts if one.method is not None}))


def _form(counts: Sequence[SessionCount]) -> Soundings:
    unreviewed = sum(one.count is None for one in counts)
    return Soundings(
        axis_words("Hallucinations in a session", _methods(counts)),
        tuple(_sounding(one) for one in counts),
        f"not reviewed: {counted(unreviewed, 'session')}",
    )


def _sounding(one: SessionCount) -> Sounding:
    claimed = one.method is not None and one.method.is_claim
    series = "not reviewed" if one.method is None else f"{one.method.basis}, {one.method.rule}"
    said = "not reviewed" if one.count is None else f"{one.count}{' claimed' if claimed else ''}"
    words = f"{long_day(one.day)}, {one.llm} {one.model}, {module_words(one.module)}: {said}"
    token = "axis" if claimed else "ink"
    return Sounding(one.day, one.session_id, one.count, series, token, words)


def _finding(counts: Sequence[SessionCount]) -> str:
    known = counter(counts)
    if not known.reviewed:
        return "No session has been reviewed, so nothing is known about hallucinations."
    parts = [
        _part(known.claimed, "claimed", known.claiming, known.sessions),
        _part(known.confirmed, "confirmed", known.reviewed - known.claiming, known.sessions),
    ]
    said = "; ".join(part for part in parts if part)
    return f"{said}{_at_most(counts)}{_unreviewed(known.unreviewed)}."


def _part(count: int | None, how: str, sessions: int, of: int) -> str:
    if count is None:
        return ""
    shown = f"“{grouped(count)}”" if how == "claimed" else grouped(count)
    noun = "hallucination" if count == 1 else "hallucinations"
    return f"{shown} {noun} {how} in {of_all(sessions, of, 'session')}"


def _at_most(counts: Sequence[SessionCount]) -> str:
    known = [one.count for one in counts if one.count is not None]
    return f", at most {max(known)} in one" if len(known) > 1 and max(known) > 1 else ""


def _unreviewed(sessions: int) -> str:
    return f"; {counted(sessions, 'session')} not reviewed" if sessions else ""


def _notes(counts: Sequence[SessionCount], *, drawable: bool) -> list[str]:
    notes = []
    if any(one.method and one.method.is_claim for one in counts):
        notes.append("Claimed counts were typed; portlog has not checked them against evidence.")
    if any(one.count is None for one in counts):
        notes.append(
            "What sessions hold that nobody has reviewed is not known, so sums are lower bounds."
        )
    if not drawable:
        notes.append(f"No picture: it takes {FEWEST_POINTS} reviewed sessions.")
    return notes


def _row(one: SessionCount) -> tuple[Cell, ...]:
    basis, rule = astuple(one.method) if one.method else (None, None)
    return (one.day, one.session_id, one.llm, one.model, one.module, basis, rule, one.count)
