"""A table of a page: heads, rows of words, sums; None is what nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portlog.present.language import gettext


@dataclass(frozen=True, slots=True)
class Told:
    """A cell that is more than words: what stands small below them, where they lead, their basis.

    `basis` is the name of one of `wording.BASES`; it is shown where it is not the column's.
    `link` is a path of the site in the same language, an address that begins with http, or with a
    slash before it a path that all languages share.
    """

    words: str | None
    small: str = ""
    link: str = ""
    basis: str = ""
    is_claim: bool = False
    is_struck: bool = False
    is_id: bool = False
    mark: str = ""


Cell = str | Told | tuple[Told, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head, and the basis of most of its cells.

    Figures stand right, ids in the letters of code. `small` stands below the head, `unknown` in a
    cell of which nobody knows; with `nothing` there is nothing to be known in a cell of None.
    """

    head: str
    is_figure: bool = False
    is_id: bool = False
    unknown: str = ""
    nothing: str = ""
    basis: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A caption, columns, rows, and a row of sums where there is one.

    `links` lead from the rows' first cells, as far as they have one; as `Told.link`. `basis` is
    that of all its figures, where no column has one. `note` stands below.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] = ()
    links: Sequence[str | None] = ()
    basis: str = ""
    note: str = ""


def without_empty(table: PlainTable) -> PlainTable:
    """Return a table without columns of figures that say nothing; its note names the unknown."""
    cells = [*table.rows, *([table.sums] if table.sums else [])]
    kept = [
        place
        for place, column in enumerate(table.columns)
        if not column.is_figure or any(_says(row[place], column) for row in cells)
    ]
    if not table.rows or len(kept) == len(table.columns):
        return table
    unknown = [
        column.head
        for place, column in enumerate(table.columns)
        if place not in kept and any(row[place] is None for row in cells)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=[[row[place] for place in kept] for row in table.rows],
        sums=[table.sums[place] for place in kept] if table.sums else (),
        note=gettext("Not known of any: %(columns)s.", columns=" · ".join(unknown))
        if unknown
        else "",
    )


def _says(cell: Cell, column: Column) -> bool:
    if cell is None:
        return column.nothing not in {"", "–"}
    if isinstance(cell, Told):
        return cell.words not in {None, "–"} or bool(cell.small)
    return bool(cell)
