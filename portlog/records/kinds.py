"""How each kind of value is written in a cell, read from one, and held in a table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portlog.records.tally import Tally

LARGEST_COUNT = 2**63 - 1
LONGEST_TEXT = 10_000
_COUNT = re.compile(r"\d+\Z", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d+)?\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: what a cell of it accepts, its type in SQL, and its words if it has few."""

    name: str
    sql: str
    accepted: str
    parse: Callable[[str], Any]
    write: Callable[[Any], str] = str
    words: tuple[str, ...] = ()


def first_unprintable(text: str) -> str | None:
    """Return the first character that a terminal or a table should not be given, if any."""
    if text.isprintable():
        return None
    return next(char for char in text if not char.isprintable())


def _parse_text(text: str) -> str:
    char = first_unprintable(text)
    if char is not None:
        raise ValueError(f"with the character U+{ord(char):04X} in it, which cannot be printed")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{len(text):,} characters long")
    return text


def _parse_count(text: str) -> int:
    if not _COUNT.match(text):
        raise ValueError("not a whole number")
    significant = text.lstrip("0") or "0"
    if len(significant) > len(str(LARGEST_COUNT)) or int(significant) > LARGEST_COUNT:
        raise ValueError("too large")
    return int(significant)


def _parse_number(text: str, whole_digits: int, decimals: int) -> Decimal:
    if not _NUMBER.match(text):
        raise ValueError("not a number")
    whole, _, fraction = text.partition(".")
    if len(whole.lstrip("0")) > whole_digits:
        raise ValueError("too large")
    if len(fraction.rstrip("0")) > decimals:
        raise ValueError(f"with more than {decimals} decimals")
    return Decimal(text)


def _write_number(value: Decimal, least_decimals: int) -> str:
    whole, _, fraction = f"{value:f}".partition(".")
    kept = fraction.rstrip("0").ljust(least_decimals, "0")
    return f"{whole.lstrip('0') or '0'}.{kept}" if kept else whole.lstrip("0") or "0"


def _parse_day(text: str) -> date:
    if not _DAY.match(text):
        raise ValueError("not a date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date that does not exist") from None


def _parse_instant(text: str) -> datetime:
    if not _INSTANT.match(text):
        raise ValueError("not a UTC time")
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError("a time that does not exist") from None


def write_instant(moment: datetime) -> str:
    """Write an aware time as UTC to the second: `2026-03-05T09:30:00Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _parse_tally(text: str) -> Tally:
    try:
        return Tally.parse(text)
    except ValueError as error:
        raise ValueError(
            "not PASSED/TOTAL" if "is not" in str(error) else "more passed than ran"
        ) from None


TEXT = Kind("text", "varchar", "printable text on one line, at most 10,000 characters", _parse_text)
COUNT = Kind("count", "bigint", "a whole number, 0 or more, such as 45000", _parse_count)
MONEY = Kind(
    "money",
    "decimal(18, 9)",
    "an amount such as 1.20 (a point, no thousands separator, at most nine decimals)",
    lambda text: _parse_number(text, 9, 9),
    lambda value: _write_number(value, 2),
)
MINUTES = Kind(
    "minutes",
    "decimal(12, 2)",
    "minutes such as 90 or 92.5 (at most two decimals)",
    lambda text: _parse_number(text, 10, 2),
    lambda value: _write_number(value, 0),
)
DAY = Kind("day", "date", "a day such as 2026-03-05", _parse_day, date.isoformat)
INSTANT = Kind(
    "instant", "timestamp", "a UTC time such as 2026-03-05T09:30:00Z", _parse_instant, write_instant
)
TALLY = Kind("tally", "varchar", "PASSED/TOTAL such as 12/15", _parse_tally)
WORDS = Kind(
    "words",
    "varchar",
    "words with one space between them",
    lambda text: tuple(_parse_text(text).split()),
    " ".join,
)


def choice(*kinds: type[StrEnum]) -> Kind:
    """Return the kind of a cell that holds one word of a fixed list, or of several lists."""
    known: dict[str, StrEnum] = {}
    for word in (word for kind in kinds for word in kind):
        known.setdefault(word.value, word)

    def parse(text: str) -> StrEnum:
        try:
            return known[text]
        except KeyError:
            raise ValueError("not one of its words") from None

    accepted = f"one of {', '.join(known)}"
    return Kind("choice", "varchar", accepted, parse, words=tuple(known))
