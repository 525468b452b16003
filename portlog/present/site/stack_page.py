"""The stack of the port: what takes the place of what, and whether its crates were looked up."""

from collections.abc import Mapping, Sequence
from typing import Any

from portlog.present.language import gettext
from portlog.present.site.matter_page import text_of
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.site.sides import sides
from portlog.present.site.verdict_words import verdict_words
from portlog.present.wording import long_day
from portlog.records.crate_row import CrateRow
from portlog.records.outcome import Basis
from portlog.records.stack import Stack, StackLayer


def stack(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the layers of `site/stack.toml` as a table; None where there are none."""
    told: Stack = facts.get("stack") or Stack()
    return {
        "standfirst": text_of(told.standfirst),
        "stack": _table(told.layers, facts["crates"], sides(facts)) if told.layers else None,
    }


def answer_about(crate: str, rows: Sequence[CrateRow]) -> CrateRow | None:
    """Return what was answered about a crate, written `name` or `name@requirement`.

    Of several questions the one that asked for the fewest features counts, then the latest; the
    rows are in order of time.
    """
    name, _, requirement = crate.partition("@")
    about = [row for row in rows if row.name == name and row.item is None]
    meant = [row for row in about if not requirement or row.requirement == requirement]
    return min(reversed(meant), key=lambda row: len(row.features or ()), default=None)


def _table(
    layers: Sequence[StackLayer], rows: Sequence[CrateRow], words: tuple[str, str]
) -> PlainTable:
    heads = (
        Column(gettext("Layer")),
        Column(words[0], nothing="–"),
        Column(words[1], nothing="–"),
        Column(gettext("Looked up"), basis=Basis.OBSERVED, nothing=gettext("no crate")),
        Column(gettext("Why"), nothing="–"),
    )
    caption = gettext("Each layer of the original and what takes its place")
    return PlainTable(caption, heads, [_row(one, rows) for one in layers])


def _row(one: StackLayer, rows: Sequence[CrateRow]) -> tuple[Cell, ...]:
    return (
        text_of(one.name),
        text_of(one.original) or None,
        text_of(one.port) or ", ".join(name.partition("@")[0] for name in one.crates) or None,
        tuple(_crate(name, answer_about(name, rows)) for name in one.crates),
        text_of(one.why) or None,
    )


def _crate(name: str, row: CrateRow | None) -> Told:
    if row is None:
        return Told(name, gettext("not looked up"), is_id=True)
    words = verdict_words(row.verdict)
    told = gettext("%(verdict)s, %(day)s", verdict=words, day=long_day(row.date))
    return Told(name, told, is_id=True)
