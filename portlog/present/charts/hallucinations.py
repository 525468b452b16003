"""The chart of hallucinations in each session."""

from collections.abc import Sequence

from portlog.analytics.hallucinations import SessionCount, counter
from portlog.analytics.method import Method
from portlog.present.charts.basis_words import axis_words, method_cells, series_words
from portlog.present.charts.chart import FEWEST_POINTS, Cell, Chart, Column, Figures, Kind
from portlog.present.charts.soundings import Sounding, Soundings
from portlog.present.language import gettext, ngettext, translatable
from portlog.present.wording import (
    NO_MODULE,
    counted,
    grouped,
    long_day,
    module_words,
    of_all,
)

_COLUMNS = (
    Column("date", translatable("Date"), Kind.DAY),
    Column("session_id", translatable("Session")),
    Column("llm", translatable("LLM")),
    Column("model", translatable("Model")),
    Column("module", translatable("Module"), unknown=NO_MODULE),
    Column("basis", translatable("Basis"), Kind.TERM, translatable("unknown")),
    Column("rule", translatable("Rule"), unknown=translatable("none")),
    Column(
        "hallucinations",
        translatable("Hallucinations"),
        Kind.COUNT,
        unknown=translatable("not reviewed"),
    ),
)


def hallucinations_per_session(counts: Sequence[SessionCount]) -> Chart:
    """Draw how many hallucinations each session is said or known to hold."""
    reviewed = [one for one in counts if one.count is not None]
    drawable = len(reviewed) >= FEWEST_POINTS
    return Chart(
        id="hallucinations-per-session",
        name=gettext("Hallucinations per session"),
        finding=_finding(counts),
        reading=gettext(
            "Statements of a model that are not true, for each session in the order of the log, "
            "hanging from the line; 0 is a session said to hold none."
        ),
        unit="hallucinations",
        sample=gettext(
            "%(sessions)s, %(reviewed)s reviewed",
            sessions=counted(len(counts), "session"),
            reviewed=len(reviewed),
        ),
        methods=_methods(counts),
        notes=tuple(_notes(counts, drawable=drawable)),
        figures=Figures(_COLUMNS, tuple(_row(one) for one in counts)),
        form=_form(counts) if drawable else None,
        query="hallucinations_per_session",
    )


def _methods(counts: Sequence[SessionCount]) -> tuple[Method, ...]:
    return tuple(sorted({one.method for one in counts if one.method is not None}))


def _form(counts: Sequence[SessionCount]) -> Soundings:
    unreviewed = counted(sum(one.count is None for one in counts), "session")
    return Soundings(
        axis_words(gettext("Hallucinations in a session"), _methods(counts)),
        tuple(_sounding(one) for one in counts),
        gettext("not reviewed: %(sessions)s", sessions=unreviewed),
    )


def _sounding(one: SessionCount) -> Sounding:
    claimed = one.method is not None and one.method.is_claim
    series = gettext("not reviewed") if one.method is None else series_words(one.method)
    words = f"{long_day(one.day)}, {one.llm} {one.model}, {module_words(one.module)}: {_said(one)}"
    token = "axis" if claimed else "ink"
    return Sounding(one.day, one.session_id, one.count, series, token, words)


def _said(one: SessionCount) -> str:
    if one.count is None:
        return gettext("not reviewed")
    if one.method is not None and one.method.is_claim:
        return gettext("%(n)s claimed", n=grouped(one.count))
    return grouped(one.count)


def _finding(counts: Sequence[SessionCount]) -> str:
    known = counter(counts)
    if not known.reviewed:
        return gettext("No session has been reviewed, so nothing is known about hallucinations.")
    evidence = of_all(known.reviewed - known.claiming, known.sessions, "session")
    parts = [
        *_claimed(known.claimed, of_all(known.claiming, known.sessions, "session")),
        *_confirmed(known.confirmed, evidence),
    ]
    unreviewed = counted(known.unreviewed, "session")
    rest = gettext("%(sessions)s not reviewed", sessions=unreviewed) if known.unreviewed else ""
    said = "; ".join(parts) + _at_most(counts)
    return f"{'; '.join(filter(None, (said, rest)))}."


def _claimed(count: int | None, sessions: str) -> list[str]:
    if count is None:
        return []
    return [
        ngettext(
            "“%(n)s” hallucination claimed in %(sessions)s",
            "“%(n)s” hallucinations claimed in %(sessions)s",
            count,
            n=grouped(count),
            sessions=sessions,
        )
    ]


def _confirmed(count: int | None, sessions: str) -> list[str]:
    if count is None:
        return []
    return [
        ngettext(
            "%(n)s hallucination confirmed in %(sessions)s",
            "%(n)s hallucinations confirmed in %(sessions)s",
            count,
            n=grouped(count),
            sessions=sessions,
        )
    ]


def _at_most(counts: Sequence[SessionCount]) -> str:
    known = [one.count for one in counts if one.count is not None]
    if len(known) < 2 or max(known) < 2:  # noqa: PLR2004 - one of them says nothing
        return ""
    return gettext(", at most %(n)s in one", n=grouped(max(known)))


def _notes(counts: Sequence[SessionCount], *, drawable: bool) -> list[str]:
    notes = []
    if any(one.method and one.method.is_claim for one in counts):
        notes.append(
            gettext("Claimed counts were typed; portlog has not checked them against evidence.")
        )
    if any(one.count is None for one in counts):
        notes.append(
            gettext(
                "What sessions hold that nobody has reviewed is not known, so sums are lower "
                "bounds."
            )
        )
    if not drawable:
        notes.append(gettext("No picture: it takes %(n)s reviewed sessions.", n=FEWEST_POINTS))
    return notes


def _row(one: SessionCount) -> tuple[Cell, ...]:
    basis, rule = method_cells(one.method)
    return (one.day, one.session_id, one.llm, one.model, one.module, basis, rule, one.count)
