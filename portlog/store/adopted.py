"""Changing an adopted file: its author's order, columns and line ends stay; its sidecar follows.

A new row stands at the end, an edited one where it stood. No other line is touched.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portlog.records.session import Session
from portlog.records.session_tie import SESSION_IDS, SessionTie, digest_of
from portlog.records.table import Table
from portlog.store import text
from portlog.store.database import Database
from portlog.store.journal import Change
from portlog.store.revision import NewRow, Revision, new_row
from portlog.store.texts import Texts
from portlog.store.ties import Ties, check_header, key_of, read_adopted, ties_after

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class AdoptedChange:
    """What a step does to an adopted file, and to the ties in its sidecar."""

    change: Change
    ties: Revision


def adopted_change(texts: Texts, revision: Revision, database: Database) -> AdoptedChange:
    """Return the change of an adopted file, and what becomes of the ties."""
    if revision.changed:
        return _rewritten(texts, revision, Ties(tuple(database.every(SESSION_IDS))))
    return _appended(texts, revision, database)


def revised_ties(ties: Ties, wanted: Iterable[SessionTie], touched: Iterable[str]) -> Revision:
    """Return what makes a sidecar say what is wanted, and no more of those or of the touched.

    What it says of other sessions stays.
    """
    by_key = {key_of(one): one for one in wanted}
    present = {key_of(one): one for one in ties.every}
    names = {*touched, *(one.session_id for one in by_key.values())}
    return Revision(
        {key: new_row(SESSION_IDS, one) for key, one in by_key.items() if key not in present},
        {
            key: None
            for key, one in present.items()
            if one.session_id in names and key not in by_key
        },
    )


def _appended(texts: Texts, revision: Revision, database: Database) -> AdoptedChange:
    table = texts.log.sessions
    path = texts.path(table)
    first, ends_a_line = texts.ends(table)
    header = check_header(first, table, texts.name(table))
    end = _end_of(first)
    rows = revision.in_order()
    lines = "".join(_new_line(header, row) + end for row in rows)
    content = lines if ends_a_line else end + lines
    change = Change(path, content.encode(), path.stat().st_size)
    return AdoptedChange(change, _ties_of_added(table, rows, database))


def _ties_of_added(table: Table[Session], rows: Sequence[NewRow], database: Database) -> Revision:
    found = Revision()
    added: Counter[str] = Counter()
    for row in rows:
        digest = digest_of(row.in_columns(table.header[:-1]))
        added[digest] += 1
        equal = database.having(SESSION_IDS, "digest", digest)
        place = max((one.occurrence for one in equal), default=0) + added[digest]
        cells = {**row.cells, "digest": digest, "occurrence": str(place)}
        new = new_row(SESSION_IDS, SESSION_IDS.parse(cells))
        found.added[new.key] = new
        # a row that a hand took out may be recorded anew under its name
        before = database.having(SESSION_IDS, "session_id", row.cells["session_id"])
        found.changed.update(dict.fromkeys(map(key_of, before)))
    return found


def _rewritten(texts: Texts, revision: Revision, ties: Ties) -> AdoptedChange:
    table = texts.log.sessions
    content = texts.content(table) or ""
    reading = read_adopted(content, table, texts.name(table), ties)
    lines = _LINES.findall(content)
    kept = [*_kept_lines(lines, reading, revision, table), *_added_lines(lines, reading, revision)]
    after = "".join(_each_on_its_line(kept, _end_of(lines[0])))
    change = Change(texts.path(table), after.encode(errors="surrogateescape"))
    touched = [key[0] for key in (*revision.changed, *revision.added)]
    sessions = _sessions_after(reading, revision, table)
    wanted = ties_after(table, sessions, ties, touched)
    return AdoptedChange(change, revised_ties(ties, wanted, touched))


def _kept_lines(
    lines: Sequence[str], reading: text.Reading[Session], revision: Revision, table: Table[Session]
) -> Iterator[str]:
    by_line = {row.line: row for row in reading.rows}
    for number, line in enumerate(lines, start=1):
        row = by_line.get(number)
        if row is None or row.key not in revision.changed:
            yield line
            continue
        new = revision.changed[row.key]
        if new is not None:
            yield _edited_line(line, reading.header, dict(_cells(table, row.record)), new)


def _added_lines(
    lines: Sequence[str], reading: text.Reading[Session], revision: Revision
) -> list[str]:
    end = _end_of(lines[0])
    return [_new_line(reading.header, row) + end for row in revision.in_order()]


def _each_on_its_line(lines: Sequence[str], end: str) -> Iterator[str]:
    """Give the end of a line to one that had none, where another follows it now."""
    for line in lines[:-1]:
        yield line if line.endswith("\n") else line + end
    yield from lines[-1:]


def _sessions_after(
    reading: text.Reading[Session], revision: Revision, table: Table[Session]
) -> Iterator[Session]:
    for row in reading.rows:
        if row.key not in revision.changed:
            yield row.record
            continue
        new = revision.changed[row.key]
        if new is not None:
            yield table.parse(new.cells)
    yield from (table.parse(row.cells) for row in revision.in_order())


def _edited_line(line: str, header: Sequence[str], before: dict[str, str], new: NewRow) -> str:
    """Return a line with the cells that were edited; the others stay as their author wrote them."""
    body = line.rstrip("\r\n")
    now = new.cells
    cells = (
        text.quoted(raw) if now.get(name) == before.get(name) else text.written(now[name])
        for name, raw in zip(header, text.split_line(body) or (), strict=True)
    )
    return ",".join(cells) + line[len(body) :]


def _new_line(header: Sequence[str], row: NewRow) -> str:
    return ",".join(map(text.written, row.in_columns(tuple(header))))


def _cells(table: Table[Session], session: Session) -> Iterator[tuple[str, str]]:
    return zip(table.header, table.cells(session), strict=True)


def _end_of(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"
