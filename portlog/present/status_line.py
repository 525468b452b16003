"""Where an experiment stands, in one short line."""

from collections.abc import Iterable, Iterator

from portlog.analytics.glance import Glance, KnownCost
from portlog.analytics.reads import TokensRead
from portlog.present.text import printable
from portlog.present.wording import LIST_PRICE, compact, counted, grouped, money, without_a_price


def status_line(glance: Glance) -> str:
    """Return one line: the sessions, their cost, what was read, what runs and what is unread."""
    return printable(", ".join(_parts(glance))) + "\n"


def _parts(glance: Glance) -> Iterator[str]:
    yield counted(glance.sessions, "session")
    yield from _labelled(LIST_PRICE, map(_cost, glance.costs))
    if glance.unpriced.sessions:
        yield without_a_price(glance.unpriced.sessions, glance.unpriced.calls)
    yield from _labelled("tokens read", map(_read, glance.reads))
    for timer in glance.timers:
        yield f"{timer.llm} since {timer.started_at:%H:%M} UTC"
    if glance.unread:
        yield f"{counted(glance.unread, 'row')} unread"


def _labelled(label: str, figures: Iterable[str]) -> Iterator[str]:
    """Return figures of one kind, what they are before the first."""
    known = list(filter(None, figures))
    if known:
        yield f"{label} {', '.join(known)}"


def _cost(cost: KnownCost) -> str:
    if cost.method is None or cost.cost_usd is None:
        return ""
    mark = "~ " if cost.method.is_estimate else ""
    return f"{mark}{money(cost.cost_usd)} {cost.method.basis} for {grouped(cost.sessions)}"


def _read(read: TokensRead) -> str:
    mark = "~" if read.method.is_estimate else ""
    words = f"{mark}{compact(read.tokens)}{_uncached(read)}"
    return f"{words} {read.method.basis} for {grouped(read.sessions)}"


def _uncached(read: TokensRead) -> str:
    if read.parts is None:
        return ""
    whole = read.split_sessions == read.sessions
    among = "" if whole else f" in {grouped(read.split_sessions)}"
    return f" ({compact(read.parts.uncached)} uncached{among})"
