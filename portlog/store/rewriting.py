"""The changes that a step makes in the texts, each to its file."""

from typing import Any

from portlog.records.session_tie import SESSION_IDS
from portlog.records.table import Table
from portlog.store import text
from portlog.store.adopted import adopted_change
from portlog.store.journal import Change
from portlog.store.revision import (
    Position,
    Revision,
    lines_at_the_end,
    revised,
    whole_file,
)
from portlog.store.step import Step
from portlog.store.texts import Texts

_Rewritten = tuple[Table[Any], Revision, Change]


def changes_of(step: Step, texts: Texts) -> list[_Rewritten]:
    """Return the tables that a step changes, each with its revision and its file's change.

    An adopted file and its sidecar change together.
    """
    revisions = dict(step.revisions)
    found: list[_Rewritten] = []
    table = texts.log.sessions
    if texts.is_adopted(table) and table.name in revisions:
        revision = revisions.pop(table.name)
        made = adopted_change(texts, revision, step.database)
        found.append((table, revision, made.change))
        if made.ties.added or made.ties.changed:
            revisions[SESSION_IDS.name] = made.ties
    for other in texts.log.tables:
        if other.name in revisions:
            revision = revisions[other.name]
            found.append(
                (other, revision, _change(other, texts, revision, step.database.last(other)))
            )
    return found


def _change(table: Table[Any], texts: Texts, revision: Revision, last: Position | None) -> Change:
    path = texts.path(table)
    rows = revision.in_order()
    if not path.exists():
        return Change(path, whole_file(table, rows).encode())
    header = _header_to_append_to(table, texts)
    if header and not revision.changed and (last is None or rows[0].position > last):
        return Change(path, lines_at_the_end(header, rows).encode(), path.stat().st_size)
    content = revised(texts.content(table) or "", table, revision, texts.name(table))
    return Change(path, content.encode(errors="surrogateescape"))


def _header_to_append_to(table: Table[Any], texts: Texts) -> tuple[str, ...]:
    """Return the header of a file that a row can be appended to as it is, else nothing."""
    first, ends_a_line = texts.ends(table)
    header = text.header_of(first, table, texts.name(table))
    whole = ends_a_line and not first.endswith("\r\n") and set(table.header) <= set(header)
    return header if whole else ()
