"""Every session as the log has it, each cell with how it is known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portlog.analytics.method import TYPED_BY_HAND, Method
from portlog.analytics.question import Frame, Question
from portlog.analytics.reads import whole
from portlog.records.outcome import Basis


@dataclass(frozen=True, slots=True)
class LoggedSession:
    """One session; None is what nobody knows.

    `uncached` is the part of `tokens_in` that no cache was part of, `unpriced_calls` the calls
    whose price lacks in `cost_usd`. `methods` holds the cells that were not typed, by column name.
    """

    date: date
    llm: str
    model: str
    module: str | None
    tokens_in: int | None
    tokens_out: int | None
    cost_usd: Decimal | None
    duration_min: Decimal | None
    loc_original: int | None
    loc_port: int | None
    hallucinations: int | None
    tests_pass: str | None
    session_id: str
    uncached: int | None
    unpriced_calls: int | None
    methods: dict[str, Method]

    def method(self, cell: str) -> Method:
        """Return how a cell that has a value is known."""
        return self.methods.get(cell, TYPED_BY_HAND)


def logged_sessions(frame: Frame) -> tuple[LoggedSession, ...]:
    """Return the rows of `session_log`, newest first."""
    return tuple(_logged_session(row) for row in frame.iter_rows(named=True))


def _logged_session(row: dict[str, Any]) -> LoggedSession:
    methods = {one["cell"]: Method(Basis(one["basis"]), one["rule"]) for one in row.pop("origins")}
    row["uncached"] = whole(row["uncached"])
    return LoggedSession(**row, methods=methods)


SESSION_LOG = Question("session_log", logged_sessions)
