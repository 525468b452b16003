"""One session's figures in the log beside another's."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from portlog.jobs.verify_sessions.recorded import Recorded
from portlog.records.reconciliation import NOTHING, Comparison, Counts, Number, OwnFigures
from portlog.records.session import Session

_OPEN_WHY = "how long a window was open stands in no log"
_NO_PRICE = "a model has no price"
_NOT_TOLD = "not told"


def session_comparisons(
    recorded: Recorded, session: Session, agent: str, other: OwnFigures
) -> Iterator[Comparison]:
    """Yield a session's public figures, its models' and its lines beside what another says."""
    name, source = session.session_id, other.source
    pairs: dict[str, tuple[Number | None, Number | None]] = {
        "tokens_in": (session.tokens_in, other.whole.all_input),
        "tokens_out": (session.tokens_out, other.whole.output),
        "cost_usd": (session.cost_usd, other.whole.cost_usd),
    }
    for figure, (mine, theirs) in pairs.items():
        yield Comparison(agent, name, figure, "", mine, theirs, source, _missing(mine, theirs))
    if recorded.usage.get(name):
        yield from model_comparisons(agent, name, recorded.by_model([name]), other)
    yield from _of_lines(recorded, name, agent, other)
    if other.open_min is not None:
        wall = recorded.logged.details[name].wall_min if name in recorded.logged.details else None
        yield Comparison(agent, name, "wall_min", "", wall, other.open_min, source, _OPEN_WHY)


def model_comparisons(
    agent: str, session_id: str | None, mine: Mapping[str, Counts], other: OwnFigures
) -> Iterator[Comparison]:
    """Yield what each model used beside what another says of it; what it never tells is left out.

    A model that the log does not name has used nothing by the log.
    """
    for model in sorted({*mine, *other.models} if other.models else ()):
        if model not in other.models:
            logged, why = mine[model].output, "it does not name this model"
            yield Comparison(agent, session_id, "output", model, logged, None, other.source, why)
            continue
        ours, theirs = mine.get(model, NOTHING), other.models[model]
        for figure in Counts.__slots__:
            one, another = getattr(ours, figure), getattr(theirs, figure)
            if another is not None and (one or another):
                why = _missing(one, another)
                yield Comparison(agent, session_id, figure, model, one, another, other.source, why)


def _of_lines(recorded: Recorded, name: str, agent: str, other: OwnFigures) -> Iterator[Comparison]:
    mine = recorded.lines(name) or (None, None)
    if mine == (None, None) and recorded.usage.get(name):
        mine = (0, 0)
    for figure, one, another in (
        ("lines_added", mine[0], other.lines_added),
        ("lines_removed", mine[1], other.lines_removed),
    ):
        if another is not None and (one or another):
            why = _missing(one, another)
            yield Comparison(agent, name, figure, "", one, another, other.source, why)


def _missing(mine: Number | None, theirs: Number | None) -> str:
    """Return why two figures cannot be compared, if they cannot."""
    if theirs is None:
        return _NOT_TOLD
    if mine is None:
        return _NO_PRICE if isinstance(theirs, Decimal) else "not in the log"
    return ""
