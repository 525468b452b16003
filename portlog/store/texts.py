"""The texts of one experiment's log: where each table's file lies, what it holds, how it reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from portlog.errors import StoreError
from portlog.records.log import Log
from portlog.records.session_tie import SESSION_IDS
from portlog.records.table import Table
from portlog.store import text
from portlog.store.ties import Ties, read_adopted, ties_in

R = TypeVar("R")


class Texts:
    """The files in a folder, `data`; the sessions may stand in an adopted file elsewhere."""

    def __init__(self, data: Path, log: Log, adopted: Path | None = None) -> None:
        """Name the places; nothing is opened."""
        self.log = log
        self.data = data
        self._adopted = adopted

    def path(self, table: Table[Any]) -> Path:
        """Return the text file of a table."""
        if self.is_adopted(table) and self._adopted is not None:
            return self._adopted
        return self.data / f"{table.name}.csv"

    def is_adopted(self, table: Table[Any]) -> bool:
        """Say whether a table stands in an adopted file, whose form is its author's."""
        return self._adopted is not None and table.name == self.log.sessions.name

    def name(self, table: Table[Any]) -> str:
        """Return a table's file as messages name it, from the experiment's folder."""
        return str(self.path(table).relative_to(self.data.parent))

    def content(self, table: Table[Any]) -> str | None:
        """Return a table's text as it stands; None if it has no file.

        Raises `StoreError` for an adopted file that is not there: an empty one would hide that.
        """
        try:
            return self.path(table).read_bytes().decode(errors="surrogateescape")
        except FileNotFoundError:
            if self.is_adopted(table):
                raise _missing(self.name(table)) from None
            return None
        except OSError as error:
            raise _unreadable(self.name(table), error) from error

    def ends(self, table: Table[Any]) -> tuple[str, bool]:
        """Return a file's first line, and whether its last one is ended."""
        try:
            with self.path(table).open("rb") as file:
                first = file.readline()
                file.seek(-1, 2)
                return first.decode(errors="surrogateescape"), file.read(1) == b"\n"
        except OSError as error:
            raise _unreadable(self.name(table), error) from error

    def ties(self) -> Ties:
        """Return which rows of an adopted file are which sessions."""
        return ties_in(self.content(SESSION_IDS), self.name(SESSION_IDS))

    def reading(self, table: Table[R]) -> text.Reading[R]:
        """Read a table's text; one without a file is empty."""
        content = self.content(table)
        if content is None:
            return text.Reading(table.header, (), (), self.name(table))
        return self.read(content, table)

    def read(self, content: str, table: Table[R]) -> text.Reading[R]:
        """Read what a table's file holds, or would hold."""
        return self._read(content, table, self.ties)

    def read_version(self, content: str, table: Table[R], ids: str | None) -> text.Reading[R]:
        """Read what a table's file held beside a sidecar of that time; None is no sidecar."""
        return self._read(content, table, lambda: ties_in(ids, self.name(SESSION_IDS)))

    def _read(self, content: str, table: Table[R], ties: Callable[[], Ties]) -> text.Reading[R]:
        name = self.name(table)
        if not self.is_adopted(table):
            return text.read(content, table, name)
        reading = read_adopted(content, self.log.sessions, name, ties())
        return cast("text.Reading[R]", reading)

    def stamps(self) -> dict[str, str]:
        """Return what tells each text's present state from any other."""
        return {table.name: self.stamp(table) for table in self.log.tables}

    def stamp(self, table: Table[Any]) -> str:
        """Return what tells one text's present state from any other."""
        try:
            seen = self.path(table).stat()
        except FileNotFoundError:
            return "absent"
        except OSError as error:
            raise _unreadable(self.name(table), error) from error
        return f"{seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}"


def _unreadable(name: str, error: OSError) -> StoreError:
    """Return what is said of a file that the operating system does not give."""
    return StoreError(f"cannot read {name}: {error.strerror}", "check its permissions")


def _missing(name: str) -> StoreError:
    return StoreError(
        f"{name}, which portlog.toml names as the log of sessions, is not there",
        "put it back, or write its new place behind `sessions` in portlog.toml",
    )
