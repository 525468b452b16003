"""The home page: the counter, the totals and the sessions, as its template shows them."""

from collections.abc import Mapping
from typing import Any

from portlog.analytics.hallucinations import counter
from portlog.present.site.ledger import ledger
from portlog.present.site.session_table import session_table


def home(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the extent of the log, its counter, its ledger and its table of sessions."""
    return {
        "extent": facts["extent"],
        "counter": counter(facts["hallucinations"]),
        "ledger": ledger(facts["totals"], facts["tests"], facts["extent"]),
        "sessions": session_table(facts["log"]),
    }
