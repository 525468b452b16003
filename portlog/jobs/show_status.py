"""Where an experiment stands: its totals, its counter, and what runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from portlog.analytics.glance import Glance, KnownCost
from portlog.analytics.method import method_of
from portlog.jobs.time_session import running_timers
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace

if TYPE_CHECKING:
    from portlog.analytics.question import Question
    from portlog.analytics.standing import Standing

T = TypeVar("T")


def standing(workspace: Workspace) -> "tuple[Standing, Sequence[UnreadRow]]":
    """Return where an experiment stands, and the rows of its log that could not be read."""
    from portlog.analytics.extent import EXTENT
    from portlog.analytics.hallucinations import HALLUCINATIONS, counter
    from portlog.analytics.module_tests import MODULE_TESTS
    from portlog.analytics.standing import Standing
    from portlog.analytics.totals import TOTALS

    with workspace.store.reading() as database:
        unread = database.unread()
        tests = _asked(database, MODULE_TESTS)
        hallucinations = _asked(database, HALLUCINATIONS)
        stands = Standing(
            workspace.settings.name,
            _asked(database, EXTENT),
            _asked(database, TOTALS),
            tests,
            counter(hallucinations),
            running_timers(workspace),
            len(unread),
        )
    return stands, unread


def glance(workspace: Workspace) -> Glance:
    """Return the little that a shell prompt has room for."""
    with workspace.store.reading() as database:
        rows = database.named("cost_known").fetchall()
        unread = len(database.unread())
    costs = [
        KnownCost(method_of(basis, rule), sessions, cost) for basis, rule, sessions, cost in rows
    ]
    return Glance(costs, running_timers(workspace), unread)


def _asked(database: Database, question: "Question[T]") -> T:
    import polars as pl

    return question.answer(pl.DataFrame(database.named(question.query)))
