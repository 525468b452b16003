"""What the experiment's subscriptions really cost while its log was kept."""

import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portlog.records.billing import PaidPeriod, paid_periods
from portlog.sources.own_prices import billings
from portlog.workspace import SETTINGS, Workspace


def paid_in(workspace: Workspace, first: date | None, last: date | None) -> Sequence[PaidPeriod]:
    """Return the periods of `[[billing]]` that a span of days touches; none without days.

    Raises `ConfigError` for a subscription that cannot be used.
    """
    if first is None or last is None:
        return ()
    content = (workspace.root / SETTINGS).read_bytes()
    told = tomllib.loads(content.decode(), parse_float=Decimal)
    return paid_periods(billings(told, SETTINGS), first, last)
