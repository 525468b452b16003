"""Sessions as a listing and as a card."""

from collections.abc import Sequence
from decimal import Decimal

from portlog.present.tables import Format, Listing, json_text, written
from portlog.records.figure import Figure

_FIGURES = frozenset(
    {"tokens_in", "tokens_out", "cost_usd", "duration_min", "hallucinations", "tests_pass"}
)


def session_rows(sessions: Sequence[Sequence[Figure]], form: Format, unread: int) -> str:
    """Return sessions as text in a format; an estimate is marked `~` where people read it."""
    if form is Format.JSON:
        return json_text({"sessions": [_told(one) for one in sessions], "unread": unread})
    if not sessions and form is Format.TABLE:
        return "no sessions yet; `portlog session add` records one\n"
    columns = tuple(figure.column for figure in sessions[0]) if sessions else ()
    mark = form is not Format.CSV
    rows = [[_read(figure, mark=mark) for figure in one] for one in sessions]
    right = frozenset(name for name in columns if name in _FIGURES or name.startswith("loc_"))
    heads = tuple(name.replace("_", "\n") for name in columns)
    return written(Listing("sessions", columns, rows, right, heads), form)


def session_card(session: Sequence[Figure], form: Format) -> str:
    """Return one session, a figure a line, with its basis and rule."""
    if form is Format.JSON:
        return json_text({"session": _told(session)})
    mark = form is not Format.CSV
    rows = [
        (figure.column, _read(figure, mark=mark), *_known(figure, mark=mark)) for figure in session
    ]
    return written(Listing("session", ("column", "value", "basis", "rule"), rows), form)


def _known(figure: Figure, *, mark: bool) -> tuple[str, str]:
    if not figure.text:
        return ("unknown" if mark else "", "")
    if figure.column == "session_id":
        return ("", "")
    return figure.basis, figure.rule


def _read(figure: Figure, *, mark: bool) -> str:
    if not mark:
        return figure.text
    return f"~{figure.text}" if figure.is_estimate else figure.text


def _told(session: Sequence[Figure]) -> dict[str, object]:
    cells = {figure.column: _json_value(figure) for figure in session}
    known = {
        figure.column: {"basis": figure.basis, "rule": figure.rule}
        for figure in session
        if figure.text and figure.column != "session_id"
    }
    return {**cells, "known": known}


def _json_value(figure: Figure) -> object:
    if isinstance(figure.value, Decimal):
        return Decimal(figure.text)
    return figure.value if isinstance(figure.value, int | None) else figure.text
