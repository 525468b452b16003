"""What the log has beside each session: usage, churn, details, and the crates it suggested."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from portlog.analytics.question import Frame, Question
from portlog.records.churn import CHURN, Churn
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.session_details import SESSION_DETAILS, SessionDetails
from portlog.records.table import Table
from portlog.records.usage import USAGE, Usage
from portlog.store.from_sql import record_of

R = TypeVar("R")
BySession = Mapping[str, list[R]]


def _by_session(table: Table[R]) -> Callable[[Frame], BySession[R]]:
    def answer(frame: Frame) -> BySession[R]:
        found: dict[str, list[R]] = {}
        for row in frame.iter_rows():
            one: Any = record_of(table, frame.columns, row)
            found.setdefault(one.session_id, []).append(one)
        return found

    return answer


USAGE_BY_SESSION: Question[BySession[Usage]] = Question("usage_by_session", _by_session(USAGE))
CHURN_BY_SESSION: Question[BySession[Churn]] = Question("churn_by_session", _by_session(CHURN))
DETAILS_BY_SESSION: Question[BySession[SessionDetails]] = Question(
    "details_by_session", _by_session(SESSION_DETAILS)
)
CRATES_BY_SESSION: Question[BySession[CrateRow]] = Question(
    "crates_by_session", _by_session(CRATES)
)
