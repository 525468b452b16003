"""Write the log's tables where other programs read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portlog.errors import InputError, StoreError
from portlog.present.table_text import table_csv, table_json
from portlog.records.table import Table
from portlog.store.database import Database, UnreadRow
from portlog.store.files import make_folder, replace_file
from portlog.workspace import SETTINGS, Workspace


class Form(StrEnum):
    """What a table is written as; also the ending of its file's name."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Exported:
    """The content of each table by its name, and the rows of the log that are in none."""

    contents: Mapping[str, bytes]
    unread: Sequence[UnreadRow]


def exported(workspace: Workspace, form: Form, name: str | None = None) -> Exported:
    """Return one table, or all of them, as they stood at one moment.

    Raises `InputError` for a name that no table has.
    """
    tables = [table for table in workspace.log.tables if name in {None, table.name}]
    if not tables:
        names = ", ".join(table.name for table in workspace.log.tables)
        raise InputError(f'no table is named "{name}"', f"write one of {names}")
    with workspace.store.reading() as database:
        unread = database.unread()
        contents = {table.name: _content(database, table, form, unread) for table in tables}
    return Exported(contents, unread)


def put_file(workspace: Workspace, path: Path, content: bytes) -> None:
    """Put an export in the place of a file; `InputError` if that is one of the log's own."""
    _refuse_own(workspace, path)
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file")
    make_folder(path.parent)
    replace_file(path, content)


def put_folder(
    workspace: Workspace, folder: Path, form: Form, contents: Mapping[str, bytes]
) -> list[Path]:
    """Put each table into a folder of exports and return the files.

    Raises `InputError` for a folder that holds anything else, or belongs to the log.
    """
    _refuse_own(workspace, folder)
    _refuse_others(workspace, folder)
    make_folder(folder)
    paths = {folder / f"{name}.{form}": content for name, content in contents.items()}
    for path, content in paths.items():
        replace_file(path, content)
    return list(paths)


def _content(
    database: Database, table: Table[Any], form: Form, unread: Sequence[UnreadRow]
) -> bytes:
    if form is Form.PARQUET:
        return _parquet(database, table)
    records = database.every(table)
    if form is Form.CSV:
        return table_csv(table, records).encode()
    return table_json(table, records, sum(row.name == table.name for row in unread)).encode()


def _parquet(database: Database, table: Table[Any]) -> bytes:
    try:
        with TemporaryDirectory(prefix="portlog-") as folder:
            path = Path(folder) / f"{table.name}.parquet"
            database.write_parquet(table, path)
            return path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"cannot write a temporary file: {error.strerror}", "set TMPDIR to another folder"
        ) from error


def _refuse_own(workspace: Workspace, path: Path) -> None:
    place = path.resolve()
    adopted = workspace.adopted or workspace.data
    for name in (workspace.data, workspace.private, workspace.root / SETTINGS, adopted):
        own = name.resolve()
        if place == own or own in place.parents:
            raise InputError(f"{path} belongs to the log itself", "name another place")


def _refuse_others(workspace: Workspace, folder: Path) -> None:
    ours = {f"{table.name}.{form}" for table in workspace.log.tables for form in Form}
    try:
        there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise InputError(f"cannot read {folder}: {error.strerror}", "name a folder") from error
    other = next((name for name in there if name not in ours and not name.endswith(".tmp")), None)
    if other is not None:
        raise InputError(f"{folder} holds other things: {other}", "name an empty or a new folder")
