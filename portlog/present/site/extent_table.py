"""How much of an original is what, as a table with its denominator in sight."""

from collections.abc import Mapping, Sequence

from portlog.present.language import gettext
from portlog.present.site.module_list import share_of
from portlog.present.site.plain_table import Cell, Column, PlainTable, Told
from portlog.present.wording import grouped
from portlog.records.outcome import Basis
from portlog.records.port_coverage import Covered, Extent


def part_words() -> Mapping[str, str]:
    """Return what each part of the original is called."""
    return {
        "total": gettext("All of it"),
        "ported": gettext("Ported"),
        "compiles": gettext("Ported, and it compiles"),
        "verified": gettext("Ported and verified"),
        "reviewed": gettext("Ported and reviewed"),
        "left_out": gettext("Left out on purpose"),
        "open": gettext("Open"),
        "proposed": gettext("Open, proposed to be left out"),
        "changed": gettext("Ported, and changed in the original since"),
    }


def extent_table(covered: Covered, parts: Sequence[str], caption: str) -> PlainTable:
    """Return how much of an original is what, each with its share of all of it."""
    words = part_words()
    heads = (
        Column(gettext("Part of the original")),
        *(
            Column(head, is_figure=True)
            for head in (
                gettext("Symbols"),
                gettext("Lines of code"),
                gettext("Of all lines"),
                gettext("Of those to port"),
            )
        ),
    )
    rows = [(words[part], *_extent(part, covered)) for part in parts]
    return PlainTable(caption, heads, rows, basis=Basis.COMPUTED)


def _extent(part: str, covered: Covered) -> tuple[Cell, ...]:
    """Return symbols, lines and shares; what is left out is no part of what is to be ported."""
    extent: Extent | None = getattr(covered, part)
    if extent is None:
        return (None, None, None, None)
    of_all = share_of(extent.code, covered.total.code) or None
    of_rest = share_of(extent.code, covered.to_port.code) or None
    counts = (grouped(extent.symbols), grouped(extent.code))
    return (*counts, of_all, Told("–") if part in _OUTSIDE else of_rest)


_OUTSIDE = frozenset({"total", "left_out"})
