"""Codex's sessions beside what its database counts for each thread, and beside ccusage."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from portlog.jobs.agent_records import Logs
from portlog.jobs.verify_sessions.compare import session_comparisons
from portlog.jobs.verify_sessions.recorded import Recorded
from portlog.records.reconciliation import Comparison, OwnFigures, total
from portlog.records.session import Session
from portlog.sources.agents.ccusage import Ccusage, Row, Sessions, by_codex_model, codex_cost
from portlog.sources.agents.codex_state import Thread, root_of
from portlog.sources.agents.history import plain_name
from portlog.sources.agents.lines import PACKED
from portlog.sources.agents.transcript import Call, Transcript

AGENT = "codex"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FORK = "it was copied from another thread, whose count Codex goes on from"
_FOLDED = "its sub-agents are folded into it, and not all their logs are here"
_PACKED = "it reads no packed log"


@dataclass(frozen=True, slots=True)
class Family:
    """The threads of one session as their logs tell them, the session's own first."""

    tokens: dict[str, int] = field(default_factory=dict)
    copies: set[str] = field(default_factory=set)
    packed: bool = False


def families(logs: Logs) -> dict[str, Family]:
    """Return the threads of each session whose logs are here, every call credited once."""
    told = [one for one in logs.agent.settled(map(copy, logs.told.values())) if one.thread]
    parents = {one.thread: one.parent for one in told if one.parent}
    packed = {one.thread for path, one in logs.told.items() if path.name.endswith(PACKED)}
    by_root: dict[str, list[Transcript]] = defaultdict(list)
    for one in told:
        by_root[root_of(one.thread, parents)].append(one)
    return {root: _family(root, threads, packed) for root, threads in by_root.items()}


def _family(root: str, threads: Iterable[Transcript], packed: set[str]) -> Family:
    family = Family(packed=any(one.thread in packed for one in threads))
    counted: set[str] = set()
    for one in sorted(threads, key=lambda told: (told.thread != root, told.thread)):
        own = [call for call in one.calls if call.key not in counted]
        counted.update(call.key for call in own)
        family.tokens[one.thread] = family.tokens.get(one.thread, 0) + sum(map(_all, own))
        if one.copied_from:
            family.copies.add(one.thread)
    return family


def _all(call: Call) -> int:
    return call.input + call.cache_read + call.cache_write_5m + call.cache_write_1h + call.output


def state_comparisons(
    recorded: Recorded, threads: Sequence[Thread], known: Mapping[str, Family]
) -> Iterator[Comparison]:
    """Yield the threads of logged sessions that the database counts."""
    parents = {thread.id: thread.parent for thread in threads if thread.parent}
    by_root: dict[str, list[Thread]] = defaultdict(list)
    for thread in threads:
        by_root[root_of(thread.id, parents)].append(thread)
    for root, several in by_root.items():
        session = recorded.session(AGENT, plain_name(root))
        if session is not None:
            yield from _of_session(session, several, known.get(root, Family()))


def _of_session(
    session: Session, threads: Sequence[Thread], family: Family
) -> Iterator[Comparison]:
    """Yield the session itself if it is one thread, or else each thread that has a log."""
    is_alone = len(threads) == 1 and len(family.tokens) <= 1
    for thread in threads:
        mine = _tokens(session) if is_alone else family.tokens.get(thread.id)
        why = _FORK if thread.id in family.copies else ""
        if not why and mine is None:
            why = "not in the log" if is_alone else _FOLDED
        part = "" if is_alone else plain_name(thread.id)
        name, source = session.session_id, thread.source
        yield Comparison(
            AGENT, name, "tokens", part, mine, thread.tokens, source, why or _untold(thread)
        )


def _untold(thread: Thread) -> str:
    return "not told" if thread.tokens is None else ""


def _tokens(session: Session) -> int | None:
    if session.tokens_in is None or session.tokens_out is None:
        return None
    return session.tokens_in + session.tokens_out


def ccusage_comparisons(
    recorded: Recorded, known: Mapping[str, Family], tool: Ccusage
) -> Iterator[Comparison]:
    """Yield the logged sessions whose logs are here, their sub-agents' threads folded in."""
    report, source = tool.codex_threads(), tool.version
    rows = _by_thread(report)
    for root, family in known.items():
        session = recorded.session(AGENT, root)
        if session is None:
            continue
        own = [rows[thread] for thread in family.tokens if thread in rows]
        if family.packed or not own:
            why = _PACKED if family.packed else "it does not have this session"
            name = session.session_id
            yield Comparison(AGENT, name, "tokens", "", _tokens(session), None, source, why)
        else:
            told = _figures(own, report, source)
            yield from session_comparisons(recorded, session, AGENT, told)


def _figures(rows: Sequence[Row], report: Sessions, source: str) -> OwnFigures:
    models = by_codex_model(rows)
    whole = replace(total(models.values()), cost_usd=codex_cost(rows, report))
    return OwnFigures("", source, models, whole)


def _by_thread(report: Sessions) -> dict[str, Row]:
    """Return one row for each thread: a log that was archived may be there twice."""
    found: dict[str, Row] = {}
    for row in report.sessions:
        for name in _UUID.findall(row.sessionId)[-1:]:
            found.setdefault(name, row)
    return found
