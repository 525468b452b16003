"""One conversation with an agent, its sub-agents folded in, every call in it counted once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from operator import attrgetter, sub
from typing import Protocol, TypeVar

import msgspec

from portlog.sources.agents.transcript import Call, Edit, Transcript, Turn

# gaps longer than this are not time at work: the rule of `duration_min`
LONGEST_GAP_MS = 10 * 60 * 1000

# 2020-01-01, before the first of these agents
_EARLIEST = 1_577_836_800_000

Span = tuple[int, int]


class Conversation(msgspec.Struct, array_like=True, frozen=True):
    """What is kept of a conversation: no word of it, no path, no name but those of its tools.

    `spans` are the stretches from event to event in which no gap is longer than ten minutes, in
    milliseconds since 1970.
    """

    agent: str
    name: str
    calls: tuple[Call, ...] = ()
    edits: tuple[Edit, ...] = ()
    turns: tuple[Turn, ...] = ()
    spans: tuple[Span, ...] = ()
    version: str = ""
    branch: str = ""
    effort: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=_Keyed)


def _spans(times: Sequence[int]) -> tuple[Span, ...]:
    """Return the stretches that sorted times make, cut where a gap is too long."""
    if not times:
        return ()
    waits = map(sub, islice(times, 1, None), times)
    gaps = [times[n : n + 2] for n, wait in enumerate(waits) if wait > LONGEST_GAP_MS]
    begins = [times[0], *(begin for _, begin in gaps)]
    return tuple(zip(begins, [*(end for end, _ in gaps), times[-1]], strict=True))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return stretches that overlap, or lie less than a long gap apart, as one."""
    whole: list[Span] = []
    for begin, end in sorted(spans):
        if whole and begin - whole[-1][1] <= LONGEST_GAP_MS:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((begin, end))
    return tuple(whole)


def better(one: Call, other: Call) -> Call:
    """Return the one of two rows of a call that counts, at the earlier one's time."""
    best = max(one, other, key=lambda call: (call.rank, call.output, -call.at))
    at = min(one.at, other.at)
    return best if best.at == at else msgspec.structs.replace(best, at=at)


def folded(agent: str, name: str, transcripts: Sequence[Transcript], latest: int) -> Conversation:
    """Return the conversation that some transcripts are the files of.

    A row that is stamped before there were such agents, or later than `latest`, has no time.
    The turns are the main agent's: while its sub-agents work, so does it.
    """
    main = sorted(transcripts, key=lambda told: (told.parent != "", told.thread))
    return Conversation(
        agent,
        name,
        in_order([call for told in main for call in told.calls], better),
        in_order([edit for told in main for edit in told.edits]),
        in_order([turn for told in main if not told.parent for turn in told.turns]),
        _spans(_times(main, latest)),
        next((told.version for told in main if told.version), ""),
        next((told.branch for told in main if told.branch), ""),
        _names(told.effort for told in main),
        _names(told.hooks for told in main),
        _names(told.servers for told in main),
        _names(told.commits for told in main),
    )


def _times(transcripts: Iterable[Transcript], latest: int) -> Sequence[int]:
    times: list[int] = []
    for told in transcripts:
        times += told.times()
    times.sort()
    return times[bisect_left(times, _EARLIEST) : bisect_right(times, latest)]


def merged(one: Conversation, other: Conversation) -> Conversation:
    """Return all that two readings of one conversation know; where they differ, the later's names.

    A log that has lost lines since it was first read takes nothing away.
    """
    return Conversation(
        other.agent,
        other.name,
        in_order((*one.calls, *other.calls), better),
        in_order((*other.edits, *one.edits)),
        in_order((*other.turns, *one.turns)),
        joined((*one.spans, *other.spans)),
        other.version or one.version,
        other.branch or one.branch,
        _names((one.effort, other.effort)),
        _names((one.hooks, other.hooks)),
        _names((one.servers, other.servers)),
        _names((one.commits, other.commits)),
    )


def in_order(
    things: Sequence[K], best: Callable[[K, K], K] = lambda one, _other: one
) -> tuple[K, ...]:
    """Return things by their keys, each key once."""
    if len(things) == len({thing.key for thing in things}):
        return tuple(sorted(things, key=attrgetter("key")))
    kept: dict[str, K] = {}
    for thing in things:
        there = kept.get(thing.key)
        kept[thing.key] = thing if there is None else best(there, thing)
    return tuple(kept[key] for key in sorted(kept))


def _names(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))
