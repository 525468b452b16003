"""The pages of all sessions: one for the newest, further ones where they are many."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portlog.analytics.session_log import LoggedSession
from portlog.present.language import gettext
from portlog.present.site.record import Record
from portlog.present.site.session_table import session_table
from portlog.present.wording import counted

ON_A_PAGE = 500
_FIRST = "sessions/index.html"


def sessions(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the newest sessions, and the ways to the pages of the others."""
    return _page(facts["log"], 1)


def older_sessions(facts: Mapping[str, Any]) -> Iterator[Record]:
    """Return the pages of the sessions that have no room on the first one."""
    log: Sequence[LoggedSession] = facts["log"]
    for number in range(2, _pages(log) + 1):
        title = gettext("Sessions, page %(number)s", number=number)
        yield Record(str(number), title, _page(log, number))


def _page(log: Sequence[LoggedSession], number: int) -> Mapping[str, Any]:
    pages = _pages(log)
    part = log[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return {
        "sessions": session_table(part),
        "count": counted(len(log), "session"),
        "number": number,
        "numbers": [(one, _path(one)) for one in range(1, pages + 1)] if pages > 1 else [],
    }


def _pages(log: Sequence[LoggedSession]) -> int:
    return -(-len(log) // ON_A_PAGE)


def _path(number: int) -> str:
    return _FIRST if number == 1 else f"sessions/page-{number}.html"
