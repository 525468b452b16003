"""A table of a page: heads, rows of words, sums; None is what nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; figures stand right, ids in the letters of code."""

    head: str
    is_figure: bool = False
    is_id: bool = False
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A caption, columns, rows, and a row of sums where there is one.

    `links` are the addresses of the rows' first cells, as far as they have one.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    sums: Sequence[Cell] = ()
    links: Sequence[str | None] = ()
