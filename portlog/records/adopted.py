"""Where an adopted log may lie: a path from the experiment's folder, as the settings have it."""

from functools import cache
from pathlib import PurePosixPath

from portlog.records.kinds import first_unprintable
from portlog.records.session import Languages

_PRIVATE = frozenset({".portlog", ".git"})
# what git's attributes would read as a pattern
_SPECIAL = frozenset('*?[]\\"')


def trouble_with(name: str) -> str | None:
    """Return why a path cannot be an adopted log's, or None if it can."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name:
        return "lies outside the experiment"
    if str(path) != name or _SPECIAL & set(name) or first_unprintable(name):
        return "is not a plain path from the experiment's folder"
    if _PRIVATE & set(path.parts):
        return "lies where git does not look"
    if name in _own():
        return "is a file of the log itself"
    return None if name.endswith(".csv") else "does not end in .csv"


@cache
def _own() -> frozenset[str]:
    """Return the log's own files."""
    from portlog.records.log import Log  # noqa: PLC0415  all the tables: 15 ms

    tables = Log.of(Languages(), adopted=True).tables
    return frozenset(f"data/{table.name}.csv" for table in tables)
