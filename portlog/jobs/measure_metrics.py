"""Ask the log for the metrics of the report that a query measures."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from portlog.errors import ConfigError, QueryError
from portlog.present.wording import plain_digits
from portlog.records.kinds import first_unprintable
from portlog.records.metric import Measured, Metric, Metrics
from portlog.records.outcome import Basis
from portlog.store.database import Database

_HINT = (
    "a query gives one row whose first column is the value; columns named basis and n say how "
    "it is known and of how many cases"
)


def measured(told: Metrics, database: Database, path: Path) -> Metrics:
    """Return metrics with what each is known to be; `path` is named where a query is refused.

    The database is closed to files, the network and settings before the first query.
    """
    if any(one.query for one in told.metrics):
        database.confine()
    return replace(told, answers=tuple(_answer(one, database, path) for one in told.metrics))


def _answer(metric: Metric, database: Database, path: Path) -> Measured | None:
    if not metric.query:
        return None
    place = f'{path}: the query of "{metric.name.in_language("en")}"'
    try:
        names, rows = database.typed(metric.query)
    except QueryError as error:
        raise ConfigError(f"{place}: {error.message}", error.hint or _HINT) from error
    if len(rows) > 1 or not names:
        raise ConfigError(f"{place} gives {len(rows)} rows", _HINT)
    told = dict(zip((name.lower() for name in names[1:]), rows[0][1:], strict=True)) if rows else {}
    value = rows[0][0] if rows else None
    if value is None:
        return None
    return Measured(_written(value), _basis(told, place), _cases(told, place), metric.query)


def _written(value: Any) -> str:
    text = plain_digits(value) if isinstance(value, Decimal) else str(value)
    return "".join(char if first_unprintable(char) is None else " " for char in text)


def _basis(told: dict[str, Any], place: str) -> Basis:
    """Return the basis that a query tells; a figure of which nobody says it is a claim."""
    word = told.get("basis") or Basis.CLAIMED
    try:
        return Basis(word)
    except ValueError:
        words = ", ".join(Basis)
        raise ConfigError(f'{place}: basis is "{word}"', f"it is one of {words}") from None


def _cases(told: dict[str, Any], place: str) -> int | None:
    n = told.get("n")
    if n is None or (isinstance(n, int) and not isinstance(n, bool) and n >= 0):
        return n
    raise ConfigError(f"{place}: n is {n!r}, not a count", _HINT)
