"""What one command changes in the log, gathered until it is written as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portlog.errors import StoreError
from portlog.records.table import Table
from portlog.store.database import Database
from portlog.store.revision import Revision, new_row

R = TypeVar("R")


class KeyTaken(StoreError):
    """A record whose key the log has already."""


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
            raise _taken(table, new.key)
        revision.added[new.key] = new

    def add_all(self, table: Table[R], records: Iterable[R]) -> None:
        """Add many records, as `add` does one."""
        rows = [new_row(table, record) for record in records]
        if not rows:
            return
        revision = self._revision(table)
        there = self.database.held(table, [row.key for row in rows])
        for row in rows:
            if row.key in revision.added or row.key in there:
                raise _taken(table, row.key)
            revision.added[row.key] = row

    def replace(self, table: Table[R], record: R) -> None:
        """Put a record in the place of the one with its key, which the log has."""
        new = new_row(table, record)
        self._revision(table).changed[new.key] = new

    def put(self, table: Table[R], there: Iterable[R], records: Iterable[R]) -> None:
        """Leave of some records that the log has only these, as they now are."""
        before = {new_row(table, record).key: record for record in there}
        for record in records:
            found = before.pop(new_row(table, record).key, None)
            if found is None:
                self.add(table, record)
            elif found != record:
                self.replace(table, record)
        for record in before.values():
            self.remove(table, record)

    def remove(self, table: Table[R], record: R) -> None:
        """Remove a record that the log has."""
        self._revision(table).changed[new_row(table, record).key] = None

    def _revision(self, table: Table[Any]) -> Revision:
        return self.revisions.setdefault(table.name, Revision())


def _taken(table: Table[Any], key: Sequence[str]) -> KeyTaken:
    return KeyTaken(f"{table.name} has {' '.join(key)} already", "nothing was changed")
