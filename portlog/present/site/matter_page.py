"""Whether the port matters: estimates, what was measured, and the author's verdicts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any

from portlog.present.language import gettext, language, ngettext
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.sides import sides
from portlog.present.wording import counted, long_day, separated
from portlog.records.metric import Correction, Mattering, Measured, Metric, Metrics
from portlog.records.outcome import Basis
from portlog.records.spoken import Spoken

_MARKS = {Mattering.YES: "yes", Mattering.NO: "no", Mattering.UNDECIDED: "half"}


def matter(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the metrics of `site/metrics.toml` as a table; None where there are none."""
    told: Metrics = facts.get("metrics") or Metrics()
    pairs = list(zip_longest(told.metrics, told.answers))
    return {
        "standfirst": text_of(told.standfirst),
        "estimated_at": long_day(told.estimated_at) if told.estimated_at else "",
        "matter": _table(pairs, sides(facts)) if told.metrics else None,
        "counts": _counts(pairs),
        "queries": [(text_of(one.name), one.query) for one in told.metrics if one.query],
    }


def text_of(text: Spoken) -> str:
    """Return an author's text in the language that is spoken."""
    return text.in_language(language().code)


def _table(pairs: Sequence[tuple[Metric, Measured | None]], words: tuple[str, str]) -> PlainTable:
    original, port = words
    heads = (
        Column(gettext("Metric")),
        Column(gettext("%(language)s, before", language=original), basis=Basis.CLAIMED),
        Column(gettext("%(language)s, estimated", language=port), basis=Basis.CLAIMED),
        Column(gettext("%(language)s, measured", language=port), unknown=gettext("not measured")),
        Column(
            gettext("Does it matter?"),
            small=gettext("the author’s verdict"),
            unknown=gettext("no verdict yet"),
        ),
    )
    rows = [_row(one, answer) for one, answer in pairs]
    return PlainTable(gettext("Estimate, measurement and verdict for each metric"), heads, rows)


def _row(one: Metric, answer: Measured | None) -> tuple[Cell, ...]:
    return (
        text_of(one.name),
        _claim(one.original),
        _claim(one.estimate),
        _measured(one, answer),
        _verdict(one),
    )


def _claim(text: Spoken) -> Cell:
    return Told(text_of(text), basis=Basis.CLAIMED, is_claim=True) if text else None


def _measured(one: Metric, answer: Measured | None) -> Cell:
    """Return what was measured, how it is known, and each value that was published before it."""
    found = answer or (Measured(text_of(one.measured)) if one.measured else None)
    if found is None:
        return (Told(None), *map(_corrected, one.corrections)) if one.corrections else None
    words = _number(found.value)
    shown = f"{words} {one.unit}".strip()
    is_claim = found.basis is Basis.CLAIMED
    value = Told(shown, _remark(one, found), basis=found.basis, is_claim=is_claim)
    return (value, *map(_corrected, one.corrections))


def _remark(one: Metric, found: Measured) -> str:
    day = long_day(one.measured_at) if one.measured_at else ""
    cases = gettext("n = %(n)s", n=found.n) if found.n is not None else ""
    return ", ".join(filter(None, (cases, text_of(one.note), day)))


def _number(value: str) -> str:
    """Return a value in the reader's form if it is a number, as it stands if it is not."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return separated(number) if number.is_finite() else value


def _corrected(one: Correction) -> Told:
    told = gettext("corrected on %(day)s", day=long_day(one.day))
    return Told(text_of(one.was), told, is_struck=True)


def _verdict(one: Metric) -> Cell:
    if one.verdict is None:
        return Told(None, text_of(one.words)) if one.words else None
    return Told(verdict_words(one.verdict), text_of(one.words), mark=_MARKS[one.verdict])


def verdict_words(verdict: Mattering) -> str:
    """Return the author's verdict as a word."""
    return {
        Mattering.YES: gettext("Yes"),
        Mattering.NO: gettext("No"),
        Mattering.UNDECIDED: gettext("Undecided"),
    }[verdict]


def _counts(pairs: Sequence[tuple[Metric, Measured | None]]) -> str:
    """Return how many were measured and what the verdicts are, as one sentence."""
    verdicts = Counter(one.verdict for one, _ in pairs)
    measured = sum(bool(one.measured or answer) for one, answer in pairs)
    return ngettext(
        "%(metrics)s, %(measured)s of it measured. Verdicts: %(yes)s yes, %(no)s no, "
        "%(undecided)s undecided, %(none)s open.",
        "%(metrics)s, %(measured)s of them measured. Verdicts: %(yes)s yes, %(no)s no, "
        "%(undecided)s undecided, %(none)s open.",
        len(pairs),
        metrics=counted(len(pairs), "metric"),
        measured=measured,
        yes=verdicts[Mattering.YES],
        no=verdicts[Mattering.NO],
        undecided=verdicts[Mattering.UNDECIDED],
        none=verdicts[None],
    )
