"""A table of a page: heads, rows of words, sums; None is what nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    that of all its figures, where no column has one.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] = ()
    links: Sequence[str | None] = ()
    basis: str = ""
