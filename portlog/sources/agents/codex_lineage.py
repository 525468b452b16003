"""Which rows of a Codex thread are its own: a fork's file may begin with those of another thread.

Copied rows keep what they say and lose their time: they bear that of the fork.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

import msgspec

from portlog.sources.agents.transcript import Trail, Transcript

# copies are written at once; what a model did comes later than that
_AT_ONCE_MS = 2_000
_BREAK_MS = 5_000
_NEXT_MS = 50

Threads = Mapping[str, Sequence[Transcript]]


def settled(transcripts: Iterable[Transcript]) -> list[Transcript]:
    """Return the transcripts without what their logs copied from other threads.

    Copied are the rows of usage before the first pause that stand in the other thread in the same
    order and were made there before the fork, and what stands between them; so are rows that say
    so themselves. Where the other thread's log is gone, tells no usage or cannot be read in full,
    all rows of usage count as copied that bear the time of the fork itself.
    """
    told = list(transcripts)
    threads: dict[str, list[Transcript]] = defaultdict(list)
    for one in told:
        threads[one.thread].append(one)
    return [_own(one, threads) for one in told]


def without(told: Transcript, trail: Trail, end: int) -> Transcript:
    """Return a transcript without what stands in the log up to a place, but for its header."""
    times = told.times()
    kept = {
        name: [
            thing
            for thing, place in zip(getattr(told, name), array("q", places), strict=True)
            if place > end
        ]
        for name, places in trail.places.items()
    }
    return msgspec.structs.replace(
        told,
        inside=told.inside and trail.inside > end,
        events=(times[:1] + times[end:]).tobytes(),
        trail=None,
        **kept,
    )


def _own(told: Transcript, threads: Threads) -> Transcript:
    trail = told.trail
    if trail is None or not trail.copies or not told.events or told.copied_from == told.thread:
        return told
    times = told.times()
    known = [one for one in threads.get(told.copied_from, ()) if _has_usage(one, told)]
    ends = [_matched(trail, times, original) for original in known]
    if not known or any(one.unreadable for one in known):
        ends.append(_at_once(trail, times))
    end = max(trail.foreign, *ends)
    return without(told, trail, end) if end else told


def _has_usage(original: Transcript, told: Transcript) -> bool:
    return original is not told and original.trail is not None and original.trail.marks != b""


def _matched(trail: Trail, times: Sequence[int], original: Transcript) -> int:
    """Return the place of the last row that was copied from a log; 0 if none was."""
    end = there = 0
    left, unbroken = _marks_before(original, times[0]), _unbroken(times)
    for mark, place in _marks(trail):
        found = next((at for known, at in left if known == mark), None)
        if found is None or place > unbroken:
            break
        end, there = place, found
    rest = takewhile(lambda at: at <= times[0], original.times()[there:]) if end else ()
    return _with_rest(end, trail, times, sum(1 for _ in rest)) if end else 0


def _unbroken(times: Sequence[int]) -> int:
    """Return the place of the last row before the first pause."""
    for place, (at, after) in enumerate(pairwise(times), 1):
        if after > max(at, times[0]) + _BREAK_MS:
            return place
    return len(times)


def _marks_before(original: Transcript, fork: int) -> Iterator[tuple[int, int]]:
    trail, times = original.trail or Trail(), original.times()
    return ((m, at) for m, at in _marks(trail) if times[at - 1] <= fork + _AT_ONCE_MS)


def _at_once(trail: Trail, times: Sequence[int]) -> int:
    """Return the place of the last row that bears the time of the log's header, if one is usage."""
    early = [place for _, place in _marks(trail) if times[place - 1] <= times[0] + _AT_ONCE_MS]
    return _with_rest(max(early), trail, times, len(times)) if early else 0


def _with_rest(end: int, trail: Trail, times: Sequence[int], most: int) -> int:
    """Return the place where the copied rows end that follow the last one of usage."""
    limit = min((place - 1 for _, place in _marks(trail) if place > end), default=len(times))
    limit = min(limit, end + most)
    while end < limit and times[end] <= times[end - 1] + _NEXT_MS:
        end += 1
    return end


def _marks(trail: Trail) -> Iterator[tuple[int, int]]:
    return zip(array("q", trail.marks), array("q", trail.marked), strict=True)
