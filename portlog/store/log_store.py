"""The log of one experiment: text as the truth, DuckDB beside it, both written in one step."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from portlog.errors import StoreError
from portlog.records.log import Log
from portlog.records.table import Table
from portlog.store import journal
from portlog.store.database import Database
from portlog.store.database_file import CannotKeep, DatabaseFile
from portlog.store.files import can_write, make_folder, make_private_folder, sweep
from portlog.store.lock import locked
from portlog.store.rewriting import changes_of
from portlog.store.step import Step
from portlog.store.texts import Texts


class LogStore:
    """The files of one experiment's log and the database built from them.

    `data` is the folder of the texts, `private` the folder of what is not in git, `adopted` the
    file that the sessions stand in where that is not one of the folder.
    """

    def __init__(self, data: Path, private: Path, log: Log, adopted: Path | None = None) -> None:
        """Name the places; nothing is opened."""
        self.log = log
        self.texts = Texts(data, log, adopted)
        self._private = private
        self.file = private / "portlog.duckdb"
        self.journal = private / "journal.json"
        self._database = DatabaseFile(self.file, self.texts)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Open the log to be read; it is up to date, and no writer waits for the reader."""
        database = self._opened_to_read()
        with self._database.closed_after(database):
            yield database

    @contextmanager
    def writing(self) -> Iterator[Step]:
        """Open the log for one step, alone; what the step changed is on disk when this ends."""
        with self.alone():
            sweep(self._private)
            sweep(self.texts.data)
            if self.log.ids is not None:
                adopted = self.path(self.log.sessions)
                sweep(adopted.parent, adopted.name)
            database = self._database.fresh(read_only=False)
            with self._database.closed_after(database):
                step = Step(database)
                yield step
                if step.revisions:
                    self._write(step)

    def path(self, table: Table[Any]) -> Path:
        """Return the text file of a table."""
        return self.texts.path(table)

    def stamps(self) -> dict[str, str]:
        """Return what tells each text's present state from any other."""
        return self.texts.stamps()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of the log; a step that was cut short is finished first."""
        make_private_folder(self._private)
        with locked(self._private / "lock"):
            journal.finish(self.journal)
            yield

    def _opened_to_read(self) -> Database:
        try:
            with self.alone():
                return self._database.fresh(read_only=True)
        except CannotKeep:
            return self._database.in_memory()
        except StoreError:
            if can_write(self._private):
                raise
            return self._database.in_memory()

    def _write(self, step: Step) -> None:
        make_folder(self.texts.data)
        rewritten = changes_of(step, self.texts)
        journal.carry_out(self.journal, [change for *_, change in rewritten])
        try:
            with step.database.transaction():
                for table, revision, change in rewritten:
                    # rows that cannot be read may stand on other lines: they are looked up anew
                    stale = change.offset is None and step.database.has_unread(table)
                    stamp = "" if stale else self.texts.stamp(table)
                    step.database.follow(table, revision, stamp)
        except duckdb.Error:
            # the text is on disk, and it is what counts: the next command builds the tables again
            self._database.remove()
