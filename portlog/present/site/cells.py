"""Sums as cells of a table: each method for itself, with how many sessions know it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from portlog.analytics.method import Method
from portlog.analytics.totals import Part, Totals
from portlog.present.language import gettext, translatable
from portlog.present.site.plain_table import Cell, Column, Told
from portlog.present.wording import grouped, in_a_list, minutes, of_all

Written = Callable[[Decimal], str]


def tokens(amount: Decimal) -> str:
    """Return a sum of tokens, or of lines, in words."""
    return grouped(int(amount))


# what is summed over the sessions of a group, with its head and the form of its cells
SUMMED: Mapping[str, tuple[str, Written]] = {
    "cost_usd": (translatable("API-equivalent list price, USD"), in_a_list),
    "duration_min": (translatable("Time"), minutes),
    "tokens_in": (translatable("Tokens read"), tokens),
    "tokens_out": (translatable("Tokens written"), tokens),
}


def sum_column(measure: str, totals: Iterable[Totals]) -> Column:
    """Return the column of a measure; its basis is that of most sums."""
    head, _ = SUMMED[measure]
    methods = (part.method for one in totals for part in one.get(measure, ()))
    return methods_column(gettext(head), methods)


def sum_cell(measure: str, totals: Totals, sessions: int) -> Cell:
    """Return the sums of a measure over the sessions of a group; None where nobody knows any."""
    _, written = SUMMED[measure]
    parts = totals.get(measure, ())
    return parts_cell(parts, written, sessions)


def methods_column(head: str, methods: Iterable[Method], unknown: str = "") -> Column:
    """Return a column of figures; its basis is that of most of them."""
    bases = Counter(one.basis for one in methods)
    commonest = max(bases, key=lambda one: (bases[one], one), default="")
    return Column(head, is_figure=True, unknown=unknown, basis=commonest)


def parts_cell(parts: Sequence[Part], written: Written, sessions: int) -> Cell:
    """Return sums that are not added, as their rules differ, with the sessions that know them."""
    if not parts:
        return None
    return tuple(_told(part, written, sessions) for part in parts)


def method_cell(words: str, method: Method, small: str = "") -> Told:
    """Return one figure in words with how it is known."""
    shown = f"~ {words}" if method.is_estimate else words
    return Told(shown, small, basis=method.basis, is_claim=method.is_claim)


def _told(part: Part, written: Written, sessions: int) -> Told:
    least = "≤ " if part.overlapping else ""
    of = "" if part.sessions == sessions else of_all(part.sessions, sessions, "session")
    return method_cell(f"{least}{written(part.amount)}", part.method, of)
