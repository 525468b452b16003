"""Read an experiment's log as it stands, for the checks: what cannot be read is kept as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portlog.checks.log import ReadRow, TableText, UnreadLine
from portlog.errors import StoreError
from portlog.records.table import Table
from portlog.store import text
from portlog.store.revision import canonical
from portlog.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Case:
    """An experiment, and its tables as they were read."""

    workspace: Workspace
    texts: tuple[TableText, ...]
    readings: Mapping[str, text.Reading[Any]]


def read_case(workspace: Workspace) -> Case:
    """Read every table of an experiment; one that is no table has no reading."""
    found = [(table.name, *_read(workspace, table)) for table in workspace.log.tables]
    readings = {name: reading for name, _, reading in found if reading is not None}
    return Case(workspace, tuple(one for _, one, _ in found), readings)


def shown(workspace: Workspace, path: Path) -> str:
    """Return a path as messages name it, from the experiment's folder."""
    return str(path.relative_to(workspace.root))


def tracked(workspace: Workspace) -> tuple[str, ...]:
    """Return what of a log git keeps, from the experiment's folder."""
    data = shown(workspace, workspace.data)
    return (data, workspace.settings.sessions) if workspace.settings.sessions else (data,)


def read_text(workspace: Workspace, table: Table[Any]) -> str | None:
    """Return the text of a table as it stands; None if it has no file."""
    return workspace.store.texts.content(table)


def _read(workspace: Workspace, table: Table[Any]) -> tuple[TableText, text.Reading[Any] | None]:
    name = shown(workspace, workspace.store.path(table))
    content = None
    try:
        content = read_text(workspace, table)
        if content is None:
            return TableText(table, name, "", None, (), ()), text.Reading(
                table.header, (), (), name
            )
        reading = workspace.store.texts.read(content, table)
        in_own_form = workspace.store.texts.is_adopted(table)
        return _table_text(table, name, content, reading, in_own_form=in_own_form), reading
    except StoreError as error:
        return _no_table(table, name, content or "", error), None


def _table_text(
    table: Table[Any],
    name: str,
    content: str,
    reading: text.Reading[Any],
    *,
    in_own_form: bool,
) -> TableText:
    lines = content.split("\n")
    rows = [
        ReadRow(
            row.line,
            row.position,
            dict(zip(table.header, table.cells(row.record), strict=True)),
        )
        for row in reading.rows
    ]
    unread = [
        UnreadLine(
            row.line,
            row.cell,
            lines[row.line - 1],
            row.why,
            row.accepted,
            row.why.endswith(text.REPEATED),
        )
        for row in reading.unreadable
    ]
    form = None if unread or in_own_form else canonical(content, table, name)
    return TableText(table, name, content, form, rows, unread)


def _no_table(table: Table[Any], name: str, content: str, error: StoreError) -> TableText:
    why = error.message.removeprefix(f"{name}:1: ")
    line = UnreadLine(1, 0, content.partition("\n")[0], why, error.hint or "", repeats=False)
    return TableText(table, name, content, None, (), (line,))
