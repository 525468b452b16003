"""The plan of the port, what is left out of it on purpose, and how much of the log is known."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from portlog.analytics.question import Frame, Question
from portlog.records.coverage import COVERAGE, Coverage
from portlog.records.crate_row import CRATES, CrateRow
from portlog.records.plan import PlannedModule
from portlog.records.skip import SKIPS, Skip
from portlog.records.table import Table
from portlog.store.from_sql import record_of

R = TypeVar("R")


def _records(table: Table[R]) -> Callable[[Frame], list[R]]:
    def answer(frame: Frame) -> list[R]:
        rows: Sequence[Any] = [record_of(table, frame.columns, row) for row in frame.iter_rows()]
        return list(rows)

    return answer


def planned_modules(frame: Frame) -> tuple[PlannedModule, ...]:
    """Return the rows of `plan_list`; the column of the estimate is named for a language."""
    return tuple(
        PlannedModule(module, phase, order, tuple((originals or "").split()) or None, *rest)
        for module, phase, order, originals, *rest in frame.iter_rows()
    )


PLAN = Question("plan_list", planned_modules)
SKIPPED: Question[list[Skip]] = Question("skip_list", _records(SKIPS))
LOG_COVERAGE: Question[list[Coverage]] = Question("coverage_list", _records(COVERAGE))
CRATES_ASKED: Question[list[CrateRow]] = Question("crate_latest", _records(CRATES))
