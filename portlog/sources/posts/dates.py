"""Days and times as posts and feeds write them."""

import re
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime

_SPACED_ZONE = re.compile(r" (?=[+-]\d\d:?\d\d\Z)")


def moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the aware time that a text names, a day being its first moment; None for no time.

    `zone` is that of a time that names none.
    """
    found = _iso(_SPACED_ZONE.sub("", text.strip())) or _as_mail(text.strip())
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _day(text)


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  its zone follows


def _as_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
