"""The home page: the counter, the totals and the sessions, as its template shows them."""

from collections.abc import Mapping
from typing import Any

from portlog.analytics.hallucinations import counter
from portlog.analytics.sums import Sums
from portlog.present.site.coverage_lines import coverage_lines
from portlog.present.site.ledger import ledger, paid_lines
from portlog.present.site.series_page import newest_posts
from portlog.present.site.session_table import session_table

NEWEST = 12


def home(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the extent of the log, its counter, its ledger, its newest sessions and posts."""
    return {
        "extent": facts["extent"],
        "counter": counter(facts["hallucinations"]),
        "ledger": (
            *ledger(_sums(facts), facts["extent"]),
            *paid_lines(facts.get("paid", ())),
            *coverage_lines(facts["coverage"], facts.get("progress")),
        ),
        "posts": newest_posts(facts),
        "sessions": session_table(facts["log"][:NEWEST]),
    }


def _sums(facts: Mapping[str, Any]) -> Sums:
    return Sums(facts["totals"], facts["reads"], facts["unpriced"], facts["tests"])
