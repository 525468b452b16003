"""What pricing sessions anew has changed, as a listing."""

from decimal import Decimal

from portlog.present.tables import Format, Listing, written
from portlog.records.outcome import Outcome
from portlog.records.repricing import Repriced, Repricing

_COLUMNS = ("session_id", "before_usd", "after_usd", "difference_usd", "kept", "price_source")
_RIGHT = frozenset({"before_usd", "after_usd", "difference_usd"})


def repricing_listing(done: Repricing, outcome: Outcome, form: Format) -> str:
    """Return the sessions whose cost is another one now; in JSON those that stayed as well."""
    shown = done.sessions if form is Format.JSON else [s for s in done.sessions if s.is_changed]
    if form is Format.TABLE and not shown:
        return ""
    rows = [_row(one, form) for one in shown]
    more = {"outcome": outcome, "unknown": list(done.unknown)}
    return written(Listing("sessions", _COLUMNS, rows, _RIGHT), form, more)


def _row(one: Repriced, form: Format) -> tuple[object, ...]:
    known = one.before is not None and one.after is not None
    kept: object = one.is_kept if form is Format.JSON else ("as typed" if one.is_kept else "")
    return (
        one.session_id,
        one.before,
        one.after,
        (one.after or Decimal(0)) - (one.before or Decimal(0)) if known else None,
        kept,
        one.source,
    )
