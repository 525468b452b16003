"""Where an experiment stands, in one short line."""

from collections.abc import Iterator

from portlog.analytics.glance import Glance, KnownCost
from portlog.present.text import printable
from portlog.present.wording import counted, money


def status_line(glance: Glance) -> str:
    """Return one line: `24 sessions, $31.20 claimed for 22, claude since 12:00 UTC`."""
    return printable(", ".join(_parts(glance))) + "\n"


def _parts(glance: Glance) -> Iterator[str]:
    yield counted(glance.sessions, "session")
    yield from (_cost(one) for one in glance.costs if one.method is not None)
    for timer in glance.timers:
        yield f"{timer.llm} since {timer.started_at:%H:%M} UTC"
    if glance.unread:
        yield f"{counted(glance.unread, 'row')} unread"


def _cost(cost: KnownCost) -> str:
    if cost.method is None or cost.cost_usd is None:
        return ""
    mark = "~ " if cost.method.is_estimate else ""
    return f"{mark}{money(cost.cost_usd)} {cost.method.basis} for {cost.sessions}"
