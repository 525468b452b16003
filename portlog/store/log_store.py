"""The log of one experiment: text as the truth, DuckDB beside it, both written in one step."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from portlog.errors import StoreError
from portlog.records.log import Log
from portlog.records.table import Table, shortened
from portlog.store import journal, text
from portlog.store.database import Database, is_damage
from portlog.store.files import can_write, make_folder, sweep
from portlog.store.lock import locked
from portlog.store.revision import (
    Position,
    Revision,
    lines_at_the_end,
    new_row,
    revised,
    whole_file,
)

R = TypeVar("R")


class KeyTaken(StoreError):
    """A record whose key the log has already."""


class CannotKeep(StoreError):
    """The database file cannot be written; the text has all that it would hold."""


@dataclass(slots=True)
class Step:
    """What one command changes in the log; it is written when the step ends without an error."""

    database: Database
    revisions: dict[str, Revision] = field(default_factory=dict)

    def add(self, table: Table[R], record: R) -> None:
        """Add a record; raises `KeyTaken` if the log has its key."""
        new = new_row(table, record)
        revision = self._revision(table)
        if new.key in revision.added or self.database.holds(table, new.key):
            raise KeyTaken(f"{table.name} has {' '.join(new.key)} already", "nothing was changed")
        revision.added[new.key] = new

    def replace(self, table: Table[R], record: R) -> None:
        """Put a record in the place of the one with its key, which the log has."""
        new = new_row(table, record)
        self._revision(table).changed[new.key] = new

    def remove(self, table: Table[R], record: R) -> None:
        """Remove a record that the log has."""
        self._revision(table).changed[new_row(table, record).key] = None

    def _revision(self, table: Table[Any]) -> Revision:
        return self.revisions.setdefault(table.name, Revision())


class LogStore:
    """The files of one experiment's log and the database built from them.

    `data` is the folder of the texts, `private` the folder of what is not in git.
    """

    def __init__(self, data: Path, private: Path, log: Log) -> None:
        """Name the places; nothing is opened."""
        self.log = log
        self._data = data
        self._private = private
        self.file = private / "portlog.duckdb"
        self.journal = private / "journal.json"

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Open the log to be read; it is up to date, and no writer waits for the reader."""
        database = self._opened_to_read()
        with self._closed_after(database):
            yield database

    @contextmanager
    def writing(self) -> Iterator[Step]:
        """Open the log for one step, alone; what the step changed is on disk when this ends."""
        with self.alone():
            sweep(self._private)
            sweep(self._data)
            database = self._fresh(read_only=False)
            with self._closed_after(database):
                step = Step(database)
                yield step
                if step.revisions:
                    self._write(step)

    def path(self, table: Table[Any]) -> Path:
        """Return the text file of a table."""
        return self._data / f"{table.name}.csv"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of the log; a step that was cut short is finished first."""
        make_folder(self._private)
        with locked(self._private / "lock"):
            journal.finish(self.journal)
            yield

    @contextmanager
    def _closed_after(self, database: Database) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            if not is_damage(error):
                raise
            with suppress(OSError):
                self.file.unlink(missing_ok=True)
            raise StoreError(
                f"{self.file} is damaged: {_first_line(error)}",
                "it was removed; run the command again, and it is built again from the text",
            ) from error
        finally:
            database.close()

    def _opened_to_read(self) -> Database:
        try:
            with self.alone():
                return self._fresh(read_only=True)
        except CannotKeep:
            return self._built(":memory:")
        except StoreError:
            if can_write(self._private):
                raise
            return self._built(":memory:")

    def _fresh(self, *, read_only: bool) -> Database:
        database = self._opened(read_only=read_only)
        if database is not None and self._is_fresh(database):
            return database
        if database is not None:
            database.close()
        self._rebuild()
        return Database.open(self.file, self.log, read_only=read_only)

    def _is_fresh(self, database: Database) -> bool:
        try:
            return database.stamps() == self.stamps()
        except duckdb.Error as error:
            _tell_rebuilt(self.file, error)
            return False

    def _opened(self, *, read_only: bool) -> Database | None:
        if not self.file.exists():
            return None
        try:
            return Database.open(self.file, self.log, read_only=read_only)
        except duckdb.Error as error:
            if "Could not set lock" not in str(error):
                _tell_rebuilt(self.file, error)
                return None
        self._leave_to_readers()
        return Database.open(self.file, self.log, read_only=read_only)

    def _leave_to_readers(self) -> None:
        """Put a copy of the database in its place; a reader goes on with the file it has open."""
        with self._kept_beside() as copy:
            shutil.copyfile(self.file, copy)

    def _rebuild(self) -> None:
        with self._kept_beside() as new:
            new.unlink(missing_ok=True)
            self._built(str(new)).close()
            Path(f"{self.file}.wal").unlink(missing_ok=True)

    @contextmanager
    def _kept_beside(self) -> Iterator[Path]:
        """Give a path beside the database file for what then takes its place."""
        beside = self.file.with_suffix(".tmp")
        try:
            yield beside
            beside.replace(self.file)
        except (duckdb.Error, OSError) as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise CannotKeep(
                f"cannot write {self.file}: {_first_line(error)}", "nothing was recorded"
            ) from error

    def _built(self, where: str) -> Database:
        database = Database.create(where, self.log)
        for table in self.log.tables:
            self._load(table, database)
        return database

    def _load(self, table: Table[Any], database: Database) -> None:
        path, stamp = self.path(table), self._stamp(table)
        if not path.exists() or not database.load_plain(table, path, stamp):
            database.load(table, self._read(table), stamp)

    def _read(self, table: Table[R]) -> text.Reading[R]:
        path = self.path(table)
        if not path.exists():
            return text.Reading(table.header, (), ())
        return text.read(_content(path), table, _shown(path))

    def stamps(self) -> dict[str, str]:
        """Return what tells each text's present state from any other."""
        return {table.name: self._stamp(table) for table in self.log.tables}

    def _stamp(self, table: Table[Any]) -> str:
        try:
            seen = self.path(table).stat()
        except FileNotFoundError:
            return "absent"
        except OSError as error:
            raise _unreadable(self.path(table), error) from error
        return f"{seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"

    def _write(self, step: Step) -> None:
        revisions = {
            table: step.revisions[table.name]
            for table in self.log.tables
            if table.name in step.revisions
        }
        changes = [
            self._change(table, revision, step.database.last(table))
            for table, revision in revisions.items()
        ]
        make_folder(self._data)
        journal.carry_out(self.journal, changes)
        try:
            with step.database.transaction():
                for table, revision in revisions.items():
                    step.database.follow(table, revision, self._stamp(table))
        except duckdb.Error:
            # the text is on disk, and it is what counts: the next command builds the tables again
            with suppress(OSError):
                self.file.unlink(missing_ok=True)

    def _change(
        self, table: Table[Any], revision: Revision, last: Position | None
    ) -> journal.Change:
        path = self.path(table)
        rows = revision.in_order()
        if not path.exists():
            return journal.Change(path, whole_file(table, rows).encode())
        header = _header_to_append_to(path, table)
        if header and not revision.changed and (last is None or rows[0].position > last):
            lines = lines_at_the_end(header, rows).encode()
            return journal.Change(path, lines, path.stat().st_size)
        content = revised(_content(path), table, revision, _shown(path))
        return journal.Change(path, content.encode(errors="surrogateescape"))


def _tell_rebuilt(file: Path, error: duckdb.Error) -> None:
    from logging import getLogger  # noqa: PLC0415  it happens once in a blue moon

    getLogger("portlog").warning(
        "portlog: %s cannot be used and is built again from the text: %s",
        _shown(file),
        _first_line(error),
    )


def _first_line(error: Exception) -> str:
    return shortened(str(error).partition("\n")[0], 200)


def _header_to_append_to(path: Path, table: Table[Any]) -> tuple[str, ...]:
    """Return the header of a file that a row can be appended to as it is, else nothing."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            file.seek(-1, 2)
            ends_a_line = file.read(1) == b"\n"
    except OSError as error:
        raise _unreadable(path, error) from error
    header = text.header_of(first.decode(errors="surrogateescape"), table, _shown(path))
    whole = ends_a_line and not first.endswith(b"\r\n") and set(table.header) <= set(header)
    return header if whole else ()


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="surrogateescape")
    except OSError as error:
        raise _unreadable(path, error) from error


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _unreadable(path: Path, error: OSError) -> StoreError:
    return StoreError(f"cannot read {_shown(path)}: {error.strerror}", "check its permissions")
