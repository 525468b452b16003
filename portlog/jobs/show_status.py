"""Where an experiment stands: its totals, its counter, and what runs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from portlog.analytics.glance import Glance, KnownCost
from portlog.analytics.method import method_of
from portlog.analytics.reads import tokens_read
from portlog.analytics.unpriced import Unpriced
from portlog.jobs.paid import paid_in
from portlog.jobs.time_session import running_timers
from portlog.store.database import Database, UnreadRow
from portlog.workspace import Workspace

if TYPE_CHECKING:
    from portlog.analytics.question import Question
    from portlog.analytics.standing import Standing
    from portlog.analytics.sums import Sums

T = TypeVar("T")


def standing(workspace: Workspace) -> "tuple[Standing, Sequence[UnreadRow]]":
    """Return where an experiment stands, and the rows of its log that could not be read."""
    from portlog.analytics.extent import EXTENT
    from portlog.analytics.hallucinations import HALLUCINATIONS, counter
    from portlog.analytics.standing import Standing

    with workspace.store.reading() as database:
        unread = database.unread()
        extent = _asked(database, EXTENT)
        sums = _sums(database)
        hallucinations = _asked(database, HALLUCINATIONS)
    stands = Standing(
        workspace.settings.name,
        extent,
        sums,
        counter(hallucinations),
        running_timers(workspace),
        len(unread),
        paid_in(workspace, extent.first_day, extent.last_day),
    )
    return stands, unread


def glance(workspace: Workspace) -> Glance:
    """Return the little that a shell prompt has room for."""
    with workspace.store.reading() as database:
        rows = database.named("cost_known").fetchall()
        reads = tokens_read(database.named("tokens_read").fetchall())
        [unpriced] = database.named("unpriced_total").fetchall()
        unread = len(database.unread())
    costs = [
        KnownCost(method_of(basis, rule), sessions, cost) for basis, rule, sessions, cost in rows
    ]
    return Glance(costs, reads, Unpriced(*unpriced), running_timers(workspace), unread)


def _sums(database: Database) -> "Sums":
    from portlog.analytics.cost import UNPRICED
    from portlog.analytics.module_tests import MODULE_TESTS
    from portlog.analytics.sums import Sums
    from portlog.analytics.tokens import TOKENS_READ
    from portlog.analytics.totals import TOTALS

    return Sums(
        _asked(database, TOTALS),
        _asked(database, TOKENS_READ),
        _asked(database, UNPRICED),
        _asked(database, MODULE_TESTS),
    )


def _asked(database: Database, question: "Question[T]") -> T:
    import polars as pl

    return question.answer(pl.DataFrame(database.named(question.query)))
