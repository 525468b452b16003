"""An adopted file read with its sidecar: the sidecar says which session each row is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portlog.errors import StoreError
from portlog.records.session import Session
from portlog.records.session_tie import SESSION_IDS, SessionTie, digest_of, name_of, tie
from portlog.records.table import Table
from portlog.store import text

_ANY_NAME = "to be looked up"


@dataclass(frozen=True, slots=True)
class Ties:
    """What a sidecar says: the names of equal rows, in the order in which they stand."""

    every: tuple[SessionTie, ...] = ()

    def by_digest(self) -> Mapping[str, Sequence[str]]:
        """Return the names that the rows of each digest have, from the first row down."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in sorted(self.every, key=lambda one: (one.occurrence, one.session_id)):
            found[one.digest].append(one.session_id)
        return found

    def settled(self, rows: Mapping[str, int]) -> "Ties":
        """Return these with one line for each session, where a merge has left several.

        `rows` says how many rows of each digest there are: a line holds that has a row for it.
        """
        lines = Counter(one.session_id for one in self.every)
        kept = [one for one in self.every if lines[one.session_id] == 1]
        taken = Counter(one.digest for one in kept)
        for one in sorted(self.every, key=key_of):
            is_free = taken[one.digest] < rows.get(one.digest, 0)
            if lines[one.session_id] > 1 and is_free:
                lines[one.session_id] = 1
                taken[one.digest] += 1
                kept.append(one)
        return Ties(tuple(kept))

    @property
    def has_repeats(self) -> bool:
        """Whether a session has several lines."""
        return len(self.names) < len(self.every)

    @property
    def names(self) -> frozenset[str]:
        """The sessions that the sidecar knows, whether they have a row or not."""
        return frozenset(one.session_id for one in self.every)


def ties_in(content: str | None, name: str) -> Ties:
    """Read a sidecar; None is one that is not there. A line that cannot be read ties nothing."""
    if content is None:
        return Ties()
    return Ties(tuple(row.record for row in text.read(content, SESSION_IDS, name).rows))


def read_adopted(
    content: str, table: Table[Session], name: str, ties: Ties
) -> text.Reading[Session]:
    """Read an adopted file; each row gets the name that its tie says, or one made from its cells.

    Raises `StoreError` for a file that lacks one of the twelve columns, or has one of names.
    """
    check_header(content.partition("\n")[0], table, name)
    if ties.has_repeats:
        reading = text.read(content, table, name, _TiedNames(table, Ties(), ()))
        settled = ties.settled(
            Counter(digest_of_session(table, row.record) for row in reading.rows)
        )
        return text.read(content, table, name, _TiedNames(table, settled, ties.names))
    return text.read(content, table, name, _TiedNames(table, ties, ties.names))


def check_header(line: str, table: Table[Any], name: str) -> tuple[str, ...]:
    """Return the columns of an adopted file; `StoreError` if it cannot be kept without loss."""
    public = table.header[:-1]
    try:
        header = text.header_of(line, table, name)
    except StoreError as error:
        raise StoreError(error.message, _columns(public)) from error
    missing = next((one for one in public if one not in header), None)
    if missing is not None:
        raise StoreError(f"{name}:1: the first line has no column {missing}", _columns(public))
    if "session_id" in header:
        raise StoreError(
            f"{name}:1: the first line has a column session_id",
            "a log with names of its own needs no adopting: move it to data/sessions.csv",
        )
    return header


def ties_after(
    table: Table[Session], sessions: Iterable[Session], ties: Ties, touched: Iterable[str]
) -> Iterator[SessionTie]:
    """Give the ties of sessions that were touched, from all sessions as they stand in the file.

    Others keep theirs, so that branches which touch other sessions change other lines; only
    where a touched row stands above one that is equal to it, those below are counted anew.
    """
    names = frozenset(touched)
    groups: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        groups[digest_of_session(table, session)].append(session)
    last: Counter[str] = Counter()
    for one in ties.every:
        if one.session_id not in names:
            last[one.digest] = max(last[one.digest], one.occurrence)
    for digest, group in groups.items():
        begins = next((at for at, one in enumerate(group) if one.session_id in names), len(group))
        behind = group[begins:]
        are_last = all(one.session_id in names for one in behind)
        count_from = last[digest] + 1 if are_last else 1
        counted = enumerate(behind if are_last else group, start=count_from)
        if behind:
            yield from (tie(one, digest, place) for place, one in counted)


def key_of(one: SessionTie) -> tuple[str, ...]:
    """Return a tie's key in its table."""
    return (one.session_id, one.digest, str(one.occurrence))


def digest_of_session(table: Table[Session], session: Session) -> str:
    """Return the digest of a session's row."""
    return digest_of(table.cells(session)[:-1])


class _TiedNames(text.Names[Session]):
    """The names of an adopted file's rows, looked up before they are made."""

    def __init__(self, table: Table[Session], ties: Ties, given: Iterable[str]) -> None:
        super().__init__(table)
        self._waiting = {digest: list(names) for digest, names in ties.by_digest().items()}
        self._given = set(given)

    def record(self, cells: dict[str, str], line: str) -> Session:  # noqa: ARG002
        session = self.table.parse({**cells, "session_id": _ANY_NAME})
        digest = digest_of_session(self.table, session)
        cells["session_id"] = self._tied(digest) or self._made(session, digest)
        return replace(session, session_id=cells["session_id"])

    def _tied(self, digest: str) -> str | None:
        waiting = self._waiting.get(digest, [])
        while waiting:
            name = waiting.pop(0)
            if (name,) not in self._seen:
                return name
        return None

    def _made(self, session: Session, digest: str) -> str:
        """Return a name that no session has or had, so that none gets another's."""
        repeat = 1
        while (name := name_of(session.date, session.llm, digest, repeat)) in self._given:
            repeat += 1
        self._given.add(name)
        return name


def _columns(public: Sequence[str]) -> str:
    return f"an adopted file has the columns {','.join(public)}, in any order"
