"""Sessions as a listing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from portlog.present.tables import Format, Listing, json_text, room, written
from portlog.present.wording import LIST_PRICE, NO_MODULE, grouped, in_a_list, without_a_price
from portlog.records.figure import UNCACHED, Figure

_FIGURES = frozenset(
    {"tokens_in", UNCACHED, "tokens_out", "cost_usd", "duration_min"}
    | {"hallucinations", "tests_pass"}
)
_HEADS = {
    UNCACHED: "uncached",
    "duration_min": "min",
    "hallucinations": "hallu-\ncinations",
}
# what a narrow terminal goes without, the first first
_SPARE = ("loc_", "duration_min", "tests_pass", "hallucinations", "tokens_out", "llm")

Cells = Sequence[Sequence[Figure]]


def session_rows(sessions: Cells, form: Format, unread: int) -> str:
    """Return sessions as text in a format; an estimate is marked `~` where people read it."""
    if form is Format.JSON:
        return json_text({"sessions": [told_session(one) for one in sessions], "unread": unread})
    if form is Format.CSV:
        return _as_logged(sessions)
    if form is Format.MARKDOWN:
        return written(_listing(_without(sessions, _unread_parts(sessions)), exact=True), form)
    return _for_people(sessions) if sessions else _NONE


_NONE = "no sessions yet; `portlog session add` records one\n"


def told_session(session: Sequence[Figure]) -> dict[str, object]:
    """Return a session as JSON has it: its cells, and how each is known."""
    cells = {figure.column: _json_value(figure) for figure in session}
    known = {
        figure.column: {"basis": figure.basis, "rule": figure.rule}
        for figure in session
        if figure.text and figure.column != "session_id"
    }
    return {**cells, "known": known}


def read(figure: Figure) -> str:
    """Return a figure's text as people read it, an estimate marked `~`."""
    if figure.column == "module" and not figure.text:
        return NO_MODULE
    return f"~{figure.text}" if figure.is_estimate else figure.text


def cost_note(sessions: Cells) -> str:
    """Return the line that says what costs are; empty where there are none."""
    costs = [figure for one in sessions for figure in one if figure.column == "cost_usd"]
    calls = [figure.unpriced_calls for figure in costs if figure.unpriced_calls]
    if not calls and not any(figure.text for figure in costs):
        return ""
    lack = f"; {without_a_price(len(calls), sum(calls))}" if calls else ""
    return f"cost_usd: {LIST_PRICE}{lack}\n"


def _as_logged(sessions: Cells) -> str:
    rows = _without(sessions, {UNCACHED})
    columns = tuple(figure.column for figure in rows[0]) if rows else ()
    texts = [[figure.text for figure in one] for one in rows]
    return written(Listing("sessions", columns, texts), Format.CSV)


def _for_people(sessions: Cells) -> str:
    """Return sessions as a table that leaves out what nobody knows, and what has no room."""
    unknown = {name for name, known in _known(sessions).items() if not known and name != "module"}
    said = sorted(unknown - {UNCACHED}, key=[one.column for one in sessions[0]].index)
    shown, spared = _fitted(_without(sessions, unknown))
    notes = [f"not known of any: {', '.join(said)}\n"] if said else []
    notes += [f"no room for: {', '.join(spared)}; --format csv has all\n"] if spared else []
    foot = "".join([cost_note(shown), *notes])
    return written(shown_listing(shown), Format.TABLE) + (f"\n{foot}" if foot else "")


def _fitted(sessions: Cells) -> tuple[Cells, list[str]]:
    """Return as many columns as there is room for, and the names of the others."""
    if room(shown_listing(sessions)) < 0:
        sessions = _without(sessions, _told_by_names(sessions))
    spared: list[str] = []
    for prefix in _SPARE:
        names = [one.column for one in sessions[0] if one.column.startswith(prefix)]
        if names and room(shown_listing(sessions)) < 0:
            sessions = _without(sessions, set(names))
            spared += names
    return sessions, spared


def shown_listing(sessions: Cells) -> Listing:
    """Return sessions as a table for people."""
    return replace(_listing(sessions, exact=False), is_tight=True, whole=frozenset({"session_id"}))


def _listing(sessions: Cells, *, exact: bool) -> Listing:
    columns = tuple(figure.column for figure in sessions[0]) if sessions else ()
    rows = [[read(figure) if exact else _short(figure) for figure in one] for one in sessions]
    right = frozenset(name for name in columns if name in _FIGURES or name.startswith("loc_"))
    heads = tuple(_HEADS.get(name, name.replace("_", "\n")) for name in columns)
    return Listing("sessions", columns, rows, right, heads)


def _short(figure: Figure) -> str:
    if figure.unpriced_calls:
        return "no price"
    if isinstance(figure.value, Decimal) and figure.column == "cost_usd":
        return in_a_list(figure.value)
    if isinstance(figure.value, int):
        return read(replace(figure, text=grouped(figure.value)))
    return read(figure)


def _known(sessions: Cells) -> dict[str, bool]:
    return {
        column[0].column: any(figure.text or figure.unpriced_calls for figure in column)
        for column in zip(*sessions, strict=True)
    }


def _unread_parts(sessions: Cells) -> set[str]:
    return set() if _known(sessions).get(UNCACHED) else {UNCACHED}


def _told_by_names(sessions: Cells) -> set[str]:
    """Return which of day and llm every session's name begins with."""
    cells = [{figure.column: figure.text for figure in one} for one in sessions]
    begins = {
        "date": lambda one: one["session_id"].startswith(f"{one['date']}-"),
        "llm": lambda one: one["session_id"][len("2026-03-05-") :].startswith(f"{one['llm']}-"),
    }
    return {name for name, told in begins.items() if all(map(told, cells))}


def _without(sessions: Cells, names: set[str]) -> Cells:
    return [[figure for figure in one if figure.column not in names] for one in sessions]


def _json_value(figure: Figure) -> object:
    if isinstance(figure.value, Decimal):
        return Decimal(figure.text)
    return figure.value if isinstance(figure.value, int | None) else figure.text
