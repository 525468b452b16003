"""From the transcripts of an agent to its conversations: what was copied stands once."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from portlog.sources.agents.agent import Agent
from portlog.sources.agents.conversation import Conversation, folded
from portlog.sources.agents.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Conversations:
    """The conversations of the experiment, and how many there are of other projects.

    `abandoned` names those in which no model answered.
    """

    here: list[Conversation]
    abandoned: list[str]
    elsewhere: int


def conversations(
    agent: Agent, transcripts: Iterable[Transcript], *, latest: int, everywhere: bool = False
) -> Conversations:
    """Return the conversations that the transcripts of one agent hold, sub-agents folded in.

    A call, an edit or a turn that stands in several conversations is credited to the one that
    has it from its own beginning; what is left of the others begins after the copy. Rows that
    are stamped later than `latest`, in milliseconds since 1970, have no time: a clock was wrong.
    """
    settled = list(agent.settled(told for told in transcripts if told.thread))
    by_root = _by_root(settled)
    without_copies(by_root)
    own = {
        root: files
        for root, files in by_root.items()
        if everywhere or any(told.inside for told in files)
    }
    found = [folded(agent.name, root, own[root], latest) for root in sorted(own)]
    return Conversations(
        [one for one in found if one.spans and one.calls],
        [one.name for one in found if not (one.spans and one.calls)],
        len(by_root) - len(own),
    )


def _by_root(transcripts: Sequence[Transcript]) -> dict[str, list[Transcript]]:
    parents = {told.thread: told.parent for told in transcripts if told.parent}
    groups: dict[str, list[Transcript]] = defaultdict(list)
    for told in transcripts:
        groups[_root(told.thread, parents)].append(told)
    return dict(groups)


def _root(thread: str, parents: Mapping[str, str]) -> str:
    passed = {thread}
    while (parent := parents.get(thread, "")) and parent not in passed:
        thread = parent
        passed.add(thread)
    return thread


@dataclass(slots=True)
class _Credit:
    """What the conversations looked at so far hold."""

    keys: set[str] = field(default_factory=set)
    times: set[int] = field(default_factory=set)
    commits: set[str] = field(default_factory=set)


def without_copies(by_root: Mapping[str, Sequence[Transcript]]) -> None:
    """Take out of each conversation what another one had before."""
    keys = {root: set().union(*map(_keys, files)) for root, files in by_root.items()}
    shared = _shared(keys.values())
    involved = {root: by_root[root] for root, held in keys.items() if held & shared}
    credit = _Credit()
    for root in _originals_first(involved, by_root, shared):
        for told in by_root[root]:
            _take_out(told, credit)
        for told in by_root[root]:
            credit.keys.update(_keys(told) & shared)
            credit.times.update(told.times())
            credit.commits.update(told.commits)


def _shared(keys: Iterable[set[str]]) -> set[str]:
    """Return the keys that stand in more than one of some sets."""
    seen: set[str] = set()
    shared: set[str] = set()
    for held in keys:
        shared |= held & seen
        seen |= held
    return shared


def _keys(told: Transcript) -> set[str]:
    return {thing.key for things in (told.calls, told.edits, told.turns) for thing in things}


def _originals_first(
    involved: Mapping[str, Sequence[Transcript]],
    by_root: Mapping[str, Sequence[Transcript]],
    shared: set[str],
) -> Iterable[str]:
    """Return the conversations that share something, each before those that copied from it.

    Where the logs do not say who copied, the one comes first that went its own way first.
    """
    own = {root: _own_from(files, shared) for root, files in involved.items()}
    placed: dict[str, None] = {}
    for root in sorted(own, key=lambda root: (own[root], root)):
        for one in reversed(_line_of_copies(root, by_root)):
            placed.setdefault(one)
    return [root for root in placed if root in involved]


def _line_of_copies(root: str, by_root: Mapping[str, Sequence[Transcript]]) -> list[str]:
    """Return a conversation, the one that it was copied from, the one that this was, and so on."""
    line = [root]
    while origin := next((t.copied_from for t in by_root.get(line[-1], ()) if t.copied_from), ""):
        if origin in line:
            break
        line.append(origin)
    return line


def _own_from(files: Sequence[Transcript], shared: Collection[str]) -> int:
    """Return when the first call of its own was made, or the last one of all if it has none."""
    own = [call.at for told in files for call in told.calls if call.key not in shared]
    return min(own) if own else max((call.at for told in files for call in told.calls), default=0)


def _take_out(told: Transcript, credit: _Credit) -> None:
    if not _keys(told) & credit.keys:
        return
    told.calls = [call for call in told.calls if call.key not in credit.keys]
    told.edits = [edit for edit in told.edits if edit.key not in credit.keys]
    told.turns = [turn for turn in told.turns if turn.key not in credit.keys]
    told.commits = [sha for sha in told.commits if sha not in credit.commits]
    times = told.times()
    copied = next((n for n, at in enumerate(times) if at not in credit.times), len(times))
    told.events = array("q", times[copied:]).tobytes()
