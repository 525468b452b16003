"""The calls of a Codex thread: each from its record, or from the counter where it has none."""

from array import array
from collections.abc import Mapping
from operator import lt, sub

import msgspec

from portlog.sources.agents.codex_rows import Info, Tokens
from portlog.sources.agents.transcript import STANDARD, Call, key_maker

# beyond every place in a log: what stands here is a thread's own, wherever it stands
OWN = 2**62
_TIERS = frozenset({"batch", "fast", "flex", "priority"})
_HALF = 2**63
# a record and its counter are written at once; a call takes longer
_AT_ONCE_MS = 500
_codex_key = key_maker("codex")

Classes = tuple[int, int, int, int, int]
Shape = tuple[int, int, int]
Name = str | tuple[str, int, Classes, Classes]


class Moment(msgspec.Struct, frozen=True, gc=False):
    """When a call was reported, where in the log, and by which model and tier it was made.

    `turn` is named if its model is not known yet. `own` says that the row names its thread, so
    that it is no copy, wherever it stands.
    """

    at: int
    place: int
    model: str
    tier: str
    turn: str = ""
    own: bool = False


def tier_of(named: str | None) -> str:
    """Return the tier that sets the price by what a log calls it."""
    return named if named in _TIERS else STANDARD


class Ledger:
    """Takes a rollout's records and counters in their order.

    A record is written before the counter that tells of the same call; some calls have a record
    and no counter (compactions), those of older releases a counter and no record. A counter that
    repeats the totals before it is no call.
    """

    def __init__(self) -> None:
        """Begin a thread that has used nothing."""
        self._total: Classes | None = None
        self._last: Classes | None = None
        self._restarts = 0
        self._unreported: dict[Shape, int] = {}
        self._uncovered: Shape | None = None
        self._responses: set[str] = set()
        self._told: list[tuple[Name, Classes, Moment]] = []
        self._marks = array("q")
        self._marked = array("q")

    def record(self, response: str, usage: Tokens, moment: Moment) -> None:
        """Take the record of a call."""
        classes = _classes(usage)
        if response in self._responses or not classes[0] + classes[3]:
            return
        shape = _shape(classes)
        if self._uncovered == shape and moment.at - self._told[-1][2].at < _AT_ONCE_MS:
            self._told.pop()
        else:
            self._unreported[shape] = self._unreported.get(shape, 0) + 1
        self._uncovered = None
        self._told.append((self._marked_key(response, moment), classes, moment))

    def foreign(self, response: str, usage: Tokens, moment: Moment) -> None:
        """Take the record of another thread's call; the counter after it tells of the same."""
        if response not in self._responses:
            shape = _shape(_classes(usage))
            self._unreported[shape] = self._unreported.get(shape, 0) + 1
            self._marked_key(response, moment)

    def counted(self, info: Info, place: int) -> Classes | None:
        """Take a counter of the tokens of a thread; return its last call's, if only it tells it."""
        classes = self._grown(info)
        if classes is None or not classes[0] + classes[3]:
            return None
        self._marks.append(hash((self._total, classes)))
        self._marked.append(place)
        shape = _shape(classes)
        unreported = self._unreported.get(shape)
        if unreported:
            self._unreported[shape] = unreported - 1
        self._uncovered = None
        return None if unreported else classes

    def count(self, thread: str, classes: Classes, moment: Moment) -> None:
        """Take a call that only a counter tells of."""
        name = thread, self._restarts, self._total or classes, classes
        self._told.append((name, classes, moment))
        self._uncovered = _shape(classes)

    def calls(self, models: Mapping[str, str]) -> tuple[list[Call], list[int]]:
        """Return the calls and their places; `models` tells those of the turns."""
        calls = [_call(_key(name), classes, moment, models) for name, classes, moment in self._told]
        return calls, [OWN if moment.own else moment.place for _, _, moment in self._told]

    def marks(self) -> tuple[bytes, bytes]:
        """Return the marks of the rows of usage and their places, packed."""
        return self._marks.tobytes(), self._marked.tobytes()

    def _marked_key(self, response: str, moment: Moment) -> str:
        self._responses.add(response)
        key = _codex_key(response)
        self._marks.append(int(key, 16) - _HALF)
        self._marked.append(moment.place)
        return key

    def _grown(self, info: Info) -> Classes | None:
        """Return what a counter adds to the ones before it; None for a repetition."""
        last = None if info.last_token_usage is None else _classes(info.last_token_usage)
        if info.total_token_usage is None:
            is_new, self._last = last != self._last, last
            return last if is_new else None
        total, before = _classes(info.total_token_usage), self._total
        self._last, self._total = last, total
        if total == before:
            return None
        if before is None:
            return last or total
        fell = any(map(lt, total, before))
        self._restarts += fell
        return last or _since(total, before, info.model_context_window, fell=fell)


def _since(total: Classes, before: Classes, window: int | None, *, fell: bool) -> Classes | None:
    """Return a call's tokens by the totals alone.

    Totals that fell were begun anew if one call can hold them; else nobody knows the call's.
    """
    if fell:
        return total if window is None or total[0] <= window else None
    a, b, c, d, e = map(sub, total, before)
    return a, b, c, d, e


def _classes(usage: Tokens) -> Classes:
    """Return input, what of it caches gave and took, output, and what of it was reasoning."""
    return (
        usage.input_tokens or 0,
        usage.cached_input_tokens or 0,
        usage.cache_write_input_tokens or 0,
        usage.output_tokens or 0,
        usage.reasoning_output_tokens or 0,
    )


def _key(name: Name) -> str:
    return name if isinstance(name, str) else _codex_key(f"{name[0]}\0{name[1:]!r}")


def _shape(classes: Classes) -> Shape:
    return classes[0], classes[1], classes[3]


def _call(key: str, classes: Classes, moment: Moment, models: Mapping[str, str]) -> Call:
    whole, cached, written, output, reasoning = classes
    cached = min(cached, whole)
    written = min(written, whole - cached)
    return Call(
        key,
        moment.at,
        models.get(moment.turn, moment.model) if moment.turn else moment.model,
        moment.tier,
        whole - cached - written,
        cached,
        written,
        0,
        output,
        min(reasoning, output),
    )
