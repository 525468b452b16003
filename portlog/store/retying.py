"""Rows of an adopted file that were changed by hand get their names back, where that is certain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from portlog.records.session import Session
from portlog.records.session_tie import SESSION_IDS, SessionTie, subject_of
from portlog.records.table import Table
from portlog.store.adopted import revised_ties
from portlog.store.revision import revised, whole_file
from portlog.store.ties import Ties, digest_of_session, ties_after


def found_again(ties: Ties, sessions: Sequence[Session]) -> Mapping[str, str]:
    """Return the names that rows get back, by the names that they were given for want of them.

    A row without a tie is the session whose row is gone where the two agree in date, llm, model
    and module, and no other of either kind does.
    """
    there = {session.session_id for session in sessions}
    gone = _by_subject(one for one in ties.every if one.session_id not in there)
    nameless = _by_subject(one for one in sessions if one.session_id not in ties.names)
    found = {}
    for subject, made in nameless.items():
        lost = gone.get(subject, set())
        if len(made) == len(lost) == 1:
            found[made.pop()] = lost.pop()
    return found


def renamed(sessions: Sequence[Session], names: Mapping[str, str]) -> list[Session]:
    """Return sessions under the names that they get back."""
    return [
        replace(session, session_id=names.get(session.session_id, session.session_id))
        for session in sessions
    ]


def sidecar_for(
    table: Table[Session], sessions: Sequence[Session], ties: Ties, content: str | None, name: str
) -> str:
    """Return a sidecar that ties each session to its row; names without a row stay in it.

    `content` is the sidecar as it stands, None if it is not there.
    """
    lines = Counter(one.session_id for one in ties.every)
    right = {(one.session_id, one.digest) for one in ties.every if lines[one.session_id] == 1}
    touched = [
        one.session_id
        for one in sessions
        if (one.session_id, digest_of_session(table, one)) not in right
    ]
    revision = revised_ties(ties, ties_after(table, sessions, ties, touched), touched)
    if content is None:
        return whole_file(SESSION_IDS, revision.in_order())
    return revised(content, SESSION_IDS, revision, name)


def _by_subject(
    found: Iterable[Session | SessionTie],
) -> Mapping[tuple[object, ...], set[str]]:
    names: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for one in found:
        names[subject_of(one)].add(one.session_id)
    return names
