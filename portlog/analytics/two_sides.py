"""How long the original and the port are, as each session has them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portlog.analytics.method import Method, method_of
from portlog.analytics.question import Frame, Question


@dataclass(frozen=True, slots=True)
class SessionLines:
    """The lines of code of both sides that a session tells, each with how it is known."""

    day: date
    session_id: str
    module: str | None
    original: int | None
    original_method: Method | None
    port: int | None
    port_method: Method | None


def session_lines(frame: Frame) -> tuple[SessionLines, ...]:
    """Return the rows of `lines_by_session` in the order of the log."""
    return tuple(_session_lines(row) for row in frame.iter_rows(named=True))


def _session_lines(row: dict[str, Any]) -> SessionLines:
    return SessionLines(
        row["date"],
        row["session_id"],
        row["module"],
        row["loc_original"],
        method_of(row["original_basis"], row["original_rule"]),
        row["loc_port"],
        method_of(row["port_basis"], row["port_rule"]),
    )


LINES_BY_SESSION = Question("lines_by_session", session_lines)
