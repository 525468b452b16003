"""What was published of a session before its figures changed, in words."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from portlog.present.language import gettext, ngettext
from portlog.present.site.ledger import Earlier
from portlog.present.wording import long_day
from portlog.records.figure_history import ChangedFigure

_MOST = 3


def earlier_figures(
    changes: Sequence[ChangedFigure], figure: str, _label: str, written: Callable[[Any], str]
) -> tuple[Earlier, ...]:
    """Return what stood in a figure's place, the latest first, as far as it reads otherwise."""
    told = [
        Earlier(written(one.was), until_words(one.day))
        for one in reversed(changes)
        if one.figure == figure and (one.now is None or written(one.was) != written(one.now))
    ]
    more = len(told) - _MOST
    if more <= 0:
        return tuple(told)
    words = ngettext("and %(n)s more before", "and %(n)s more before", more, n=more)
    return (*told[:_MOST], Earlier("", words))


def until_words(day: date | None) -> str:
    """Return until when a figure was published; no day is that of the next commit."""
    return gettext("until %(day)s", day=long_day(day)) if day else gettext("as last committed")
