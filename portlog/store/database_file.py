"""The database's file: opened when it is up to date with the texts, else built from them anew."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from portlog.errors import StoreError
from portlog.records.table import Table, shortened
from portlog.store.database import Database, is_damage
from portlog.store.texts import Texts


class CannotKeep(StoreError):
    """The database file cannot be written; the text has all that it would hold."""


class DatabaseFile:
    """A file with a database that is built from texts; whoever opens it holds the lock."""

    def __init__(self, path: Path, texts: Texts) -> None:
        """Name the places; nothing is opened."""
        self._path = path
        self._texts = texts

    def fresh(self, *, read_only: bool) -> Database:
        """Open the database, brought up to date; `CannotKeep` if its file cannot be written."""
        database = self._opened(read_only=read_only)
        if database is not None and self._is_fresh(database):
            return database
        if database is not None:
            database.close()
        self._rebuild()
        return self._open(read_only=read_only)

    def in_memory(self) -> Database:
        """Build the database where it leaves no file."""
        return self._built(":memory:")

    def remove(self) -> None:
        """Remove the file as far as possible: the next command builds it again."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @contextmanager
    def closed_after(self, database: Database) -> Iterator[None]:
        """Close a database when this ends; `StoreError` where its file turns out to be damaged."""
        try:
            yield
        except duckdb.Error as error:
            if not is_damage(error):
                raise
            self.remove()
            raise StoreError(
                f"{self._path} is damaged: {_first_line(error)}",
                "it was removed; run the command again, and it is built again from the text",
            ) from error
        finally:
            database.close()

    def _is_fresh(self, database: Database) -> bool:
        try:
            return database.stamps() == self._texts.stamps()
        except duckdb.Error as error:
            self._tell_rebuilt(error)
            return False

    def _opened(self, *, read_only: bool) -> Database | None:
        if not self._path.exists():
            return None
        try:
            return self._open(read_only=read_only)
        except duckdb.Error as error:
            if "Could not set lock" not in str(error):
                self._tell_rebuilt(error)
                return None
        self._leave_to_readers()
        return self._open(read_only=read_only)

    def _open(self, *, read_only: bool) -> Database:
        return Database.open(self._path, self._texts.log, read_only=read_only)

    def _leave_to_readers(self) -> None:
        """Put a copy of the database in its place; a reader goes on with the file it has open."""
        with self._kept_beside() as copy:
            shutil.copyfile(self._path, copy)

    def _rebuild(self) -> None:
        with self._kept_beside() as new:
            new.unlink(missing_ok=True)
            self._built(str(new)).close()
            Path(f"{self._path}.wal").unlink(missing_ok=True)

    @contextmanager
    def _kept_beside(self) -> Iterator[Path]:
        """Give a path beside the database file for what then takes its place."""
        beside = self._path.with_suffix(".tmp")
        try:
            yield beside
            beside.replace(self._path)
        except (duckdb.Error, OSError) as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise CannotKeep(
                f"cannot write {self._path}: {_first_line(error)}", "nothing was recorded"
            ) from error

    def _built(self, where: str) -> Database:
        database = Database.create(where, self._texts.log)
        for table in self._texts.log.tables:
            self._load(table, database)
        return database

    def _load(self, table: Table[Any], database: Database) -> None:
        path, stamp = self._texts.path(table), self._texts.stamp(table)
        # an adopted file does not say the names of its sessions: DuckDB cannot read it alone
        by_rows = self._texts.is_adopted(table) or not path.exists()
        if by_rows or not database.load_plain(table, path, stamp):
            database.load(table, self._texts.reading(table), stamp)

    def _tell_rebuilt(self, error: duckdb.Error) -> None:
        from logging import getLogger  # noqa: PLC0415  it happens once in a blue moon

        getLogger("portlog").warning(
            "portlog: %s cannot be used and is built again from the text: %s",
            f"{self._path.parent.name}/{self._path.name}",
            _first_line(error),
        )


def _first_line(error: Exception) -> str:
    return shortened(str(error).partition("\n")[0], 200)
